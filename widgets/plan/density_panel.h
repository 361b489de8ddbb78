// The density curve in its panel: which curve is shown while another is on its way, and where plans stand on it.
#pragma once

#include "widgets/common/panel.h"
#include "widgets/values/plan_data.h"

namespace moa::widgets {

class DensityPlot;

class DensityPanel : public Panel {
    Q_OBJECT

public:
    explicit DensityPanel(QWidget *parent = nullptr);

    // The problem that is edited: the curve of another one is on its way.
    void setProblem(const PlanProblem &problem);
    // While it is incomplete, a complete one of an older problem stays.
    void setCurve(const DensityCurve &curve);
    void setCurveError(const ViewError &error);
    // There is no answer to the problem, and so no curve.
    void setUnanswered();
    // The plan that is shown and the imported ones, each at the least budget, the same at every length, that it keeps.
    void setPlans(const PlanAnswer &answer, const PlanData &known);

    [[nodiscard]] DensityPlot *plot() const { return plot_; }
    // The curve that is shown has a plan at some density.
    [[nodiscard]] bool hasPlans() const;
    // There is one for the problem, whole.
    [[nodiscard]] bool complete() const;

private:
    void refresh();

    DensityPlot *plot_;
    PlanProblem problem_;  // withoutBounds
    DensityCurve latest_;
    DensityCurve shown_;
    bool awaited_ = false;
};

}  // namespace moa::widgets
