#include "app/studio/loaded_plan.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/project/plan_records.h"
#include "app/studio/uniform_losses.h"

namespace moa::studio {

using namespace engine;

namespace {

constexpr double kSameLoss = 1e-6;  // files round rules, and sums their losses

bool sameLoss(double a, double b) {
    return std::abs(a - b) <= kSameLoss * std::max({std::abs(a), std::abs(b), 1e-12});
}

// -1: it is not in the grid.
int gridIndexOf(const RuleGrid &grid, const Rule &rule) {
    const auto at = std::ranges::find_if(grid.rules, [&](const Rule &r) {
        return std::abs(r.alpha - rule.alpha) <= kSameLoss * std::max(1.0, std::abs(r.alpha)) &&
               std::abs(r.beta - rule.beta) <= kSameLoss;
    });
    return at == grid.rules.end() ? -1 : static_cast<int>(at - grid.rules.begin());
}

}  // namespace

std::vector<double> planLosses(const Plan &plan, const RuleGrid &grid, const LossTable &table) {
    if (table.unitsPerLayer < 1 || plan.layers != table.layers || plan.heads % table.unitsPerLayer != 0) return {};
    const int group = plan.heads / table.unitsPerLayer;
    std::vector<double> losses(table.lengths.size(), 0);
    for (int unit = 0; unit < table.units(); ++unit) {
        const auto first = plan.rules.begin() + static_cast<std::ptrdiff_t>(unit) * group;
        const int rule = gridIndexOf(grid, *first);
        if (rule < 0 || std::any_of(first, first + group, [&](const Rule &r) { return r != *first; })) return {};
        for (std::size_t l = 0; l < losses.size(); ++l) losses[l] += table.at(static_cast<int>(l), unit, rule);
    }
    return losses;
}

SolverAnswer answerOfStored(const storage::StoredPlan &stored, const SolverAnswer &shown,
                            const widgets::PlanProblem &problem, const ModelFacts &facts) {
    auto loaded = shown;
    auto &answer = loaded.answer;
    loaded.final = true;
    answer.kept = false;
    answer.plan = stored.plan;
    answer.densities.clear();
    std::map<int, double> taken;
    for (const auto &budget : problem.budgets) {
        answer.densities[budget.length] = densities(stored.plan, facts.kvHeads, budget.length, 0);
        taken[budget.length] = answer.densities[budget.length].kv;
    }
    if (shown.choices) answer.uniformLoss = uniformLosses(*shown.choices, taken);
    const auto losses = planLosses(stored.plan, answer.grid, *answer.loss);
    double objective = losses.empty() ? std::numeric_limits<double>::quiet_NaN() : 0;
    for (std::size_t l = 0; l < losses.size(); ++l) {
        const auto weight = problem.weights.find(answer.loss->lengths[l]);
        objective += (weight == problem.weights.end() ? 1 : weight->second) * losses[l];
    }
    answer.result = resultFromJson(stored.result);
    if (sameLoss(answer.result.objective, objective) && std::ranges::equal(answer.result.losses, losses, sameLoss))
        return loaded;
    answer.result = {};
    answer.result.objective = objective;
    answer.result.losses = losses;
    answer.result.densities = taken;
    return loaded;
}

}  // namespace moa::studio
