#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "engine/report/axis.h"
#include "engine/report/colours.h"
#include "engine/report/figures.h"
#include "engine/report/text.h"

namespace moa::engine::report {
namespace {

constexpr double kTop = 46;
constexpr double kLeft = 44;

struct Grid {
    std::string title;
    std::function<double(int layer, int head)> value;  // 0..1 of the colour map; NaN: none
    std::function<std::string(int layer, int head)> tip;
    std::string top;
    std::string bottom;
};

double cellSize(int layers, int heads) {
    return std::clamp(std::min(400.0 / heads, 640.0 / layers), 4.0, 26.0);
}

void drawGrid(Svg &svg, const ReportInput &input, const Grid &grid, double left, double cell) {
    const int layers = input.model.layers;
    const int heads = input.model.heads;
    svg.text({left, 16}, grid.title, Anchor::Start, "title");
    for (int l = 0; l < layers; ++l) {
        for (int h = 0; h < heads; ++h) {
            const double value = grid.value(l, h);
            const bool none = !std::isfinite(value);
            svg.rect(left + h * cell, kTop + l * cell, cell - 1, cell - 1, none ? "none" : "",
                     none ? std::string() : hex(viridis(value)), grid.tip(l, h));
        }
    }
    const int everyLayer = std::max(1, static_cast<int>(std::ceil(14 / cell)));
    for (int l = 0; l < layers; l += everyLayer) {
        svg.text({left - 6, kTop + (l + 0.5) * cell + 4}, fmt::format("{}", l), Anchor::End, "t2");
    }
    const int everyHead = std::max(1, static_cast<int>(std::ceil(20 / cell)));
    for (int h = 0; h < heads; h += everyHead) {
        svg.text({left + (h + 0.5) * cell, kTop - 5}, fmt::format("{}", h), Anchor::Middle, "t2");
    }
    svg.text({left + heads * cell / 2, kTop + layers * cell + 16}, "query head", Anchor::Middle, "t2");
    svg.textUp({left - 28, kTop + layers * cell / 2}, "layer", "t2");
    const double barHeight = std::clamp(layers * cell, 48.0, 160.0);
    drawColourBar(svg, left + heads * cell + 10, kTop, barHeight, grid.top, grid.bottom);
    for (const UnitShare &unit : headsThatMatter(input)) {
        const double x = left + unit.firstHead * cell - 1.5;
        const double y = kTop + unit.layer * cell - 1.5;
        const double w = unit.heads * cell + 2;
        const Point frame[] = {{x, y}, {x + w, y}, {x + w, y + cell + 2}, {x, y + cell + 2}, {x, y}};
        svg.polyline(frame, "mark");
    }
}

std::string headName(int layer, int head) {
    return fmt::format("layer {}, query head {}", layer, head);
}

// Shares on a log scale over three decades below the largest, since one head often holds most of the loss.
Grid shareGrid(const ReportInput &input) {
    std::vector<double> shares(static_cast<std::size_t>(input.loss.units()), 0.0);
    double largest = 0;
    for (const UnitShare &unit : unitShares(input)) {
        shares[unit.unit] = unit.share;
        largest = std::max(largest, unit.share);
    }
    const int perUnit = std::max(1, input.model.heads / std::max(1, input.loss.unitsPerLayer));
    const int perLayer = input.loss.unitsPerLayer;
    const auto share = [=](int l, int h) { return shares[static_cast<std::size_t>(l) * perLayer + h / perUnit]; };
    return {fmt::format("Share of the loss, by {}", perUnit == 1 ? "query head" : "kv group"),
            [=](int l, int h) { return largest > 0 ? 1 + std::log10(std::max(share(l, h) / largest, 1e-3)) / 3 : 0.0; },
            [=](int l, int h) { return headName(l, h) + ": " + percent(share(l, h)); }, percent(largest),
            fmt::format("\u2264 {}", percent(largest / 1000))};
}

Grid densityGrid(const ReportInput &input, int length) {
    const Plan &plan = input.plan.plan;
    const auto density = [&plan, length](int l, int h) { return kvDensity(plan.rule(l, h), blockCount(length)); };
    return {fmt::format("kv density at {} under the plan", tokens(length)), density,
            [=, &plan](int l, int h) {
                return fmt::format("{}: {}, {}", headName(l, h), ruleName(plan.rule(l, h)), percent(density(l, h)));
            },
            "100\u00A0%", "0\u00A0%"};
}

}  // namespace

std::optional<Svg> headGridFigure(const ReportInput &input) {
    const std::vector<int> lengths = reportLengths(input);
    const bool shares = input.loss.units() > 0 && input.loss.rules > 0;
    const bool densities = !input.plan.plan.rules.empty() && !lengths.empty();
    if ((!shares && !densities) || input.model.layers < 1 || input.model.heads < 1) return std::nullopt;
    const double cell = cellSize(input.model.layers, input.model.heads);
    const double panel = std::max(input.model.heads * cell + 78, 250.0) + kLeft;
    const double height = kTop + input.model.layers * cell + 26;
    Svg svg(panel * (shares && densities ? 2 : 1), std::max(height, kTop + 48 + 26),
            "Grid of all heads: share of the loss and density under the plan");
    double left = kLeft;
    if (shares) {
        drawGrid(svg, input, shareGrid(input), left, cell);
        left += panel;
    }
    if (densities) drawGrid(svg, input, densityGrid(input, lengths.back()), left, cell);
    return svg;
}

}  // namespace moa::engine::report
