// A plan as every problem over the same tables sees it. Internal to the optimizer.
#pragma once

#include <vector>

#include "engine/optimize/price_master.h"
#include "engine/optimize/problem.h"

namespace moa::engine {

// Problems that differ only in weights, budgets' sides and bounds of objectives share their plans: one that the dual of
// any of them met is a cut for the duals of all.
struct KnownPlan {
    std::vector<int> rules;
    std::vector<double> losses;  // per length, unweighted
    std::vector<double> blocks;  // per budget: kept blocks, summed over units
};

[[nodiscard]] KnownPlan knownPlan(const OptimizerInstance &instance, std::vector<int> rules);

// Its cost and its sums of the problem's rows.
[[nodiscard]] MasterPlan masterPlan(const Problem &problem, const KnownPlan &plan);

}  // namespace moa::engine
