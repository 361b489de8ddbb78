#include "widgets/map/map_view.h"

#include <QFuture>
#include <QMouseEvent>
#include <QPainter>
#include <QPromise>
#include <QThreadPool>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <utility>

#include "widgets/common/number_text.h"
#include "widgets/map/colour_bar.h"
#include "widgets/map/map_table.h"

namespace moa::widgets {

namespace {

constexpr int kTopMargin = 8;
constexpr int kBarDistance = 12;
constexpr int kBarMargin = 10;  // of the colour bar above and below its colours
constexpr int kLeastBar = 60;
constexpr int kBuildAtOnce = 512;     // cells a side whose pyramid takes about a millisecond
constexpr double kLogDecades = 1e-5;  // a logarithmic scale begins at this part of the largest value at the latest
constexpr double kWheelStep = 1.2;
constexpr double kPanStep = 0.1;  // of the area, a key press

}  // namespace

MapView::MapView(QWidget *parent) : QWidget(parent), bar_(new ColourBar(this)), table_(new MapTable(this)) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setCursor(Qt::CrossCursor);
    setAccessibleName(tr("Map"));
    connect(bar_, &ColourBar::limitsDragged, this, &MapView::setLimits);
    connect(bar_, &ColourBar::limitsReset, this, &MapView::resetLimits);
    setScale(scale_);
}

void MapView::setContent(const MapContent &content) {
    wanted_ = content;
    build();
}

void MapView::build() {
    const int generation = ++generation_;
    const MapContent content = wanted_;
    const int hidden = sinkHidden_ ? std::max(1, engine::kSink / content.tokensPerCell) : 0;
    if (content.n <= kBuildAtOnce) {
        take(content, std::make_shared<const MaxMeanPyramid>(content.values.get(), content.n, hidden));
        Q_EMIT busyChanged(false);
        return;
    }
    auto promise = std::make_shared<QPromise<PyramidPtr>>();
    promise->future().then(this, [this, generation, content](const PyramidPtr &pyramid) {
        if (generation != generation_) return;
        take(content, pyramid);
        Q_EMIT busyChanged(false);
    });
    QThreadPool::globalInstance()->start([promise, content, hidden] {
        promise->start();
        promise->addResult(std::make_shared<const MaxMeanPyramid>(content.values.get(), content.n, hidden));
        promise->finish();
    });
    Q_EMIT busyChanged(true);
}

void MapView::take(const MapContent &content, const PyramidPtr &pyramid) {
    content_ = content;
    pyramid_ = pyramid;
    pointed_.reset();
    image_.setPyramid(pyramid, content.tokensPerCell);
    camera_.setArea(mapArea().size());
    camera_.setMap(content.n);
    placeBar();
    refreshTable();
    if (locked_ && content.n > 0)
        bar_->setValues(*pyramid_, wholeScale());
    else
        resetLimits();
    setAccessibleDescription(
        content.n == 0 ? QString()
                       : tr("%1, %2 tokens, values from %3 to %4")
                             .arg(content.quantity, countText(static_cast<qint64>(content.n) * content.tokensPerCell),
                                  numberText(pyramid->least()), numberText(pyramid->largest())));
    update();
}

void MapView::setKept(const std::optional<KeptBlocks> &kept) {
    if (std::exchange(kept_, kept) == kept) return;
    image_.setKept(kept);
    update();
}

void MapView::setPooling(Pooling pooling) {
    pooling_ = pooling;
    image_.setPooling(pooling);
    refreshTable();
    update();
}

void MapView::setColourMap(ColourMapName map) {
    ColourScale scale = scale_;
    scale.map = map;
    setScale(scale);
}

void MapView::setLogarithmic(bool logarithmic) {
    if (scale_.logarithmic == logarithmic) return;
    scale_.logarithmic = logarithmic;
    resetLimits();
}

void MapView::setSinkHidden(bool hidden) {
    if (std::exchange(sinkHidden_, hidden) != hidden) build();
}

void MapView::setLimits(double lower, double upper) {
    ColourScale scale = scale_;
    scale.lower = lower;
    scale.upper = upper;
    setScale(scale);
}

