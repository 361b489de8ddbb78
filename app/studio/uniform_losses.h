// What a uniform window costs: the baseline beside every plan.
#pragma once

#include <map>
#include <vector>

#include "app/project/plan_problem.h"

namespace moa::studio {

// Loss of the uniform rule of the grid that takes as much at a length as `densities` (kv, by length) allow there, per
// length of the table; NaN where every rule takes more. A length that is not named allows everything.
[[nodiscard]] std::vector<double> uniformLosses(const PlanChoices &choices, const std::map<int, double> &densities);

}  // namespace moa::studio
