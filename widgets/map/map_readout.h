// What the crosshair of a map says about the cell it points at.
#pragma once

#include <QPainter>
#include <QRectF>
#include <QStringList>

#include "widgets/theme/theme.h"

namespace moa::widgets {

struct MapContent;

struct MapCell {
    int query = 0;  // cells of the source
    int key = 0;
    friend bool operator==(const MapCell &, const MapCell &) = default;
};

// The cell farthest from zero among `cells` x `cells` around (query, key): what a pixel of a max map shows.
[[nodiscard]] MapCell brightestCell(const MapContent &content, const QPointF &cell, double cellsPerPixel);

// Query, key, distance and value, one line each, with token texts where there are some.
[[nodiscard]] QStringList readoutLines(const MapContent &content, const MapCell &cell);

// A small card in the upper right corner of the area, where a causal map is empty.
void paintReadout(QPainter &painter, const QRectF &area, const QStringList &lines, const Theme &theme);

}  // namespace moa::widgets
