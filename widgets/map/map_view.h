// A square causal map of any size: attention or influence of one head, query down, key across, row 0 on top.
//
// Wheel: zoom at the pointer. Drag: pan. Double click or 0: fit. Arrows: pan; with Shift: move the crosshair cell by
// cell. + and -: zoom.
#pragma once

#include <QAbstractItemModel>
#include <QWidget>
#include <memory>
#include <optional>

#include "widgets/map/map_axes.h"
#include "widgets/map/map_camera.h"
#include "widgets/map/map_image.h"
#include "widgets/map/map_readout.h"

namespace moa::widgets {

class ColourBar;
class MapTable;

struct MapContent {
    std::shared_ptr<const float> values;  // [n][n], read on and below the diagonal
    int n = 0;
    int tokensPerCell = engine::kBlock;
    QString quantity;       // what a value is: "attention", for readout and accessible text
    QStringList texts;      // of the tokens, where tokensPerCell is 1
    bool isSigned = false;  // a difference: diverging colours around 0
};

class MapView : public QWidget {
    Q_OBJECT

public:
    explicit MapView(QWidget *parent = nullptr);

    // What was shown stays until the new pyramid is there: at once for maps of up to 512 cells a side, else made on
    // another thread while busyChanged says so. n = 0: nothing.
    void setContent(const MapContent &content);
    void setKept(const std::optional<KeptBlocks> &kept);

    void setPooling(Pooling pooling);
    void setColourMap(ColourMapName map);
    void setLogarithmic(bool logarithmic);
    void setSinkHidden(bool hidden);
    // Only recolours. The limits hold until the content or the kind of scale changes, or for good where locked.
    void setLimits(double lower, double upper);
    void resetLimits();
    void setLimitsLocked(bool locked) { locked_ = locked; }

    [[nodiscard]] const ColourScale &scale() const noexcept { return scale_; }
    [[nodiscard]] const MapCamera &camera() const noexcept { return camera_; }
    // Follows another view's zoom.
    void look(const QPointF &corner, double cellsPerPixel);
    void fit();
    void zoom(double factor);
    // Where the map is painted, axes and colour bar left out.
    [[nodiscard]] QRectF mapArea() const;

    // The cells in view, with their first tokens as headers.
    [[nodiscard]] QAbstractItemModel *table();

    [[nodiscard]] QSize sizeHint() const override { return {520, 460}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {260, 220}; }

Q_SIGNALS:
    void viewChanged();
    void scaleChanged();
    void busyChanged(bool busy);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    using PyramidPtr = std::shared_ptr<const MaxMeanPyramid>;
    void build();
    void take(const MapContent &content, const PyramidPtr &pyramid);
    [[nodiscard]] ColourScale wholeScale() const;
    void setScale(const ColourScale &scale);
    void viewMoved();
    void placeBar();
    void refreshTable();
    void paintMap(QPainter &painter, const Theme &theme);
    void paintPlan(QPainter &painter, const Theme &theme) const;
    void pointAt(const std::optional<MapCell> &cell);
    [[nodiscard]] std::optional<MapCell> cellUnder(const QPointF &position) const;

    MapContent wanted_;   // the last content asked for
    MapContent content_;  // what is shown
    PyramidPtr pyramid_;
    MapCamera camera_;
    MapImage image_;
    ColourScale scale_;
    ColourBar *bar_;
    MapTable *table_;
    Pooling pooling_ = Pooling::Max;
    std::optional<KeptBlocks> kept_;
    std::optional<MapCell> pointed_;
    QPointF dragFrom_;
    bool sinkHidden_ = false;
    bool locked_ = false;
    int generation_ = 0;  // of the pyramid under way: an older one that comes later is dropped
};

}  // namespace moa::widgets
