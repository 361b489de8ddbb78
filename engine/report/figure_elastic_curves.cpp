#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/report/axis.h"
#include "engine/report/figures.h"
#include "engine/report/text.h"

namespace moa::engine::report {
namespace {

constexpr double kWidth = 760;
constexpr double kHeight = 420;
constexpr double kLeft = 64;
constexpr double kRight = 540;
constexpr double kTop = 14;
constexpr double kBottom = 372;
constexpr std::size_t kMostLabels = 22;

// A rule as a line over lengths; clipped to what is visible: no span below 64, none above the length.
std::vector<Point> curve(const Rule &rule, const Scale &x, const Scale &y) {
    constexpr int kSteps = 48;  // straight in (N, span), curved on log axes
    std::vector<Point> points;
    for (int k = 0; k <= kSteps; ++k) {
        const double length = x.low * std::pow(x.high / x.low, static_cast<double>(k) / kSteps);
        const double span = std::clamp(rule.span(length), y.low, length);
        points.push_back({x.at(length), y.at(span)});
    }
    return points;
}

void drawUses(Svg &svg, const ReportInput &input, const Scale &x, const Scale &y, const std::vector<int> &lengths) {
    const std::vector<RuleUse> uses = ruleUses(input.plan.plan, lengths.back());
    std::vector<double> labels;
    for (const RuleUse &use : uses) {
        svg.polyline(curve(use.rule, x, y), "strong s0");
        for (const int length : lengths) {
            const double span = std::clamp(use.rule.span(length), y.low, static_cast<double>(length));
            svg.marker({x.at(length), y.at(span)}, 0, isProfiled(input, length) ? "fill s0" : "hollow s0",
                       fmt::format("{}: span {} at {}", ruleName(use.rule), tokens(std::round(span)), tokens(length)));
        }
        labels.push_back(curve(use.rule, x, y).back().y + 4);
    }
    const std::vector<double> ends = labels;
    spreadLabels(labels, 15, kTop + 10, kBottom);
    for (std::size_t i = 0; i < uses.size() && uses.size() <= kMostLabels; ++i) {
        svg.line({kRight + 2, ends[i] - 4}, {kRight + 12, labels[i] - 4}, "rule");
        svg.text({kRight + 16, labels[i]}, fmt::format("{}: {} {}", ruleName(uses[i].rule), uses[i].heads,
                                                       uses[i].heads == 1 ? "head" : "heads"));
    }
}

}  // namespace

std::optional<Svg> elasticCurvesFigure(const ReportInput &input) {
    const std::vector<int> lengths = reportLengths(input);
    if (lengths.empty() || (input.grid.rules.empty() && input.plan.plan.rules.empty())) return std::nullopt;
    const Scale x = tokenScale(lengths, kLeft, kRight);
    double least = lengths.front();
    for (const Rule &rule : input.grid.rules) least = std::min(least, rule.span(lengths.front()));
    for (const Rule &rule : input.plan.plan.rules) least = std::min(least, rule.span(lengths.front()));
    const Scale y{std::max(least, 64.0) / 1.15, x.high, kBottom, kTop, true};
    Svg svg(kWidth, kHeight, "Span over input length for every rule, the rules of the plan bold");
    drawFrame(svg, {x, y, powerTicks(x.low, x.high), powerTicks(y.low, y.high), "input length, tokens", "span, tokens",
                    true, false});
    for (const Rule &rule : input.grid.rules) svg.polyline(curve(rule, x, y), "rule");
    if (!input.plan.plan.rules.empty()) drawUses(svg, input, x, y, lengths);
    return svg;
}

}  // namespace moa::engine::report
