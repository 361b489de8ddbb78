// What the rows of runs say, in the words and units of every table and figure of results.
#pragma once

#include <QString>
#include <optional>
#include <string>
#include <vector>

#include "widgets/values/evaluate_data.h"

namespace moa::widgets {

// How a metric is written: shown value = value * scale, in `unit`.
struct MetricInfo {
    QString title;
    QString unit;  // empty: a plain number
    QString meaning;
    double scale = 1;
    bool higherIsBetter = true;

    // "Accuracy, %"
    [[nodiscard]] QString heading() const { return unit.isEmpty() ? title : title + QStringLiteral(", ") + unit; }
};

[[nodiscard]] MetricInfo metricInfo(const std::string &metric);
// "retrieval" -> "Retrieval".
[[nodiscard]] QString taskTitle(const QString &task);
// The metric a task is run for: accuracy, perplexity, kv_bytes, tokens_per_second.
[[nodiscard]] std::string mainMetric(const std::string &task);

// The interval of a row around its value in shown units: "± 2.10", or "+2.65 −12.6" where it is not symmetric; empty
// where the row has none.
[[nodiscard]] QString intervalText(const engine::EvaluationRow &row);
// "96.9 %, 95 % interval 84.3 to 99.4, n = 32": for tooltips.
[[nodiscard]] QString rowText(const engine::EvaluationRow &row);

[[nodiscard]] bool isBlockPrefill(const engine::EvaluationRun &run);
[[nodiscard]] bool isQuestionTask(const engine::EvaluationRun &run);  // its scores are right or wrong
// The row at this place, nullptr when it was not measured.
[[nodiscard]] const engine::EvaluationRow *findRow(const engine::EvaluationRun &run, const std::string &metric,
                                                   int length, std::optional<double> depth = {});

// Colour and shape of a series; hollow: a second one of the same colour, or block prefill.
struct SeriesMark {
    Series series = Series::Plan;
    bool hollow = false;
    friend bool operator==(const SeriesMark &, const SeriesMark &) = default;
};

// All runs of one plan with one kind of prefill: one curve, one map, one group of bars. The runs are not owned.
struct RunSeries {
    QString label;  // "plan", "plan, block prefill"
    SeriesMark mark;
    bool running = false;
    std::vector<const engine::EvaluationRun *> runs;  // the latest first: it is asked first

    [[nodiscard]] const engine::EvaluationRow *row(const std::string &metric, int length,
                                                   std::optional<double> depth = {}) const;
    // Ascending lengths with a total of this metric.
    [[nodiscard]] std::vector<int> lengths(const std::string &metric) const;
};

// Dense first, then uniform, then plans in the order of their runs. The result points into `entries`.
[[nodiscard]] std::vector<RunSeries> seriesOfRuns(const std::vector<RunEntry> &entries);
// The mark of the series an entry belongs to.
[[nodiscard]] SeriesMark markOf(const std::vector<RunSeries> &series, const engine::EvaluationRun &run);

}  // namespace moa::widgets
