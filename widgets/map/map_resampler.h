// From a pyramid to the pixels of a screen.
#pragma once

#include <span>

#include "widgets/map/max_mean_pyramid.h"

namespace moa::widgets {

// Which part of a map the pixels show; cells are those of the source.
struct MapViewport {
    double left = 0;  // of the first pixel, in cells
    double top = 0;
    double cellsPerPixel = 1;
    int width = 0;  // pixels
    int height = 0;
};

// The scale a viewport is painted from: the coarsest with at least one cell a pixel.
[[nodiscard]] int levelFor(const MaxMeanPyramid &pyramid, double cellsPerPixel);

// `pixels`: [height][width]. Every cell of that scale which a pixel touches counts for it (Max: the one farthest from
// zero; Mean: by the touched area), so that no cell of the viewport vanishes. Where a cell is wider than a pixel, the
// pixel shows the cell under its centre. Outside the map: masked.
void resample(const MaxMeanPyramid &pyramid, Pooling pooling, const MapViewport &viewport, std::span<CellKey> pixels);

}  // namespace moa::widgets
