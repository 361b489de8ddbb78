// How long the frames of a map take.
#pragma once

#include <QString>
#include <vector>

namespace moa::widgets {

struct MapBenchRow {
    QString map;     // "8,192 tokens", "131,072 tokens in blocks"
    QString action;  // pan, zoom, limits
    int frames = 0;
    double medianMs = 0;
    double p95Ms = 0;
};

// Paints a MapView of 1920 x 1080 pixels after each step of a pan, a zoom and a drag of the colour limits: on one token
// map of 8,192 x 8,192 and on 131,072 tokens as 2,048 x 2,048 blocks, made in memory. Needs a QApplication; takes a few
// seconds and about 700 MB.
[[nodiscard]] std::vector<MapBenchRow> benchMap(int frames = 60);

}  // namespace moa::widgets
