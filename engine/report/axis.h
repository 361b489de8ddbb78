// Scales, ticks and frames shared by the figures.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/report/svg.h"

namespace moa::engine::report {

// Maps values to px, linear or by powers of two.
struct Scale {
    double low = 0;
    double high = 1;
    double from = 0;  // px of low
    double to = 1;    // px of high
    bool powers = false;

    [[nodiscard]] double at(double value) const;
};

// Token scale over `lengths` (positive), a little wider than them; one length alone gets an octave around it.
[[nodiscard]] Scale tokenScale(std::span<const int> lengths, double from, double to);

// Powers of two in [low, high].
[[nodiscard]] std::vector<double> powerTicks(double low, double high);

// At most about `count` round values (1, 2 or 5 times a power of ten) in [low, high].
[[nodiscard]] std::vector<double> roundTicks(double low, double high, int count = 5);

// Plot area with both axes, grid lines, tick labels and axis names.
struct Frame {
    Scale x;
    Scale y;
    std::vector<double> xTicks;
    std::vector<double> yTicks;
    std::string xName;
    std::string yName;
    bool yTokens = false;   // tick labels as tokens (1k) instead of numbers
    bool yPercent = false;  // tick labels as per cent of 1
};

void drawFrame(Svg &svg, const Frame &frame);

// Whisker from low to high at x, with short caps.
void drawWhisker(Svg &svg, double x, double low, double high, std::string_view cls);

// Vertical viridis bar with labels at its ends.
void drawColourBar(Svg &svg, double x, double y, double height, std::string_view top, std::string_view bottom);

// Moves labels (in y, px) apart to at least `gap`, keeping their order and staying in [low, high] where possible.
void spreadLabels(std::vector<double> &ys, double gap, double low, double high);

}  // namespace moa::engine::report
