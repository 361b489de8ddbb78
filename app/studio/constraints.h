// Constraints asked for on heads, as part of the plan's problem.
#pragma once

#include "widgets/values/constraint_edit.h"
#include "widgets/values/plan_data.h"

namespace moa::studio {

// The problem with the edit made: units are kv groups of heads / kvHeads query heads, or single heads where the problem
// says so. A pin or exclusion replaces the one a unit had; Clear takes all of its constraints away.
[[nodiscard]] widgets::PlanProblem applyEdit(widgets::PlanProblem problem, const widgets::ConstraintEdit &edit,
                                             int heads, int kvHeads);

}  // namespace moa::studio
