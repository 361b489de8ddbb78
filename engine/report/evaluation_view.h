// The evaluation runs of a report, sorted by who ran and asked by length.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/report/report_input.h"

namespace moa::engine::report {

enum class Role { Dense, Uniform, Plan, Imported };

// All runs of one plan or baseline. Pointers are into the ReportInput, which must outlive them.
struct Series {
    std::string name;  // as on screen
    Role role = Role::Imported;
    int style = 0;  // number of the colour, the same everywhere
    int shape = 0;  // number of the marker: tells apart series that share a colour
    std::vector<const EvaluationRun *> runs;
};

// Dense first, then uniform baselines, the chosen plan, imported plans; each name once.
[[nodiscard]] std::vector<Series> seriesOf(const ReportInput &input);

// The row of `metric` at `length` without depth (or with `depth`). Of several runs the last with token prefill counts,
// or, where none has, the last of all. Rows whose value is not finite are passed over.
[[nodiscard]] const EvaluationRow *findRow(const Series &series, std::string_view task, std::string_view metric,
                                           int length, std::optional<double> depth = {});

// The run findRow would take its row from.
[[nodiscard]] const EvaluationRun *findRun(const Series &series, std::string_view task, std::string_view metric,
                                           int length);

// Lengths and depths any series has a row of `task` and `metric` for, ascending.
[[nodiscard]] std::vector<int> lengthsOf(const std::vector<Series> &all, std::string_view task,
                                         std::string_view metric);
[[nodiscard]] std::vector<double> depthsOf(const std::vector<Series> &all, std::string_view task,
                                           std::string_view metric);

// Bytes of the key/value cache really allocated at `length`: a kv_bytes row of any task, memory first, or the bytes a
// run without such rows recorded for its longest length; 0: not measured.
[[nodiscard]] double cacheBytes(const Series &series, int length);

// The same of the dense model: measured, or what the other runs at `length` recorded for a dense cache; 0: unknown.
[[nodiscard]] double denseCacheBytes(const std::vector<Series> &all, int length);

// Lengths at which cacheBytes of any series is known, ascending.
[[nodiscard]] std::vector<int> memoryLengths(const std::vector<Series> &all);

[[nodiscard]] bool isBlockPrefill(const EvaluationRun &run);

}  // namespace moa::engine::report
