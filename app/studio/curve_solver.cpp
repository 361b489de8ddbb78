#include "app/studio/curve_solver.h"

#include <algorithm>

#include "app/studio/uniform_losses.h"
#include "engine/optimize/density_curve.h"

namespace moa::studio {

using namespace engine;
using namespace widgets;

namespace {

constexpr int kCurvePoints = 40;

}  // namespace

void CurveSolver::solve(const PlanProblem &problem, const OptimizerInstance &instance,
                        const std::shared_ptr<const PlanChoices> &choices, Progress &progress, const Found &found) {
    const auto ours = withoutBounds(problem);
    if (choices != choices_ || !(ours == curve_.problem)) {
        choices_ = choices;
        curve_ = {ours, choices->table.lengths, {}, kCurvePoints};
    }
    std::vector<double> open;
    for (const double density : evenDensities(kCurvePoints))
        if (std::ranges::find(curve_.points, density, &DensityPoint::density) == curve_.points.end())
            open.push_back(density);
    if (open.empty()) return;
    static_cast<void>(densityCurve(instance, open, {}, progress, [&](const CurvePoint &point) {
        const auto &result = point.result;
        DensityPoint shown{point.density, result.objective, result.bound, result.losses, {}};
        if (!result.rules.empty()) shown.uniformLoss = uniformLosses(*choices, result.densities);
        const auto at = std::ranges::lower_bound(curve_.points, point.density, {}, &DensityPoint::density);
        curve_.points.insert(at, std::move(shown));
        found(curve_);
    }));
}

}  // namespace moa::studio
