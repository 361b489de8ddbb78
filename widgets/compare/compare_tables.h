// The tables of a comparison, as cells: settings, metrics with deltas, paired samples.
#pragma once

#include "widgets/evaluate/cell_table.h"

namespace moa::widgets {

// One of the compared runs.
struct ComparedRun {
    const RunEntry *entry = nullptr;  // not owned
    QString label;                    // short and unique among the compared ones
    SeriesMark mark;
};

struct CellRows {
    std::vector<Column> columns;
    std::vector<std::vector<Cell>> rows;
};

// A row a setting, a column a run: what was chosen, then densities per length, bytes, allowance. `hidden` counts the
// rows that `diffOnly` left out because all runs agree.
[[nodiscard]] CellRows settingRows(const std::vector<ComparedRun> &runs, bool diffOnly, int *hidden);

// A row a metric and length; for every run its value, for all but `baseline` the delta: signed, with "better" or
// "worse", or "within intervals" when the 95 % intervals overlap.
[[nodiscard]] CellRows metricRows(const std::vector<ComparedRun> &runs, size_t baseline);

// A row for each run but the baseline: the same questions, right in both, in one, in none, and the sign test's p.
[[nodiscard]] CellRows pairedRows(const std::vector<ComparedRun> &runs, size_t baseline);

}  // namespace moa::widgets
