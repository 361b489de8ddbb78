#include "engine/optimize/known_plan.h"

#include <utility>

namespace moa::engine {

KnownPlan knownPlan(const OptimizerInstance &in, std::vector<int> rules) {
    KnownPlan plan{std::move(rules), std::vector<double>(in.lengths.size(), 0),
                   std::vector<double>(in.budgets.size(), 0)};
    for (std::size_t n = 0; n < in.lengths.size(); ++n)
        for (int u = 0; u < in.units(); ++u)
            plan.losses[n] += in.lossAt(static_cast<int>(n), u, plan.rules[static_cast<std::size_t>(u)]);
    for (std::size_t b = 0; b < in.budgets.size(); ++b) {
        std::vector<int> kept;
        for (const auto &rule : in.rules) kept.push_back(keptAt(rule, in.budgets[b].length));
        for (const int r : plan.rules) plan.blocks[b] += kept[static_cast<std::size_t>(r)];
    }
    return plan;
}

MasterPlan masterPlan(const Problem &p, const KnownPlan &plan) {
    const auto &in = *p.instance;
    MasterPlan seen;
    for (std::size_t n = 0; n < in.lengths.size(); ++n) seen.cost += in.weights[n] * plan.losses[n];
    for (const auto &row : p.rows) {
        if (row.uniform())
            seen.sums.push_back(plan.blocks[static_cast<std::size_t>(row.budget)]);
        else
            seen.sums.push_back(
                plan.losses[static_cast<std::size_t>(in.objectiveBounds[row.source - in.budgets.size()].objective)]);
    }
    return seen;
}

}  // namespace moa::engine
