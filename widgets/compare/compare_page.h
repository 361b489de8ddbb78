// The Compare page: two to four runs side by side, settings, metrics with deltas, curves, the difference of their
// plans.
#pragma once

#include <QStringList>
#include <QWidget>

#include "widgets/values/evaluate_data.h"
#include "widgets/values/plan_data.h"

class QCheckBox;
class QComboBox;
class QSplitter;

namespace moa::widgets {

class CellTableView;
struct ComparedRun;
class MetricPlot;
class Panel;
class PlanDifference;
struct PlanDensities;
class RunChooser;

class ComparePage : public QWidget {
    Q_OBJECT

public:
    explicit ComparePage(QWidget *parent = nullptr);

    // All runs and plans of the project; which are compared is chosen on the page, at first the latest run of each plan
    // of one task. The names of the runs that are still there stay chosen.
    void setData(const std::vector<RunEntry> &runs, const std::vector<PlanEntry> &plans, int kvHeads);
    void chooseRuns(const QStringList &names);

protected:
    void changeEvent(QEvent *event) override;

private:
    void buildTables(QSplitter *middle);
    void buildFigures(QSplitter *side);
    [[nodiscard]] QStringList firstChoice() const;
    [[nodiscard]] std::vector<ComparedRun> compared() const;
    void showAll();
    void showSettings();
    void showCurves();
    void choosePlans();
    void showPlans();
    // The densities of a plan or baseline by the name runs give it.
    [[nodiscard]] PlanDensities densitiesOf(const QString &plan, int length) const;

    std::vector<RunEntry> runs_;
    std::vector<PlanEntry> plans_;
    int kvHeads_ = 0;
    Panel *runsPanel_;
    RunChooser *chooser_;
    Panel *metricsPanel_;
    CellTableView *metrics_;
    Panel *settingsPanel_;
    CellTableView *settings_;
    QCheckBox *diffOnly_;
    Panel *pairedPanel_;
    CellTableView *paired_;
    Panel *curvesPanel_;
    MetricPlot *curves_;
    QComboBox *metric_;
    Panel *plansPanel_;
    PlanDifference *difference_;
    QComboBox *planA_;
    QComboBox *planB_;
    QComboBox *length_;
};

}  // namespace moa::widgets
