#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/report/axis.h"
#include "engine/report/figures.h"
#include "engine/report/text.h"

namespace moa::engine::report {
namespace {

constexpr double kWidth = 760;
constexpr double kHeight = 300;
constexpr double kLeft = 64;
constexpr double kRight = 540;
constexpr double kTop = 12;
constexpr double kBottom = 252;

struct Curve {
    const Series *series = nullptr;
    std::vector<const EvaluationRow *> rows;
};

Scale valueScale(const std::vector<Curve> &curves, bool share) {
    if (share) return {0, 1.02, kBottom, kTop, false};
    double low = curves.front().rows.front()->value;
    double high = low;
    for (const Curve &curve : curves) {
        for (const EvaluationRow *row : curve.rows) {
            for (const double v : {row->value, row->low, row->high}) {
                if (!std::isfinite(v)) continue;
                low = std::min(low, v);
                high = std::max(high, v);
            }
        }
    }
    const double room = high > low ? (high - low) * 0.06 : std::max(std::abs(high) * 0.05, 1e-6);
    return {low - room, high + room, kBottom, kTop, false};
}

void drawCurve(Svg &svg, const ReportInput &input, const Curve &curve, const Scale &x, const Scale &y, double shift,
               bool share) {
    const int style = curve.series->style;
    std::vector<Point> points;
    for (const EvaluationRow *row : curve.rows) points.push_back({x.at(row->length) + shift, y.at(row->value)});
    svg.polyline(points, fmt::format("{} s{}", curve.series->role == Role::Plan ? "strong" : "line", style));
    const auto show = [&](double v) { return share ? percent(v) : number(v); };
    for (std::size_t i = 0; i < curve.rows.size(); ++i) {
        const EvaluationRow &row = *curve.rows[i];
        if (std::isfinite(row.low) && std::isfinite(row.high) && row.high > row.low) {
            drawWhisker(svg, points[i].x, y.at(row.low), y.at(row.high), fmt::format("line s{}", style));
        }
        svg.marker(points[i], curve.series->shape,
                   fmt::format("{} s{}", isProfiled(input, row.length) ? "fill" : "hollow", style),
                   fmt::format("{} at {}: {} ({} to {}), n = {}", curve.series->name, tokens(row.length),
                               show(row.value), show(row.low), show(row.high), row.n));
    }
}

}  // namespace

std::optional<Svg> lengthCurvesFigure(const ReportInput &input, std::string_view task, std::string_view metric,
                                      std::string_view name, bool percent) {
    const std::vector<Series> all = seriesOf(input);
    const std::vector<int> lengths = lengthsOf(all, task, metric);
    std::vector<Curve> curves;
    for (const Series &series : all) {
        Curve curve{&series, {}};
        for (const int length : lengths) {
            if (const EvaluationRow *row = findRow(series, task, metric, length)) curve.rows.push_back(row);
        }
        if (!curve.rows.empty()) curves.push_back(curve);
    }
    if (curves.empty()) return std::nullopt;
    const Scale x = tokenScale(lengths, kLeft, kRight);
    const Scale y = valueScale(curves, percent);
    Svg svg(kWidth, kHeight, fmt::format("{} over input length", name));
    std::vector<double> lengthTicks(lengths.begin(), lengths.end());
    drawFrame(
        svg, {x, y, lengthTicks, roundTicks(y.low, y.high), "input length, tokens", std::string(name), false, percent});
    std::vector<double> labels;
    for (std::size_t k = 0; k < curves.size(); ++k) {
        // A little apart, so that whiskers of equal values stay readable.
        const double step = std::min(5.0, 20.0 / static_cast<double>(curves.size()));
        const double shift = (static_cast<double>(k) - static_cast<double>(curves.size() - 1) / 2) * step;
        drawCurve(svg, input, curves[k], x, y, shift, percent);
        labels.push_back(y.at(curves[k].rows.back()->value) + 4);
    }
    spreadLabels(labels, 16, kTop + 10, kBottom);
    for (std::size_t k = 0; k < curves.size(); ++k) {
        svg.marker({kRight + 14, labels[k] - 4}, curves[k].series->shape,
                   fmt::format("fill s{}", curves[k].series->style));
        svg.text({kRight + 24, labels[k]}, shortened(curves[k].series->name, 30));
    }
    return svg;
}

}  // namespace moa::engine::report