void MapView::resetLimits() {
    const ColourScale whole = wholeScale();
    if (pyramid_) bar_->setValues(*pyramid_, whole);
    setScale(whole);
}

ColourScale MapView::wholeScale() const {
    ColourScale whole = scale_;
    if (!pyramid_) return whole;
    if (content_.isSigned) {
        whole.map = ColourMapName::Diverging;
        whole.logarithmic = false;
        whole.upper = std::max(std::abs(pyramid_->least()), std::abs(pyramid_->largest()));
        whole.lower = -whole.upper;
        return whole;
    }
    whole.upper = pyramid_->largest();
    whole.lower = whole.logarithmic
                      ? std::max(static_cast<double>(pyramid_->leastPositive()), whole.upper * kLogDecades)
                      : std::min(0.0, static_cast<double>(pyramid_->least()));
    return whole;
}

void MapView::setScale(const ColourScale &scale) {
    scale_ = scale;
    bar_->setScale(scale);
    image_.setColours(scale, Theme::of(*this));
    update();
    Q_EMIT scaleChanged();
}

void MapView::look(const QPointF &corner, double cellsPerPixel) {
    camera_.look(corner, cellsPerPixel);
    placeBar();
    refreshTable();
    update();
}

void MapView::fit() {
    camera_.fit();
    viewMoved();
}

void MapView::zoom(double factor) {
    const QSizeF size = mapArea().size();
    camera_.zoomAt(QPointF(size.width(), size.height()) / 2, factor);
    viewMoved();
}

// The colour bar is as tall as the map beside it.
void MapView::placeBar() {
    const double height = content_.n > 0 ? camera_.mapRect().height() : mapArea().height();
    bar_->setGeometry(width() - bar_->width(), kTopMargin - kBarMargin, bar_->width(),
                      std::max(kLeastBar, static_cast<int>(height) + 2 * kBarMargin));
}

void MapView::viewMoved() {
    placeBar();
    refreshTable();
    update();
    Q_EMIT viewChanged();
}

QAbstractItemModel *MapView::table() {
    return table_;
}

void MapView::refreshTable() {
    const QRectF map = camera_.mapRect();
    table_->setView(pyramid_, pooling_, QRectF(camera_.cellAt(map.topLeft()), camera_.cellAt(map.bottomRight())),
                    content_.tokensPerCell);
}

QRectF MapView::mapArea() const {
    const bool texts = !content_.texts.isEmpty();
    return QRectF(rect()).adjusted(axisWidth(texts), kTopMargin, -bar_->width() - kBarDistance, -axisHeight(texts));
}

void MapView::paintEvent(QPaintEvent *) {
    const Theme theme = Theme::of(*this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    if (!pyramid_ || content_.n == 0) return;
    paintMap(painter, theme);
    paintPlan(painter, theme);
    paintAxes(painter, {mapArea(), content_.tokensPerCell, content_.texts}, camera_, theme);
    if (pointed_) {
        const QRectF area = camera_.mapRect().translated(mapArea().topLeft());
        const QPointF at = camera_.pixelAt(QPointF(pointed_->key + 0.5, pointed_->query + 0.5)) + mapArea().topLeft();
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(QPen(theme.accent, 1));
        painter.drawLine(QPointF(area.left(), at.y()), QPointF(area.right(), at.y()));
        painter.drawLine(QPointF(at.x(), area.top()), QPointF(at.x(), area.bottom()));
        paintReadout(painter, area, readoutLines(content_, *pointed_), theme);
    }
}

void MapView::paintMap(QPainter &painter, const Theme &theme) {
    const double ratio = painter.device()->devicePixelRatioF();
    const QRectF map = camera_.mapRect();
    MapViewport viewport;
    viewport.left = camera_.cellAt(map.topLeft()).x();
    viewport.top = camera_.cellAt(map.topLeft()).y();
    viewport.width = static_cast<int>(std::ceil(map.width() * ratio));
    viewport.height = static_cast<int>(std::ceil(map.height() * ratio));
    viewport.cellsPerPixel = camera_.cellsPerPixel() / ratio;
    // A copy by pixels, where a target rectangle would be scaled.
    painter.drawImage(mapArea().topLeft() + map.topLeft(), image_.image(viewport, ratio));
    painter.setPen(theme.border);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(map.translated(mapArea().topLeft()));
}

// The edge of the span and of the sink, cut to the part in view here: SVG files know no clipping.
void MapView::paintPlan(QPainter &painter, const Theme &theme) const {
    if (!kept_) return;
    const QRectF map = camera_.mapRect();
    const QPointF first = camera_.cellAt(map.topLeft()) * content_.tokensPerCell;
    const QPointF last = camera_.cellAt(map.bottomRight()) * content_.tokensPerCell;
    const auto line = [&](const QPointF &from, const QPointF &to) {
        painter.drawLine(camera_.pixelAt(from / content_.tokensPerCell) + mapArea().topLeft(),
                         camera_.pixelAt(to / content_.tokensPerCell) + mapArea().topLeft());
    };
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.series(Series::Limit), 1.5, Qt::DashLine));
    const double span = std::max(kept_->span, 0.0);
    const double begin = std::max(first.x(), first.y() - span);
    const double end = std::min(last.x(), last.y() - span);
    if (begin < end) line({begin, begin + span}, {end, end + span});
    painter.setPen(QPen(theme.series(Series::Limit), 1.5));
    const double top = std::max<double>(engine::kSink, first.y());
    if (first.x() <= engine::kSink && engine::kSink <= last.x() && top < last.y())
        line({engine::kSink, top}, {engine::kSink, last.y()});
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void MapView::resizeEvent(QResizeEvent *) {
    camera_.setArea(mapArea().size());
    viewMoved();
}

