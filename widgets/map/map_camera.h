// Which part of a square map an area of the screen shows: zoom, pan, and the way between pixels and cells.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>

namespace moa::widgets {

class MapCamera {
public:
    // Both fit the map into the area again when it was fitted, else keep the part in view as far as it still exists.
    void setMap(int n);
    void setArea(const QSizeF &pixels);

    // The whole map, from the upper left corner on.
    void fit();
    // The cell under `pixel` stays there; factor > 1 comes nearer.
    void zoomAt(const QPointF &pixel, double factor);
    void panBy(const QPointF &pixels);
    // Upper left corner in cells, and cells a pixel: for views that follow one another.
    void look(const QPointF &corner, double cellsPerPixel);

    [[nodiscard]] int n() const noexcept { return n_; }
    [[nodiscard]] bool isFitted() const noexcept { return fitted_; }
    [[nodiscard]] QPointF corner() const noexcept { return corner_; }
    [[nodiscard]] double cellsPerPixel() const noexcept { return cellsPerPixel_; }
    // In cells: x is the key, y the query.
    [[nodiscard]] QPointF cellAt(const QPointF &pixel) const { return corner_ + pixel * cellsPerPixel_; }
    [[nodiscard]] QPointF pixelAt(const QPointF &cell) const { return (cell - corner_) / cellsPerPixel_; }
    // Where the map lies in the area, in pixels.
    [[nodiscard]] QRectF mapRect() const;

private:
    void clamp();
    [[nodiscard]] double fittedScale() const;

    int n_ = 0;
    QSizeF area_{1, 1};
    QPointF corner_;
    double cellsPerPixel_ = 1;
    bool fitted_ = true;
};

}  // namespace moa::widgets
