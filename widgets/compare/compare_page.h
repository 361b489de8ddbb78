// The Compare page: two to four runs side by side, settings, metrics with deltas, curves, the difference of their
// plans.
#pragma once

#include <QStringList>
#include <QWidget>

#include "widgets/values/evaluate_data.h"
#include "widgets/values/plan_data.h"

namespace moa::widgets {

class ComparePage : public QWidget {
    Q_OBJECT

public:
    explicit ComparePage(QWidget *parent = nullptr);

    // All runs and plans of the project; which are compared is chosen on the page, at first the latest run of each plan
    // of one task. The names of the runs that are still there stay chosen.
    void setData(const std::vector<RunEntry> &runs, const std::vector<PlanEntry> &plans, int kvHeads);
    void chooseRuns(const QStringList &names);
};

}  // namespace moa::widgets
