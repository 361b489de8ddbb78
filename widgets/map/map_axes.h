// The axes of a map: queries down, keys across, in tokens.
#pragma once

#include <QPainter>
#include <QStringList>

#include "widgets/map/map_camera.h"
#include "widgets/theme/theme.h"

namespace moa::widgets {

struct MapAxes {
    QRectF area;  // of the map, in the widget's pixels
    int tokensPerCell = 64;
    QStringList texts;  // of the tokens; empty: numbers only
};

// Pixels left of and below the area.
[[nodiscard]] int axisWidth(bool withTexts);
[[nodiscard]] int axisHeight(bool withTexts);

// Token texts take the place of the numbers where a token has room for its own.
void paintAxes(QPainter &painter, const MapAxes &axes, const MapCamera &camera, const Theme &theme);

// Tokens between two ticks: the power of two whose distance on the screen is at least `pixels`.
[[nodiscard]] double tickStep(double tokensPerPixel, double pixels);

}  // namespace moa::widgets
