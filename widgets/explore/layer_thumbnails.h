// Small maps of all heads of the current layer in one picture, on one colour scale.
#pragma once

#include <QImage>
#include <QWidget>
#include <optional>

#include "widgets/map/colour_map.h"
#include "widgets/values/explore_data.h"
#include "widgets/values/selection.h"

namespace moa::widgets {

class LayerThumbnails : public QWidget {
    Q_OBJECT

public:
    explicit LayerThumbnails(Selection *selection, QWidget *parent = nullptr);

    void setData(const ExploreData *explored);
    void setQuantity(MapQuantity quantity);
    void setColourMap(ColourMapName map);

    [[nodiscard]] QRect thumbnailRect(int head) const;
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 72}; }
    [[nodiscard]] QSize sizeHint() const override { return {480, 84}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    void follow();
    void draw();
    [[nodiscard]] const engine::BlockMaps *maps() const;
    [[nodiscard]] int headAt(const QPoint &position) const;

    Selection *selection_;
    const ExploreData *data_ = nullptr;
    MapQuantity quantity_ = MapQuantity::Influence;
    ColourMapName colours_ = ColourMapName::Viridis;
    int layer_ = 0;
    int length_ = 0;
    QImage atlas_;
    bool drawn_ = false;
};

}  // namespace moa::widgets
