// The Plan page: budgets, mix, constraints, what the optimizer answered, plan grid, Pareto front, validation.
#pragma once

#include <QWidget>

#include "widgets/values/constraint_edit.h"
#include "widgets/values/plan_data.h"
#include "widgets/values/selection.h"
#include "widgets/values/view_error.h"

namespace moa::widgets {

class PlanPage : public QWidget {
    Q_OBJECT

public:
    explicit PlanPage(Selection *selection, QWidget *parent = nullptr);

    // Everything but the answer. The controls take data.problem without emitting anything.
    void setData(const PlanData &data);
    void setAnswer(const PlanAnswer &answer);
    void setSolving(bool solving);
    void setError(const ViewError &error);

Q_SIGNALS:
    // While a slider is dragged `final` is false; the release sends it once more with true: that is one undo step.
    void problemEdited(const moa::widgets::PlanProblem &problem, bool final);
    void constraintRequested(const moa::widgets::ConstraintEdit &edit);
    void loadPlanRequested(const QString &name);
    void savePlanRequested(const QString &name);
    void paretoRequested();
    void validationRequested();
};

}  // namespace moa::widgets
