#include <fmt/format.h>

#include <algorithm>

#include "engine/report/axis.h"
#include "engine/report/figures.h"
#include "engine/report/text.h"

namespace moa::engine::report {
namespace {

constexpr double kWidth = 760;
constexpr double kLeft = 200;
constexpr double kRight = 620;
constexpr double kBar = 16;

}  // namespace

std::optional<Svg> memoryBarsFigure(const ReportInput &input) {
    const std::vector<Series> all = seriesOf(input);
    const std::vector<int> lengths = memoryLengths(all);
    double most = 0;
    double height = 8;
    for (const int length : lengths) {
        for (const Series &series : all) {
            const double size = cacheBytes(series, length);
            most = std::max(most, size);
            if (size > 0) height += kBar + 4;
        }
        height += 30;
    }
    if (!(most > 0)) return std::nullopt;
    Svg svg(kWidth, height, "Bytes of the key/value cache by length");
    double y = 0;
    for (const int length : lengths) {
        svg.text({8, y + 18}, fmt::format("{} tokens", tokens(length)), Anchor::Start, "title");
        y += 26;
        const double dense = denseCacheBytes(all, length);
        for (const Series &series : all) {
            const double size = cacheBytes(series, length);
            if (!(size > 0)) continue;
            const double width = (kRight - kLeft) * size / most;
            std::string label = bytes(size);
            if (dense > 0 && series.role != Role::Dense) label += fmt::format(" ({} of dense)", percent(size / dense));
            svg.text({kLeft - 8, y + 12}, shortened(series.name, 30), Anchor::End,
                     series.role == Role::Plan ? "bold" : "");
            svg.rect(kLeft, y, std::max(width, 1.0), kBar, fmt::format("fill s{}", series.style), {}, label);

            svg.text({kLeft + width + 6, y + 12}, label);
            y += kBar + 4;
        }
        y += 4;
    }
    svg.line({kLeft, 8}, {kLeft, height - 4}, "axis");
    return svg;
}

}  // namespace moa::engine::report
