// Every figure of every run: plan, task, length, metric, value with its interval, n and time.
#pragma once

#include "widgets/evaluate/cell_table_view.h"

namespace moa::widgets {

enum class MetricGroup { All, Quality, Memory, Speed };

// Which group a metric is shown in.
[[nodiscard]] MetricGroup groupOf(const std::string &metric);

class ResultsTable : public CellTableView {
    Q_OBJECT

public:
    explicit ResultsTable(QWidget *parent = nullptr);

    // Rows of the totals by length; runs grouped by task, then in the order of their series.
    void setRuns(const std::vector<RunEntry> &entries, const std::vector<RunSeries> &series);
    void showGroup(MetricGroup group);

private:
    std::vector<MetricGroup> groups_;  // of each row
    MetricGroup group_ = MetricGroup::All;
};

}  // namespace moa::widgets
