// The figures of a report, each from the report's input alone. A figure that has nothing to show is nullopt.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/report/evaluation_view.h"
#include "engine/report/heads.h"
#include "engine/report/report_input.h"
#include "engine/report/svg.h"

namespace moa::engine::report {

// Layers x query heads twice: share of the loss at the shortest rule (needs the loss table), and kv density under the
// chosen plan at the longest length. Heads that matter are framed.
[[nodiscard]] std::optional<Svg> headGridFigure(const ReportInput &input);

// Influence and attention of the first head of `unit`, log scale from a thousandth of the largest block, at most 256
// blocks a side (beyond that the largest of the blocks under a cell), hatched where the plan's rule masks in the
// optimizer's layout.
[[nodiscard]] std::optional<Svg> blockMapFigure(const ReportInput &input, const UnitShare &unit);

// Span over length for every rule of the grid; the rules of the plan bold, with the number of heads that take them.
[[nodiscard]] std::optional<Svg> elasticCurvesFigure(const ReportInput &input);

// Loss over span for the heads that matter: one panel each, one line a length, the chosen rule framed.
[[nodiscard]] std::optional<Svg> lossCurvesFigure(const ReportInput &input);

// Retrieval accuracy by length (across) and depth (down), one panel for each plan or baseline.
[[nodiscard]] std::optional<Svg> retrievalHeatmapFigure(const ReportInput &input);

// `metric` of `task` over length with 95 % whiskers, one line for each plan or baseline. percent: value is a share.
[[nodiscard]] std::optional<Svg> lengthCurvesFigure(const ReportInput &input, std::string_view task,
                                                    std::string_view metric, std::string_view name, bool percent);

// Bytes of the key/value cache really allocated, by length, one bar for each plan or baseline.
[[nodiscard]] std::optional<Svg> memoryBarsFigure(const ReportInput &input);

// Mean loss at the validation length against the summed loss at the profile lengths, for the candidate plans.
[[nodiscard]] std::optional<Svg> candidatesFigure(const ReportInput &input);

}  // namespace moa::engine::report
