#include "widgets/plan/density_panel.h"

#include <algorithm>

#include "engine/values/conventions.h"
#include "widgets/plan/density_plot.h"

namespace moa::widgets {

DensityPanel::DensityPanel(QWidget *parent) : Panel(tr("Loss against density"), parent), plot_(new DensityPlot) {
    setContent(plot_);
    setFigure(plot_->plot());
    setTable(plot_->values());
    setFileName(QStringLiteral("density-curve"));
}

void DensityPanel::setProblem(const PlanProblem &problem) {
    problem_ = withoutBounds(problem);
    awaited_ = !problem_.budgets.empty() && !complete();
    refresh();
}

void DensityPanel::setCurve(const DensityCurve &curve) {
    latest_ = curve;
    if (latest_.complete() || latest_.points.empty() || !shown_.complete()) shown_ = latest_;
    awaited_ = !problem_.budgets.empty() && !complete();
    setError(std::nullopt);
    refresh();
}

void DensityPanel::setCurveError(const ViewError &error) {
    setError(error);
    setUnanswered();
}

void DensityPanel::setUnanswered() {
    awaited_ = false;
    refresh();
}

bool DensityPanel::hasPlans() const {
    return std::ranges::any_of(shown_.points, [](const DensityPoint &point) { return !point.losses.empty(); });
}

bool DensityPanel::complete() const {
    return latest_.complete() && latest_.problem == problem_;
}

void DensityPanel::refresh() {
    setBusy(awaited_);
    if (awaited_ && latest_.problem == problem_ && latest_.count > 0)
        setProgress(static_cast<double>(latest_.points.size()) / latest_.count);
    plot_->setCurve(shown_, !(shown_.problem == problem_));
}

void DensityPanel::setPlans(const PlanAnswer &answer, const PlanData &known) {
    PlacedPlan present{tr("this plan"), 0, answer.plan ? answer.result.losses : std::vector<double>()};
    for (const auto &[length, taken] : answer.densities) present.density = std::max(present.density, taken.kv);
    plot_->setPresent(present);
    std::vector<PlacedPlan> imported;
    for (const PlanEntry &plan : known.plans) {
        if (plan.origin != QStringLiteral("imported") || plan.losses.empty()) continue;
        imported.push_back({plan.name, 0, plan.losses});
        for (const auto &budget : problem_.budgets)
            imported.back().density =
                std::max(imported.back().density, engine::densities(plan.plan, known.kvHeads, budget.length, 0).kv);
    }
    plot_->setPlans(imported);
}

}  // namespace moa::widgets
