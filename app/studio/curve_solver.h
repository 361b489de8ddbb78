// The density curve of the problem that is shown: 40 budgets from 5 to 100 %, one after another.
#pragma once

#include <functional>
#include <memory>

#include "app/project/plan_problem.h"
#include "engine/values/progress.h"
#include "widgets/values/plan_data.h"

namespace moa::studio {

// Knows the last curve. Asked again for the same one it goes on where it was interrupted: moving a budget never begins
// anew.
class CurveSolver {
public:
    using Found = std::function<void(const widgets::DensityCurve &)>;

    // `found` is called with the curve so far as each point is solved, and once it is complete; never for a curve that
    // is complete already. `instance` is the one of `problem` and `choices`; its upper budgets do not matter. Throws
    // moa::Error as densityCurve does; cancelled within milliseconds, and what was found is kept.
    void solve(const widgets::PlanProblem &problem, const engine::OptimizerInstance &instance,
               const std::shared_ptr<const PlanChoices> &choices, Progress &progress, const Found &found);

private:
    std::shared_ptr<const PlanChoices> choices_;
    widgets::DensityCurve curve_;
};

}  // namespace moa::studio
