#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/report/axis.h"
#include "engine/report/figures.h"
#include "engine/report/text.h"

namespace moa::engine::report {
namespace {

struct Dot {
    const ReportCandidate *candidate = nullptr;
    double x = 0;  // summed loss at the profile lengths
};

}  // namespace

std::optional<Svg> candidatesFigure(const ReportInput &input) {
    std::vector<Dot> dots;
    for (const ReportCandidate &candidate : input.candidates) {
        double sum = 0;
        for (const auto &[length, loss] : candidate.losses) sum += loss;
        const bool shown = candidate.validation && std::isfinite(candidate.validation->value) && std::isfinite(sum);
        if (shown) dots.push_back({&candidate, sum});
    }
    if (dots.size() < 2) return std::nullopt;
    double left = dots[0].x;
    double right = left;
    double low = dots[0].candidate->validation->value;
    double high = low;
    for (const Dot &dot : dots) {
        left = std::min(left, dot.x);
        right = std::max(right, dot.x);
        low = std::min({low, dot.candidate->validation->value, dot.candidate->validation->low});
        high = std::max({high, dot.candidate->validation->value, dot.candidate->validation->high});
    }
    const auto room = [](double a, double b) { return b > a ? (b - a) * 0.06 : std::max(std::abs(a) * 0.05, 1e-6); };
    const double dx = room(left, right);
    const double dy = room(low, high);
    const Scale x{left - dx, right + dx, 64, 560, false};
    const Scale y{low - dy, high + dy, 252, 12, false};
    Svg svg(640, 300, "Validation loss over calibration loss of the candidate plans");
    drawFrame(svg,
              {x, y, {}, roundTicks(y.low, y.high), "summed calibration loss (influence)", "validation loss, nats"});
    for (const double tick : roundTicks(x.low, x.high)) {
        svg.line({x.at(tick), 252}, {x.at(tick), 256}, "axis");
        svg.text({x.at(tick), 269}, fmt::format("{:.4g}", tick), Anchor::Middle, "t2");
    }
    for (const Dot &dot : dots) {
        const EvaluationRow &row = *dot.candidate->validation;
        const Point at{x.at(dot.x), y.at(row.value)};
        if (row.high > row.low) drawWhisker(svg, at.x, y.at(row.low), y.at(row.high), "rule");
        svg.marker(at, dot.candidate->chosen ? 2 : 0, dot.candidate->chosen ? "fill s5" : "fill s0",
                   fmt::format("{}: {}", dot.candidate->name, number(row.value)));
        if (dot.candidate->chosen) svg.text({at.x + 8, at.y + 4}, dot.candidate->name, Anchor::Start, "bold halo");
    }
    return svg;
}

}  // namespace moa::engine::report
