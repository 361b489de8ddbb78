#include "widgets/evaluate/results_table.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "widgets/common/number_text.h"

namespace moa::widgets {

namespace {

int rankOf(const std::vector<RunSeries> &series, const engine::EvaluationRun &run) {
    for (size_t i = 0; i < series.size(); ++i)
        if (std::ranges::find(series[i].runs, &run) != series[i].runs.end()) return static_cast<int>(i);
    return static_cast<int>(series.size());
}

int rankOfTask(const std::string &task) {
    static constexpr std::array<std::string_view, 4> kOrder{"retrieval", "perplexity", "memory", "speed"};
    return static_cast<int>(std::ranges::find(kOrder, task) - kOrder.begin());
}

std::vector<Cell> rowCells(const RunEntry &entry, const engine::EvaluationRow &row, const QString &label,
                           const SeriesMark &mark) {
    const MetricInfo info = metricInfo(row.metric);
    const QString interval = intervalText(row);
    Cell spread = interval.isEmpty() ? Cell::ofText(notMeasured(), QObject::tr("This figure has no interval"))
                                     : Cell::ofText(interval, rowText(row));
    spread.number = interval.isEmpty() ? std::numeric_limits<double>::quiet_NaN() : (row.high - row.low) * info.scale;
    Cell time{durationText(entry.run.seconds), entry.run.seconds, QObject::tr("Of the whole run"), Tone::Quiet, {}};
    if (entry.running) time = Cell::ofText(QObject::tr("running"), QObject::tr("Samples are still arriving"));
    return {Cell::ofSeries(label, mark, QObject::tr("Run %1").arg(QString::fromStdString(entry.run.name))),
            Cell::ofCount(row.length),
            Cell::ofText(info.heading(), info.meaning),
            Cell::ofNumber(row.value * info.scale, rowText(row)),
            std::move(spread),
            Cell::ofCount(row.n),
            std::move(time),
            Cell::ofText(taskTitle(QString::fromStdString(entry.run.task)))};
}

}  // namespace

MetricGroup groupOf(const std::string &metric) {
    if (metric.ends_with("per_second")) return MetricGroup::Speed;
    return metric.ends_with("bytes") ? MetricGroup::Memory : MetricGroup::Quality;
}

ResultsTable::ResultsTable(QWidget *parent) : CellTableView(tr("Results"), parent) {}

void ResultsTable::setRuns(const std::vector<RunEntry> &entries, const std::vector<RunSeries> &series) {
    std::vector<const RunEntry *> order;
    for (const RunEntry &entry : entries) order.push_back(&entry);
    std::ranges::stable_sort(order, {}, [&](const RunEntry *entry) {
        return std::pair(rankOfTask(entry->run.task), rankOf(series, entry->run));
    });
    std::vector<std::vector<Cell>> rows;
    groups_.clear();
    for (const RunEntry *entry : order) {
        const int rank = rankOf(series, entry->run);
        const RunSeries &of = series.at(static_cast<size_t>(rank));
        for (const auto &row : entry->run.rows) {
            if (row.depth) continue;
            rows.push_back(rowCells(*entry, row, of.label, of.mark));
            groups_.push_back(groupOf(row.metric));
        }
    }
    setCells({{tr("Plan"), tr("Plan or baseline that ran")},
              {tr("Length"), tr("Tokens of the prompt")},
              {tr("Metric"), {}},
              {tr("Value"), tr("In the unit of the metric")},
              {tr("95 %"), tr("Distance of the value to the ends of its 95 % interval")},
              {tr("n"), tr("Samples behind the value")},
              {tr("Time"), tr("Of the whole run")},
              {tr("Task"), {}}},
             std::move(rows));
    showGroup(group_);
}

void ResultsTable::showGroup(MetricGroup group) {
    const bool other = std::exchange(group_, group) != group;
    shown()->setCondition(
        [this](int row) { return group_ == MetricGroup::All || groups_[static_cast<size_t>(row)] == group_; });
    if (other) fitColumns();
}

}  // namespace moa::widgets
