#include "widgets/common/notice.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "widgets/theme/theme.h"

namespace moa::widgets {

Notice::Notice(QWidget *parent) : QFrame(parent), text_(new QLabel(this)), button_(new QPushButton(this)) {
    text_->setWordWrap(true);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    button_->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    connect(button_, &QPushButton::clicked, this, &Notice::pressed);
    hide();
}

void Notice::showError(const ViewError &error) {
    isError_ = true;
    if (!layout()) {
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(kPanelPadding, kGrid, kPanelPadding, kGrid);
        row->addWidget(text_, 1);
        row->addWidget(button_, 0, Qt::AlignVCenter);
        if (close_) row->addWidget(close_, 0, Qt::AlignVCenter);
    }
    const QString place = error.where.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(error.where);
    QString html = QStringLiteral("<b>%1</b>%2: %3")
                       .arg(error.what.toHtmlEscaped(), place.toHtmlEscaped(), error.why.toHtmlEscaped());
    if (!error.remedy.isEmpty()) html += QStringLiteral("<br>") + error.remedy.toHtmlEscaped();
    text_->setTextFormat(Qt::RichText);
    text_->setText(html);
    setAccessibleName(tr("Error: %1: %2").arg(error.what, error.why));
    showButton(error.action);
    restyle();
    show();
}

void Notice::setClosable() {
    close_ = new QToolButton(this);
    close_->setText(QStringLiteral("\u00d7"));
    close_->setAutoRaise(true);
    close_->setToolTip(tr("Close"));
    close_->setAccessibleName(tr("Close"));
    connect(close_, &QToolButton::clicked, this, &QWidget::hide);
}

void Notice::showEmpty(const QString &why, const QString &action) {
    isError_ = false;
    if (!layout()) {
        auto *column = new QVBoxLayout(this);
        column->addStretch();
        column->addWidget(text_);
        column->addWidget(button_, 0, Qt::AlignHCenter);
        column->addStretch();
    }
    text_->setTextFormat(Qt::PlainText);
    text_->setAlignment(Qt::AlignCenter);
    text_->setText(why);
    setAccessibleName(why);
    showButton(action);
    restyle();
    show();
}

void Notice::showButton(const QString &text) {
    button_->setText(text);
    button_->setVisible(!text.isEmpty());
    button_->setMinimumWidth(button_->fontMetrics().horizontalAdvance(text) + 4 * kPanelPadding);
}

void Notice::changeEvent(QEvent *event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::ParentChange) restyle();
}

void Notice::restyle() {
    setBackgroundRole(isError_ ? QPalette::Window : QPalette::NoRole);
    setAutoFillBackground(isError_);
    text_->setForegroundRole(isError_ ? QPalette::BrightText : QPalette::PlaceholderText);
}

}  // namespace moa::widgets
