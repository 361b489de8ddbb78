#include "engine/optimize/solver.h"

#include "engine/optimize/plan_solver.h"
#include "engine/values/conventions.h"

namespace moa::engine {

OptimizerResult solve(const OptimizerInstance &instance, const SolveOptions &options, Progress &progress) {
    return PlanSolver(instance, options, progress).run();
}

std::vector<double> warmPrices(const OptimizerInstance &instance, const OptimizerResult &answer) {
    std::vector<double> prices;
    for (const auto &budget : instance.budgets) {
        const auto price = answer.shadowPrices.find(budget.length);
        if (price == answer.shadowPrices.end()) return {};
        prices.push_back(-price->second / (static_cast<double>(blockCount(budget.length)) * instance.units()));
    }
    return prices;
}

}  // namespace moa::engine
