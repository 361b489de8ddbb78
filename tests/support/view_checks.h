// What is wrong with the looks of a widget that is shown: clipped texts, weak contrast, empty plots, empty panels.
#pragma once

#include <QAbstractButton>
#include <QComboBox>
#include <QGroupBox>
#include <QHeaderView>
#include <QImage>
#include <QLabel>
#include <QStringList>
#include <QStyleOptionButton>
#include <QStyleOptionComboBox>
#include <QTabBar>
#include <QTextDocument>
#include <QToolButton>
#include <QWidget>

#include "widgets/common/panel.h"
#include "widgets/common/qcustomplot.h"
#include "widgets/theme/theme.h"

namespace moa::widgets::checks {

inline constexpr double kLeastContrast = 4.5;

// "QLabel 'Samples per length'": enough to find it.
inline QString named(const QWidget &widget, const QString &text) {
    QString where;
    for (const QWidget *at = widget.parentWidget(); at && where.isEmpty(); at = at->parentWidget())
        if (!at->accessibleName().isEmpty()) where = at->accessibleName();
    return QStringLiteral("%1 '%2' in '%3'").arg(widget.metaObject()->className(), text.left(60), where);
}

inline bool isRich(const QLabel &label) {
    return label.textFormat() == Qt::RichText ||
           (label.textFormat() == Qt::AutoText && Qt::mightBeRichText(label.text()));
}

// Pixels a label's text needs in the width it has.
inline QSize neededBy(const QLabel &label) {
    if (isRich(label)) {
        QTextDocument document;
        document.setDefaultFont(label.font());
        document.setDocumentMargin(0);
        document.setHtml(label.text());
        if (label.wordWrap()) document.setTextWidth(label.contentsRect().width());
        return document.size().toSize();
    }
    const int flags = label.wordWrap() ? Qt::TextWordWrap : Qt::TextShowMnemonic;
    return label.fontMetrics().boundingRect(QRect(0, 0, label.contentsRect().width(), 0), flags, label.text()).size();
}

// A label that cuts itself and says the whole text in its tooltip is allowed to.
inline QStringList clippedLabels(const QWidget &top) {
    QStringList faults;
    for (const auto *label : top.findChildren<QLabel *>()) {
        if (!label->isVisible() || label->text().isEmpty() || label->toolTip() == label->text()) continue;
        const QSize needed = neededBy(*label);
        if (needed.width() > label->contentsRect().width() + 1 || needed.height() > label->contentsRect().height() + 2)
            faults << named(*label, label->text()) + QStringLiteral(" needs %1 x %2, has %3 x %4")
                                                         .arg(needed.width())
                                                         .arg(needed.height())
                                                         .arg(label->contentsRect().width())
                                                         .arg(label->contentsRect().height());
    }
    return faults;
}

inline QStringList clippedButtons(const QWidget &top) {
    QStringList faults;
    for (const auto *button : top.findChildren<QAbstractButton *>())
        if (button->isVisible() && !button->text().isEmpty() &&
            button->fontMetrics().size(Qt::TextShowMnemonic, button->text()).width() > button->width())
            faults << named(*button, button->text());
    for (const auto *box : top.findChildren<QComboBox *>()) {
        if (!box->isVisible() || box->isEditable()) continue;
        QStyleOptionComboBox option;
        option.initFrom(box);
        const QRect room =
            box->style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, box);
        if (box->fontMetrics().horizontalAdvance(box->currentText()) > room.width() &&
            box->toolTip() != box->currentText())
            faults << named(*box, box->currentText());
    }
    return faults;
}

inline QStringList clippedHeadersAndTabs(const QWidget &top) {
    QStringList faults;
    for (const auto *header : top.findChildren<QHeaderView *>()) {
        if (!header->isVisible() || !header->model() || header->orientation() != Qt::Horizontal) continue;
        for (int i = 0; i < header->count(); ++i) {
            const QString text = header->model()->headerData(i, Qt::Horizontal).toString();
            if (!header->isSectionHidden(i) && header->fontMetrics().horizontalAdvance(text) > header->sectionSize(i))
                faults << named(*header, text);
        }
    }
    for (const auto *tabs : top.findChildren<QTabBar *>())
        for (int i = 0; tabs->isVisible() && i < tabs->count(); ++i)
            if (tabs->fontMetrics().horizontalAdvance(tabs->tabText(i)) > tabs->tabRect(i).width())
                faults << named(*tabs, tabs->tabText(i));
    return faults;
}

// Text colours of the palettes in use against what they stand on.
inline QStringList weakContrasts(const QWidget &top) {
    QStringList faults;
    for (const auto *widget : top.findChildren<QWidget *>()) {
        const auto *label = qobject_cast<const QLabel *>(widget);
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        const QString text = label ? label->text() : button ? button->text() : QString();
        if (!widget->isVisible() || text.isEmpty()) continue;
        const QColor ink = widget->palette().color(widget->foregroundRole());
        // On a panel, or on what the next filled ancestor says.
        QColor paper = Theme::of(*widget).panel;
        for (const QWidget *at = widget; at; at = at->parentWidget()) {
            if (qobject_cast<const Panel *>(at)) break;
            if (!at->autoFillBackground() && !at->isWindow()) continue;
            paper = at->palette().color(at->backgroundRole());
            break;
        }
        if (contrast(ink, paper) < kLeastContrast)
            faults << named(*widget, text) + QStringLiteral(" contrast %1").arg(contrast(ink, paper));
    }
    return faults;
}

inline QStringList emptyPlots(const QWidget &top) {
    QStringList faults;
    for (auto *plot : top.findChildren<QCustomPlot *>()) {
        if (!plot->isVisible()) continue;
        bool any = false;
        for (int i = 0; i < plot->plottableCount() && !any; ++i) {
            bool found = false;
            plot->plottable(i)->getKeyRange(found);
            any = found;
        }
        if (!any) faults << named(*plot, plot->accessibleName());
    }
    return faults;
}

// Panels whose body, below the title, is one colour.
inline QStringList panelsWithoutInk(QWidget &top) {
    QStringList faults;
    for (auto *panel : top.findChildren<Panel *>()) {
        if (!panel->isVisible()) continue;
        const QImage image = panel->grab().toImage().convertToFormat(QImage::Format_RGB32);
        const int margin = static_cast<int>(kPanelPadding * image.devicePixelRatio());
        const QRect body = image.rect().adjusted(margin, 4 * margin, -margin, -margin);
        if (body.isEmpty()) continue;
        const QRgb paper = image.pixel(body.topLeft());
        bool ink = false;
        for (int y = body.top(); y <= body.bottom() && !ink; ++y)
            for (int x = body.left(); x <= body.right() && !ink; ++x) ink = image.pixel(x, y) != paper;
        if (!ink) faults << named(*panel, panel->accessibleName());
    }
    return faults;
}

// All of the above, one line a fault. The widget must be shown and laid out.
inline QStringList faultsOf(QWidget &top) {
    QStringList faults;
    const auto add = [&faults](const char *kind, const QStringList &found) {
        for (const QString &fault : found) faults << QLatin1String(kind) + fault;
    };
    add("clipped: ", clippedLabels(top));
    add("clipped: ", clippedButtons(top));
    add("clipped: ", clippedHeadersAndTabs(top));
    add("contrast: ", weakContrasts(top));
    add("empty plot: ", emptyPlots(top));
    add("no ink: ", panelsWithoutInk(top));
    return faults;
}

}  // namespace moa::widgets::checks
