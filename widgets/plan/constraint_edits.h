// Constraints asked for on heads, as part of a plan's problem: pure functions, used wherever heads can be selected.
#pragma once

#include "engine/values/rule_grid.h"
#include "widgets/values/constraint_edit.h"
#include "widgets/values/plan_data.h"

namespace moa::widgets {

// The problem with the edit made on every unit that holds one of the edit's heads: units are kv groups of
// heads / kvHeads query heads, or single heads where the problem says so.
// Pin and exclusion replace whatever pinned or excluded the unit; a bound replaces the unit's bound, and one without
// limits takes it away; Clear takes all three away. Bounds of whole layers stay.
// A rule that is not in the grid (of an imported plan) becomes the grid's nearest by span over the grid's lengths;
// an empty grid takes any rule.
[[nodiscard]] PlanProblem applyEdit(PlanProblem problem, const ConstraintEdit &edit, int heads, int kvHeads,
                                    const engine::RuleGrid &grid);

// The problem with its units changed: constraints of a kv group go to all its query heads; constraints of query heads
// go to their group, the first of a kind wins.
[[nodiscard]] PlanProblem withUnits(PlanProblem problem, bool queryHeads, int heads, int kvHeads);

// `rule` itself, or what stands for it in the grid.
[[nodiscard]] engine::Rule nearestRule(const engine::RuleGrid &grid, const engine::Rule &rule);

}  // namespace moa::widgets
