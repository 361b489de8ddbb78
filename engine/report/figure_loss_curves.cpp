#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/report/axis.h"
#include "engine/report/figures.h"
#include "engine/report/text.h"

namespace moa::engine::report {
namespace {

constexpr double kPanel = 370;
constexpr double kPlotWidth = 240;
constexpr double kPlotHeight = 180;
constexpr double kRowHeight = 260;
constexpr double kLeft = 60;
constexpr double kTop = 28;

// Index of the plan's rule of a unit in the grid; -1: not of the grid.
int chosenRule(const ReportInput &input, const UnitShare &unit) {
    if (input.plan.plan.rules.empty()) return -1;
    const Rule &rule = input.plan.plan.rule(unit.layer, unit.firstHead);
    const auto at = std::ranges::find(input.grid.rules, rule);
    return at == input.grid.rules.end() ? -1 : static_cast<int>(at - input.grid.rules.begin());
}

// Points (span, loss) of one length by span; rules that reach past the length count as the whole length.
std::vector<std::pair<double, int>> bySpan(const ReportInput &input, int length) {
    std::vector<std::pair<double, int>> spans;
    for (int r = 0; r < input.loss.rules; ++r) {
        spans.emplace_back(std::clamp(input.grid.rules[r].span(length), 64.0, static_cast<double>(length)), r);
    }
    std::ranges::stable_sort(spans, {}, &std::pair<double, int>::first);
    return spans;
}

void drawPanel(Svg &svg, const ReportInput &input, const UnitShare &unit, Point corner) {
    const LossTable &loss = input.loss;
    const auto [least, most] = std::ranges::minmax(loss.lengths);
    double largest = 0;
    for (int l = 0; l < static_cast<int>(loss.lengths.size()); ++l) {
        for (int r = 0; r < loss.rules; ++r) largest = std::max(largest, loss.at(l, unit.unit, r));
    }
    if (!(largest > 0)) largest = 1;
    double shortest = least;
    for (const Rule &rule : input.grid.rules) shortest = std::min(shortest, rule.span(least));
    const Scale x{std::max(shortest, 64.0) / 1.1, most * 1.1, corner.x + kLeft, corner.x + kLeft + kPlotWidth, true};
    const Scale y{0, largest * 1.05, corner.y + kTop + kPlotHeight, corner.y + kTop, false};
    std::string name = unitName(unit);
    name[0] = 'L';
    svg.text({corner.x + kLeft, corner.y + 16}, fmt::format("{} ({} of the loss)", name, percent(unit.share)),
             Anchor::Start, "title");
    drawFrame(svg, {x, y, powerTicks(x.low, x.high), roundTicks(0, y.high, 4), "span, tokens", "loss", false, false});
    const int chosen = chosenRule(input, unit);
    std::vector<double> labels;
    for (int l = 0; l < static_cast<int>(loss.lengths.size()); ++l) {
        std::vector<Point> points;
        for (const auto &[span, rule] : bySpan(input, loss.lengths[l])) {
            points.push_back({x.at(span), y.at(std::max(loss.at(l, unit.unit, rule), 0.0))});
        }
        const int style = l % 6;
        svg.polyline(points, fmt::format("line s{}", style));
        labels.push_back(points.front().y + 4);
        if (chosen < 0) continue;
        const double span = std::clamp(input.grid.rules[chosen].span(loss.lengths[l]), 64.0, 1.0 * loss.lengths[l]);
        svg.marker({x.at(span), y.at(std::max(loss.at(l, unit.unit, chosen), 0.0))}, l,
                   fmt::format("{} s{}", loss.estimated[l] ? "hollow" : "fill", style),
                   fmt::format("{} at {}", ruleName(input.grid.rules[chosen]), tokens(loss.lengths[l])));
    }
    const double right = corner.x + kLeft + kPlotWidth;
    std::ranges::fill(labels, corner.y + kTop + 10);
    spreadLabels(labels, 15, corner.y + kTop + 10, corner.y + kTop + kPlotHeight);
    for (std::size_t l = 0; l < labels.size(); ++l) {
        const int style = static_cast<int>(l) % 6;
        const Point key[] = {{right + 6, labels[l] - 4}, {right + 26, labels[l] - 4}};
        svg.polyline(key, fmt::format("line s{}", style));
        svg.marker({right + 16, labels[l] - 4}, static_cast<int>(l),
                   fmt::format("{} s{}", loss.estimated[l] ? "hollow" : "fill", style));
        svg.text({right + 31, labels[l]}, tokens(loss.lengths[l]) + (loss.estimated[l] ? "*" : ""));
    }
}

}  // namespace

std::optional<Svg> lossCurvesFigure(const ReportInput &input) {
    const std::vector<UnitShare> units = headsThatMatter(input);
    if (units.empty() || input.loss.lengths.empty()) return std::nullopt;
    const std::size_t columns = std::min<std::size_t>(units.size(), 2);
    const std::size_t rows = (units.size() + columns - 1) / columns;
    Svg svg(kPanel * static_cast<double>(columns), kRowHeight * static_cast<double>(rows),
            "Loss over span for the heads that matter");
    for (std::size_t k = 0; k < units.size(); ++k) {
        drawPanel(svg, input, units[k],
                  {kPanel * static_cast<double>(k % columns), kRowHeight * static_cast<double>(k / columns)});
    }
    return svg;
}

}  // namespace moa::engine::report
