// The Plan page: budgets, mix, constraints, what the optimizer answered, plan grid, density curve, Pareto front,
// validation.
#pragma once

#include <QComboBox>
#include <QPushButton>
#include <QTabWidget>
#include <QWidget>
#include <optional>

#include "widgets/common/panel.h"
#include "widgets/plan/plan_readout.h"
#include "widgets/values/constraint_edit.h"
#include "widgets/values/plan_data.h"
#include "widgets/values/selection.h"
#include "widgets/values/view_error.h"

namespace moa::widgets {

class BudgetSliders;
class ConstraintTable;
class DensityPanel;
class MixPanel;
class ParetoPlot;
class PlanGrid;
class PlanList;
class SpanHistogram;
class ValidationPlot;

class PlanPage : public QWidget {
    Q_OBJECT

public:
    // `selection` outlives the page.
    explicit PlanPage(Selection *selection, QWidget *parent = nullptr);

    // Everything but the answer. The controls take data.problem without emitting anything.
    void setData(const PlanData &data);
    void setAnswer(const PlanAnswer &answer);
    void setSolving(bool solving);
    void setError(const ViewError &error);
    void setCurve(const DensityCurve &curve);
    void setCurveError(const ViewError &error);

Q_SIGNALS:
    // While a slider is dragged `final` is false; the release sends it once more with true: that is one undo step.
    void problemEdited(const moa::widgets::PlanProblem &problem, bool final);
    void constraintRequested(const moa::widgets::ConstraintEdit &edit);
    void loadPlanRequested(const QString &name);
    void savePlanRequested(const QString &name);
    void paretoRequested();
    void validationRequested();

private:
    [[nodiscard]] QWidget *makeControls();
    [[nodiscard]] QWidget *makeGridPanel();
    [[nodiscard]] QTabWidget *makeTabs();
    void connectControls();
    void connectViews();
    // The user changed the problem. What is compared with is the plan shown when a drag began.
    void edit(const PlanProblem &problem, bool final);
    void rememberPlan();
    void showProblem();
    void showLengths();
    void showCompared(const QString &name);
    // The same budget at every length: one step.
    void chooseDensity(double density);
    // Only the tab in front is kept up to date.
    void showTab();
    void showEmptyStates();
    [[nodiscard]] const PlanEntry *comparedPlan() const;

    Selection *selection_;
    PlanData data_;
    PlanProblem problem_;               // as the controls show it
    std::optional<PlanAnswer> answer_;  // the last one with a plan
    std::optional<PlanLosses> before_;
    bool moving_ = false;
    QString comparedName_;
    Panel *budgetPanel_;
    BudgetSliders *budgets_;
    Panel *mixPanel_;
    MixPanel *mix_;
    Panel *constraintPanel_;
    ConstraintTable *constraints_;
    Panel *readoutPanel_;
    PlanReadout *readout_;
    Panel *gridPanel_;
    PlanGrid *grid_;
    QComboBox *length_;
    QComboBox *compare_;
    QTabWidget *tabs_;
    DensityPanel *density_;
    Panel *paretoPanel_;
    ParetoPlot *pareto_;
    QPushButton *findPareto_;
    Panel *spanPanel_;
    SpanHistogram *spans_;
    Panel *validationPanel_;
    ValidationPlot *validation_;
    QPushButton *validate_;
    Panel *listPanel_;
    PlanList *list_;
};

}  // namespace moa::widgets
