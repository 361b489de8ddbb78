#include "widgets/map/colour_bar.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/common/number_text.h"

namespace moa::widgets {

namespace {

constexpr int kHistogramWidth = 24;
constexpr int kBarWidth = 12;
constexpr int kLabelWidth = 56;
constexpr int kBins = 80;
constexpr int kMargin = 10;   // above and below the bar: half a label
constexpr double kReach = 8;  // pixels between mouse and handle
constexpr double kKeyStep = 0.02;
constexpr double kLeastGap = 0.01;

}  // namespace

ColourBar::ColourBar(QWidget *parent) : QWidget(parent) {
    setFixedWidth(sizeHint().width());
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Colour limits"));
    setToolTip(
        tr("Drag the marks to change the colour limits; double click for the whole range. Bars: how many cells "
           "have a value (square root)."));
}

QSize ColourBar::sizeHint() const {
    return {kHistogramWidth + kBarWidth + kLabelWidth, 160};
}

void ColourBar::setValues(const MaxMeanPyramid &pyramid, const ColourScale &whole) {
    whole_ = whole;
    bins_.assign(kBins, 0);
    for (size_t key = kNanKey + 1; key < pyramid.histogram().size(); ++key) {
        if (pyramid.histogram()[key] == 0) continue;
        const double position = whole.position(valueOf(static_cast<CellKey>(key)));
        bins_[std::min(static_cast<size_t>(position * kBins), bins_.size() - 1)] += pyramid.histogram()[key];
    }
    // Square roots, so that rare values keep a bar one can see.
    const double most = std::sqrt(std::max(1.0, *std::max_element(bins_.begin(), bins_.end())));
    for (double &bin : bins_) bin = std::sqrt(bin) / most;
    update();
}

void ColourBar::setScale(const ColourScale &scale) {
    scale_ = scale;
    setAccessibleDescription(tr("From %1 to %2").arg(numberText(scale.lower), numberText(scale.upper)));
    update();
}

QRectF ColourBar::barRect() const {
    return QRectF(kHistogramWidth, kMargin, kBarWidth, height() - 2 * kMargin);
}

double ColourBar::yOf(double value) const {
    return barRect().bottom() - whole_.position(value) * barRect().height();
}

void ColourBar::paintEvent(QPaintEvent *) {
    const Theme theme = Theme::of(*this);
    QPainter painter(this);
    const QRectF bar = barRect();
    const ColourMap map(scale_.map);
    for (double y = bar.top(); y < bar.bottom(); ++y) {
        const double value = whole_.valueAt((bar.bottom() - y) / bar.height());
        painter.fillRect(QRectF(bar.left(), y, bar.width(), 1), QColor(map.at(scale_.position(value))));
    }
    paintHistogram(painter, theme);
    paintLabels(painter, theme);
}

void ColourBar::paintHistogram(QPainter &painter, const Theme &theme) const {
    const QRectF bar = barRect();
    const double step = bar.height() / kBins;
    for (size_t i = 0; i < bins_.size(); ++i) {
        const double length = bins_[i] * (kHistogramWidth - 4);
        painter.fillRect(
            QRectF(bar.left() - 2 - length, bar.bottom() - (static_cast<double>(i) + 1) * step, length, step),
            theme.secondary);
    }
}

void ColourBar::paintLabels(QPainter &painter, const Theme &theme) const {
    const QRectF bar = barRect();
    painter.setFont(secondaryFont());
    painter.setRenderHint(QPainter::Antialiasing);
    double previous = height() + 2.0 * kMargin;
    for (const Handle handle : {Handle::Lower, Handle::Upper}) {
        const double value = handle == Handle::Lower ? scale_.lower : scale_.upper;
        const double y = yOf(value);
        painter.setPen(Qt::NoPen);
        painter.setBrush(hasFocus() && handle == active_ ? theme.accent : theme.text);
        painter.drawPolygon(QPolygonF{{bar.right(), y}, {bar.right() + 6, y - 5}, {bar.right() + 6, y + 5}});
        painter.setPen(theme.text);
        // The two labels never lie on each other.
        const double place = std::min(y, previous - 14);
        painter.drawText(QRectF(bar.right() + 8, place - 8, kLabelWidth - 8, 16), Qt::AlignLeft | Qt::AlignVCenter,
                         numberText(value));
        previous = place;
    }
}

void ColourBar::mousePressEvent(QMouseEvent *event) {
    const double toLower = std::abs(event->position().y() - yOf(scale_.lower));
    const double toUpper = std::abs(event->position().y() - yOf(scale_.upper));
    if (std::min(toLower, toUpper) > kReach) return;
    active_ = dragged_ = toLower < toUpper ? Handle::Lower : Handle::Upper;
}

void ColourBar::mouseMoveEvent(QMouseEvent *event) {
    const double y = event->position().y();
    const bool near = std::min(std::abs(y - yOf(scale_.lower)), std::abs(y - yOf(scale_.upper))) <= kReach;
    setCursor(near || dragged_ != Handle::None ? Qt::SizeVerCursor : Qt::ArrowCursor);
    if (dragged_ != Handle::None) moveHandle(dragged_, (barRect().bottom() - y) / barRect().height());
}

void ColourBar::mouseReleaseEvent(QMouseEvent *) {
    dragged_ = Handle::None;
}

void ColourBar::mouseDoubleClickEvent(QMouseEvent *) {
    dragged_ = Handle::None;
    Q_EMIT limitsReset();
}

void ColourBar::keyPressEvent(QKeyEvent *event) {
    const double value = active_ == Handle::Lower ? scale_.lower : scale_.upper;
    switch (event->key()) {
        case Qt::Key_Up: return moveHandle(active_, whole_.position(value) + kKeyStep);
        case Qt::Key_Down: return moveHandle(active_, whole_.position(value) - kKeyStep);
        case Qt::Key_Left:
        case Qt::Key_Right: active_ = active_ == Handle::Lower ? Handle::Upper : Handle::Lower; return update();
        case Qt::Key_0: return limitsReset();
        default: QWidget::keyPressEvent(event);
    }
}

void ColourBar::focusInEvent(QFocusEvent *event) {
    QWidget::focusInEvent(event);
    update();
}

void ColourBar::moveHandle(Handle handle, double position) {
    const double lower = whole_.position(scale_.lower);
    const double upper = whole_.position(scale_.upper);
    if (handle == Handle::Lower)
        Q_EMIT limitsDragged(whole_.valueAt(std::clamp(position, 0.0, upper - kLeastGap)), scale_.upper);
    else
        Q_EMIT limitsDragged(scale_.lower, whole_.valueAt(std::clamp(position, lower + kLeastGap, 1.0)));
}

}  // namespace moa::widgets