void MapView::changeEvent(QEvent *event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) setScale(scale_);
}

void MapView::wheelEvent(QWheelEvent *event) {
    const double steps = event->angleDelta().y() / 120.0;
    camera_.zoomAt(event->position() - mapArea().topLeft(), std::pow(kWheelStep, steps));
    pointAt(cellUnder(event->position()));
    viewMoved();
    event->accept();
}

void MapView::mousePressEvent(QMouseEvent *event) {
    dragFrom_ = event->position();
}

void MapView::mouseMoveEvent(QMouseEvent *event) {
    if (event->buttons() & Qt::LeftButton) {
        camera_.panBy(event->position() - std::exchange(dragFrom_, event->position()));
        viewMoved();
    }
    pointAt(cellUnder(event->position()));
}

void MapView::mouseDoubleClickEvent(QMouseEvent *) {
    fit();
}

void MapView::leaveEvent(QEvent *) {
    pointAt(std::nullopt);
}

std::optional<MapCell> MapView::cellUnder(const QPointF &position) const {
    const QPointF pixel = position - mapArea().topLeft();
    if (content_.n == 0 || !camera_.mapRect().contains(pixel)) return std::nullopt;
    return brightestCell(content_, camera_.cellAt(pixel), camera_.cellsPerPixel());
}

void MapView::pointAt(const std::optional<MapCell> &cell) {
    if (cell == pointed_) return;
    pointed_ = cell;
    update();
}

void MapView::keyPressEvent(QKeyEvent *event) {
    const QSizeF size = mapArea().size() * kPanStep;
    const int right = (event->key() == Qt::Key_Right) - (event->key() == Qt::Key_Left);
    const int down = (event->key() == Qt::Key_Down) - (event->key() == Qt::Key_Up);
    if ((right || down) && event->modifiers() & Qt::ShiftModifier && content_.n > 0) {
        const MapCell from = pointed_.value_or(MapCell{content_.n / 2, content_.n / 2});
        pointAt(
            MapCell{std::clamp(from.query + down, 0, content_.n - 1), std::clamp(from.key + right, 0, content_.n - 1)});
        return setAccessibleDescription(readoutLines(content_, *pointed_).join(QStringLiteral(", ")));
    }
    if (right || down) {
        camera_.panBy({-right * size.width(), -down * size.height()});
        return viewMoved();
    }
    switch (event->key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal: return zoom(kWheelStep);
        case Qt::Key_Minus: return zoom(1 / kWheelStep);
        case Qt::Key_0: return fit();
        default: QWidget::keyPressEvent(event);
    }
}

}  // namespace moa::widgets
