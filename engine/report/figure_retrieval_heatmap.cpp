#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/report/axis.h"
#include "engine/report/colours.h"
#include "engine/report/figures.h"
#include "engine/report/text.h"

namespace moa::engine::report {
namespace {

constexpr double kCellWidth = 44;
constexpr double kCellHeight = 22;
constexpr double kLeft = 52;
constexpr double kTop = 44;

// Depth as per cent of the prompt, without digits nobody reads.
std::string depthName(double depth) {
    return fmt::format("{:.0f}\u00A0%", depth * 100);
}

void drawPanel(Svg &svg, const Series &series, const std::vector<int> &lengths, const std::vector<double> &depths,
               Point corner) {
    svg.text({corner.x, corner.y - 28}, shortened(series.name, 34), Anchor::Start, "title");
    for (std::size_t i = 0; i < depths.size(); ++i) {
        const double y = corner.y + kCellHeight * static_cast<double>(i);
        svg.text({corner.x - 6, y + 15}, depthName(depths[i]), Anchor::End, "t2");
        for (std::size_t j = 0; j < lengths.size(); ++j) {
            const double x = corner.x + kCellWidth * static_cast<double>(j);
            const EvaluationRow *row = findRow(series, "retrieval", "accuracy", lengths[j], depths[i]);
            if (row == nullptr) {
                svg.rect(x, y, kCellWidth - 1, kCellHeight - 1, "none", {}, "not measured");
                svg.text({x + kCellWidth / 2, y + 15}, kNotMeasured, Anchor::Middle, "t2");
                continue;
            }
            const Colour colour = viridis(row->value);
            svg.rect(
                x, y, kCellWidth - 1, kCellHeight - 1, "", hex(colour),
                fmt::format("{} tokens, depth {}: {} (95 % interval {} to {}), n = {}", tokens(lengths[j]),
                            depthName(depths[i]), percent(row->value), percent(row->low), percent(row->high), row->n));
            svg.text({x + kCellWidth / 2, y + 15}, fmt::format("{:.0f}", row->value * 100), Anchor::Middle, {},
                     inkOn(colour));
        }
    }
    for (std::size_t j = 0; j < lengths.size(); ++j) {
        svg.text({corner.x + kCellWidth * (static_cast<double>(j) + 0.5), corner.y - 6}, tokens(lengths[j]),
                 Anchor::Middle, "t2");
    }
}

}  // namespace

std::optional<Svg> retrievalHeatmapFigure(const ReportInput &input) {
    std::vector<Series> all = seriesOf(input);
    std::erase_if(all, [](const Series &s) { return depthsOf({s}, "retrieval", "accuracy").empty(); });
    const std::vector<double> depths = depthsOf(all, "retrieval", "accuracy");
    std::vector<int> lengths;
    for (const Series &series : all) {
        for (const EvaluationRun *run : series.runs) {
            for (const EvaluationRow &row : run->rows) {
                if (row.metric == "accuracy" && row.depth && run->task == "retrieval") lengths.push_back(row.length);
            }
        }
    }
    std::ranges::sort(lengths);
    lengths.erase(std::unique(lengths.begin(), lengths.end()), lengths.end());
    if (depths.empty() || lengths.empty()) return std::nullopt;
    const double panelWidth = std::max(kCellWidth * static_cast<double>(lengths.size()), 190.0) + kLeft;
    const double panelHeight = kCellHeight * static_cast<double>(depths.size()) + kTop + 12;
    const auto columns = std::clamp<std::size_t>(static_cast<std::size_t>(960 / panelWidth), 1, all.size());
    const std::size_t rows = (all.size() + columns - 1) / columns;
    Svg svg(panelWidth * static_cast<double>(columns) + 20, panelHeight * static_cast<double>(rows),
            "Retrieval accuracy in per cent by length and depth");
    for (std::size_t k = 0; k < all.size(); ++k) {
        const Point corner{20 + kLeft - 8 + panelWidth * static_cast<double>(k % columns),
                           kTop + panelHeight * static_cast<double>(k / columns)};
        drawPanel(svg, all[k], lengths, depths, corner);
    }
    svg.textUp({12, kTop + kCellHeight * static_cast<double>(depths.size()) / 2}, "depth in the prompt", "t2");
    return svg;
}

}  // namespace moa::engine::report
