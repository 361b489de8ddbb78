#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/report/axis.h"
#include "engine/report/colours.h"
#include "engine/report/figures.h"
#include "engine/report/png.h"
#include "engine/report/text.h"

namespace moa::engine::report {
namespace {

constexpr int kMostCells = 256;  // cells along one side of a drawn map
constexpr double kSide = 300;    // px
constexpr double kTop = 50;
constexpr double kDecades = 3;
constexpr std::uint8_t kTransparent = 255;

// Largest |value| of the blocks under each cell: a bright block is visible at any size.
struct Cells {
    int side = 0;
    std::vector<float> values;
    float largest = 0;
};

Cells pooled(const BlockMaps &maps, int layer, int head) {
    Cells cells;
    cells.side = std::min(maps.nb, kMostCells);
    cells.values.assign(static_cast<std::size_t>(cells.side) * cells.side, 0.F);
    const float *map = maps.map(layer, head);
    for (int i = 0; i < maps.nb; ++i) {
        for (int j = 0; j <= i; ++j) {
            const float value = std::abs(map[static_cast<std::size_t>(i) * maps.nb + j]);
            if (!std::isfinite(value)) continue;
            const auto row = static_cast<std::size_t>(std::int64_t{i} * cells.side / maps.nb);
            const auto column = static_cast<std::size_t>(std::int64_t{j} * cells.side / maps.nb);
            float &cell = cells.values[row * cells.side + column];
            cell = std::max(cell, value);
            cells.largest = std::max(cells.largest, value);
        }
    }
    return cells;
}

// Cells are repeated to about 192 pixels a side, so that viewers that always smooth pictures keep them square.
std::string picture(const Cells &cells) {
    const int scale = std::max(1, 192 / cells.side);
    const int side = cells.side * scale;
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(side) * side, kTransparent);
    for (int y = 0; y < side; ++y) {
        const int i = y / scale;
        for (int x = 0; x < (i + 1) * scale; ++x) {
            const double value = cells.values[static_cast<std::size_t>(i) * cells.side + x / scale];
            const double share = cells.largest > 0 ? value / cells.largest : 0.0;
            const double log = 1 + std::log10(std::max(share, 1e-9)) / kDecades;
            const long colour = std::lround(std::clamp(log, 0.0, 1.0) * 254);
            pixels[static_cast<std::size_t>(y) * side + x] = static_cast<std::uint8_t>(colour);
        }
    }
    std::vector<Colour> palette;
    for (int i = 0; i < 255; ++i) palette.push_back(viridis(i / 254.0));
    palette.push_back({255, 255, 255});
    return indexedPng(side, side, pixels, palette, kTransparent);
}

// The masked region between the sink column and the band is a triangle; its long side follows the blocks.
void drawKept(Svg &svg, const Rule &rule, int nb, double left) {
    const int band = bandBlocks(rule, nb);
    const double block = kSide / nb;
    svg.line({left + block, kTop + block}, {left + block, kTop + kSide}, "mark");
    if (band + 1 >= nb) return;
    std::vector<Point> edge;
    for (int i = band + 1; i < nb; ++i) {
        // Row i keeps the columns after i - band.
        const double x = left + (i - band + 1) * block;
        edge.push_back({x, kTop + i * block});
        edge.push_back({x, kTop + (i + 1) * block});
    }
    std::vector<Point> masked = edge;
    masked.push_back({left + block, kTop + kSide});
    masked.push_back({left + block, kTop + (band + 1) * block});
    svg.hatch(masked);
    svg.polyline(edge, "mark");
}

void drawMap(Svg &svg, const ReportInput &input, const UnitShare &unit, const BlockMaps &maps, std::string_view name,
             double left) {
    const Cells cells = pooled(maps, unit.layer, unit.firstHead);
    const double length = input.maps.length;
    svg.text({left, 38}, name, Anchor::Start, "bold");
    svg.image(left, kTop, kSide, kSide, picture(cells));
    if (!input.plan.plan.rules.empty()) {
        drawKept(svg, input.plan.plan.rule(unit.layer, unit.firstHead), maps.nb, left);
    }
    const Point frame[] = {{left, kTop}, {left, kTop + kSide}, {left + kSide, kTop + kSide}};
    svg.polyline(frame, "axis");
    for (int quarter = 0; quarter <= 4; quarter += 2) {
        const double at = kSide * quarter / 4;
        const std::string label = tokens(length * quarter / 4);
        svg.text({left + at, kTop + kSide + 15}, label, Anchor::Middle, "t2");
        svg.text({left - 6, kTop + at + 4}, label, Anchor::End, "t2");
    }
    svg.text({left + kSide / 2, kTop + kSide + 30}, "key token", Anchor::Middle, "t2");
    svg.textUp({left - 36, kTop + kSide / 2}, "query token", "t2");
    const double largest = cells.largest;
    drawColourBar(svg, left + kSide - 62, kTop + 2, 96, number(largest),
                  fmt::format("\u2264 {}", number(largest / 1000)));
}

}  // namespace

std::optional<Svg> blockMapFigure(const ReportInput &input, const UnitShare &unit) {
    const BlockMaps &influence = input.maps.influence;
    const BlockMaps &attention = input.maps.attention;
    if (influence.nb == 0 && attention.nb == 0) return std::nullopt;
    const int panels = (influence.nb > 0 ? 1 : 0) + (attention.nb > 0 ? 1 : 0);
    std::string title =
        fmt::format("Layer {}, query head {} at {} tokens", unit.layer, unit.firstHead, tokens(input.maps.length));
    if (!input.plan.plan.rules.empty()) {
        title += "; plan: " + ruleName(input.plan.plan.rule(unit.layer, unit.firstHead));
    }
    Svg svg(panels * (kSide + 90) - 10, kTop + kSide + 38, "Block maps of " + title);
    svg.text({48, 16}, title, Anchor::Start, "title");
    double left = 48;
    if (influence.nb > 0) {
        drawMap(svg, input, unit, influence, "Influence, summed over 64 x 64 blocks", left);
        left += kSide + 90;
    }
    if (attention.nb > 0) drawMap(svg, input, unit, attention, "Attention, summed over 64 x 64 blocks", left);
    return svg;
}

}  // namespace moa::engine::report
