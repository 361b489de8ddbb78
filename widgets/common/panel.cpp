#include "widgets/common/panel.h"

#include <QEvent>
#include <QFileDialog>
#include <QPainter>
#include <functional>

#include "engine/values/error.h"
#include "widgets/common/busy_bar.h"
#include "widgets/common/figure_export.h"
#include "widgets/common/notice.h"
#include "widgets/common/steady_box.h"
#include "widgets/common/table_export.h"
#include "widgets/theme/theme.h"

namespace moa::widgets {

namespace {

// Cut with an ellipsis rather than widening the panel; the whole text is its tooltip.
class ElidedLabel : public QLabel {
public:
    using QLabel::QLabel;

protected:
    void paintEvent(QPaintEvent *) override {
        QPainter painter(this);
        painter.setPen(palette().color(foregroundRole()));
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(text(), Qt::ElideRight, width()));
    }
};

}  // namespace

Panel::Panel(const QString &title, QWidget *parent)
    : QFrame(parent),
      title_(new QLabel(this)),
      subtitle_(new ElidedLabel(this)),
      header_(new QHBoxLayout),
      body_(new QVBoxLayout),
      menuButton_(new QToolButton(this)),
      menu_(new QMenu(this)),
      busy_(new BusyBar(this)),
      error_(new Notice(this)),
      empty_(new Notice(this)) {
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(kPanelPadding, kGrid, kPanelPadding, kPanelPadding);
    column->setSpacing(kGrid);
    header_->setSpacing(kGrid);
    header_->addWidget(title_);
    header_->addWidget(subtitle_, 1);
    header_->addWidget(menuButton_);
    column->addLayout(header_);
    column->addWidget(error_);
    column->addLayout(body_, 1);
    body_->addWidget(empty_, 1);
    subtitle_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    fillMenu();
    setTitle(title);
    restyle();
    connect(error_, &Notice::pressed, this, &Panel::actionRequested);
    connect(empty_, &Notice::pressed, this, &Panel::actionRequested);
}

void Panel::setTitle(const QString &title) {
    title_->setText(title);
    setAccessibleName(title);
    menuButton_->setAccessibleName(tr("Copy or export %1").arg(title));
}

void Panel::setSubtitle(const QString &subtitle) {
    subtitle_->setText(subtitle);
    subtitle_->setToolTip(subtitle);
}

void Panel::setContent(QWidget *content) {
    if (content_) content_->deleteLater();
    content_ = new SteadyBox(content);
    body_->addWidget(content_, 1);
    setFigure(content);
}

void Panel::addControl(QWidget *control) {
    header_->insertWidget(header_->count() - 1, control);
}

void Panel::setFigure(QWidget *figure) {
    figure_ = figure;
    copyFigure_->setVisible(figure);
    saveFigure_->setVisible(figure);
}

void Panel::setTable(QAbstractItemModel *table) {
    table_ = table;
    copyTable_->setVisible(table);
    saveTable_->setVisible(table);
}

void Panel::setBusy(bool busy) {
    busy_->raise();
    busy_->setBusy(busy);
}

void Panel::setProgress(double fraction) {
    busy_->setProgress(fraction);
}

void Panel::setError(const std::optional<ViewError> &error) {
    error ? error_->showError(*error) : error_->hide();
}

void Panel::setEmpty(const QString &why, const QString &action) {
    if (content_) content_->hide();
    empty_->showEmpty(why, action);
}

void Panel::clearEmpty() {
    empty_->hide();
    if (content_) content_->show();
}

void Panel::fillMenu() {
    menuButton_->setText(QString(QChar(0x22EF)));
    menuButton_->setToolTip(tr("Copy or export"));
    menuButton_->setAutoRaise(true);
    menuButton_->setPopupMode(QToolButton::InstantPopup);
    menuButton_->setMenu(menu_);
    menuButton_->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }"));
    copyFigure_ = menu_->addAction(tr("Copy figure"), this, [this] { copyFigure(*figure_); });
    copyTable_ = menu_->addAction(tr("Copy table"), this, [this] { copyTable(*table_); });
    menu_->addSeparator();
    saveFigure_ = menu_->addAction(tr("Export figure (PNG, SVG, PDF)..."), this, [this] { saveFigure(); });
    saveTable_ = menu_->addAction(tr("Export table (CSV)..."), this, [this] { saveTable(); });
    setFigure(nullptr);
    setTable(nullptr);
}

void Panel::saveFigure() {
    QFileDialog dialog(this, tr("Export figure"), fileName_);
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setNameFilters({tr("PNG picture (*.png)"), tr("SVG drawing (*.svg)"), tr("PDF document (*.pdf)")});
    dialog.setDefaultSuffix(QStringLiteral("png"));
    connect(&dialog, &QFileDialog::filterSelected, &dialog, [&dialog](const QString &filter) {
        dialog.setDefaultSuffix(filter.section(QStringLiteral("*."), 1).chopped(1));
    });
    if (dialog.exec() == QDialog::Accepted)
        guarded([&] { exportFigure(*figure_, dialog.selectedFiles().constFirst()); });
}

void Panel::saveTable() {
    QFileDialog dialog(this, tr("Export table"), fileName_);
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setNameFilters({tr("CSV table (*.csv)"), tr("Markdown table (*.md)"), tr("LaTeX table (*.tex)")});
    dialog.setDefaultSuffix(QStringLiteral("csv"));
    connect(&dialog, &QFileDialog::filterSelected, &dialog, [&dialog](const QString &filter) {
        dialog.setDefaultSuffix(filter.section(QStringLiteral("*."), 1).chopped(1));
    });
    if (dialog.exec() == QDialog::Accepted) guarded([&] { exportTable(*table_, dialog.selectedFiles().constFirst()); });
}

void Panel::guarded(const std::function<void()> &work) {
    try {
        work();
        setError(std::nullopt);
    } catch (const Error &error) {
        setError(ViewError{QString::fromStdString(error.failed()),
                           QString::fromStdString(error.where()),
                           QString::fromStdString(error.why()),
                           QString::fromStdString(error.remedy()),
                           {}});
    }
}

void Panel::paintEvent(QPaintEvent *) {
    const Theme theme = Theme::of(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.border);
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kCornerRadius, kCornerRadius);
}

void Panel::changeEvent(QEvent *event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) update();
}

void Panel::resizeEvent(QResizeEvent *event) {
    QFrame::resizeEvent(event);
    busy_->setGeometry(kCornerRadius, 0, width() - 2 * kCornerRadius, busy_->height());
}

void Panel::restyle() {
    QFont bold = bodyFont();
    bold.setWeight(QFont::DemiBold);
    title_->setFont(bold);
    subtitle_->setFont(secondaryFont());
    subtitle_->setForegroundRole(QPalette::PlaceholderText);
}

}  // namespace moa::widgets
