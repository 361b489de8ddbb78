// A stored plan as an answer: what it costs by the losses of today.
#pragma once

#include "app/studio/plan_solver.h"
#include "storage/project_file.h"

namespace moa::studio {

// Losses of any plan, per length of the table; empty when one of its rules is not in the grid, or when query heads of
// one unit have different rules.
[[nodiscard]] std::vector<double> planLosses(const engine::Plan &plan, const engine::RuleGrid &grid,
                                             const engine::LossTable &table);

// `shown` gives problem, grid and losses. Bound and prices are the stored ones where the losses still are: without
// them the status is unknown. The objective is NaN where the losses are not known.
[[nodiscard]] SolverAnswer answerOfStored(const storage::StoredPlan &stored, const SolverAnswer &shown,
                                          const widgets::PlanProblem &problem, const engine::ModelFacts &facts);

}  // namespace moa::studio
