#include "widgets/map/map_camera.h"

#include <algorithm>

namespace moa::widgets {

namespace {

constexpr double kLargestCell = 48;  // pixels

}  // namespace

void MapCamera::setMap(int n) {
    // The same part of the sequence stays in view when another length or scale is shown.
    if (n_ > 0 && n > 0) {
        corner_ *= static_cast<double>(n) / n_;
        cellsPerPixel_ *= static_cast<double>(n) / n_;
    }
    n_ = n;
    fitted_ ? fit() : clamp();
}

void MapCamera::setArea(const QSizeF &pixels) {
    area_ = pixels.expandedTo({1, 1});
    fitted_ ? fit() : clamp();
}

void MapCamera::fit() {
    corner_ = {};
    cellsPerPixel_ = fittedScale();
    fitted_ = true;
}

void MapCamera::zoomAt(const QPointF &pixel, double factor) {
    const QPointF before = cellAt(pixel);
    cellsPerPixel_ = std::clamp(cellsPerPixel_ / factor, std::min(1 / kLargestCell, fittedScale()), fittedScale());
    corner_ = before - pixel * cellsPerPixel_;
    fitted_ = cellsPerPixel_ >= fittedScale();
    fitted_ ? fit() : clamp();
}

void MapCamera::panBy(const QPointF &pixels) {
    corner_ -= pixels * cellsPerPixel_;
    clamp();
}

void MapCamera::look(const QPointF &corner, double cellsPerPixel) {
    corner_ = corner;
    cellsPerPixel_ = std::min(cellsPerPixel, fittedScale());
    fitted_ = cellsPerPixel_ >= fittedScale();
    clamp();
}

QRectF MapCamera::mapRect() const {
    return QRectF(pixelAt({0, 0}), pixelAt(QPointF(n_, n_))).intersected(QRectF({0, 0}, area_));
}

void MapCamera::clamp() {
    const QSizeF view = area_ * cellsPerPixel_;
    corner_.setX(std::clamp(corner_.x(), 0.0, std::max(0.0, n_ - view.width())));
    corner_.setY(std::clamp(corner_.y(), 0.0, std::max(0.0, n_ - view.height())));
}

double MapCamera::fittedScale() const {
    return std::max(n_, 1) / std::min(area_.width(), area_.height());
}

}  // namespace moa::widgets
