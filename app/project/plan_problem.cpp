#include "app/project/plan_problem.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/plan/loss_table_builder.h"
#include "engine/plan/rule_grid.h"
#include "engine/plan/stretch.h"
#include "engine/values/error.h"

namespace moa {

using namespace engine;

namespace {

[[noreturn]] void refuse(const std::string &where, const std::string &why, const std::string &remedy) {
    throw Error("The plan cannot be optimized", where, why, remedy);
}

std::vector<int> extendLengths(const OptimizeRequest &request, const std::vector<int> &profiled,
                               const ModelFacts &facts) {
    if (request.extend) return *request.extend;
    const int twice = 2 * profiled.back();
    return twice <= facts.maxPosition ? std::vector{twice} : std::vector<int>{};
}

std::vector<Budget> budgetsOf(const OptimizeRequest &request, const std::vector<int> &lengths) {
    std::vector<Budget> budgets = request.budgets;
    if (request.constraints && !request.constraints->budgets.empty()) budgets = request.constraints->budgets;
    if (request.density)
        for (const int n : lengths)
            if (std::ranges::find(budgets, n, &Budget::length) == budgets.end())
                budgets.push_back({n, *request.density, 0.9 * *request.density});
    if (budgets.empty()) refuse("budgets", "there is none", "Give --density, --budgets or --constraints.");
    for (const auto &b : budgets)
        if (!(b.upper > 0 && b.upper <= 1))
            refuse(fmt::format("budget at {}", b.length), fmt::format("{} is not above 0 and at most 1", b.upper),
                   "Give densities such as 0.25.");
    return budgets;
}

int ruleIndex(const RuleGrid &grid, const Rule &rule) {
    const auto at = std::ranges::find(grid.rules, rule);
    if (at == grid.rules.end())
        refuse(fmt::format("pin to ({:g}, {:g})", rule.alpha, rule.beta), "the rule is not in the grid",
               "Choose a rule of the grid, or another --step.");
    return static_cast<int>(at - grid.rules.begin());
}

int unitIndex(const OptimizerInstance &in, int layer, int unit) {
    if (layer < 0 || layer >= in.layers || unit < 0 || unit >= in.unitsPerLayer)
        refuse(fmt::format("layer {}, unit {}", layer, unit),
               fmt::format("the model has {} layers of {} units", in.layers, in.unitsPerLayer),
               "Correct the constraints.");
    return layer * in.unitsPerLayer + unit;
}

void addConstraints(const Constraints &constraints, const RuleGrid &grid, OptimizerInstance &in) {
    for (const auto &pin : constraints.pins)
        in.pins.push_back({unitIndex(in, pin.layer, pin.unit), ruleIndex(grid, pin.rule)});
    for (const auto &[layer, unit] : constraints.exclude)
        in.pins.push_back({unitIndex(in, layer, unit), ruleIndex(grid, {0, 1})});
    for (auto bound : constraints.spanBounds) {
        if (bound.layer && bound.unit) bound.unit = unitIndex(in, *bound.layer, *bound.unit);
        in.spanBounds.push_back(bound);
    }
    if (constraints.maxRulesPerLayer) in.maxRulesPerLayer = *constraints.maxRulesPerLayer;
}

}  // namespace

PlanChoices planChoices(Profile profile, const ModelFacts &facts, const OptimizeRequest &request) {
    if (!request.lengths.empty())
        std::erase_if(profile.lengths, [&](const LengthProfile &p) {
            return std::ranges::find(request.lengths, p.length) == request.lengths.end();
        });
    if (profile.lengths.empty()) refuse("lengths", "there is no profile of them", "Run moa profile run first.");
    PlanChoices choices;
    std::vector<int> profiled;
    std::vector<LengthMaps> maps;
    for (const auto &length : profile.lengths) {
        profiled.push_back(length.length);
        choices.influence.emplace_back(length.length, mixSources(length, request.balance, request.mix));
        maps.push_back({length.length, false, choices.influence.back().second});
    }
    const auto extend = extendLengths(request, profiled, facts);
    choices.grid = makeRuleGrid(profiled, extend, request.outputs, request.step);
    if (request.estimate && !request.pareto)
        for (const int n : extend)
            if (n > profiled.back())
                maps.push_back({n, true, stretch(maps[profiled.size() - 1].influence, profiled.back(), n)});
    choices.table = makeLossTable(maps, choices.grid.rules, request.queryHeads ? facts.heads : facts.kvHeads);
    return choices;
}

OptimizerInstance planInstance(const OptimizeRequest &request, const RuleGrid &grid, const LossTable &table) {
    OptimizerInstance in;
    in.name = request.name;
    in.layers = table.layers;
    in.unitsPerLayer = table.unitsPerLayer;
    in.lengths = table.lengths;
    in.rules = grid.rules;
    in.loss = table.values;
    in.maxRulesPerLayer = request.rulesPerLayer;
    std::set<int> all(grid.profileLengths.begin(), grid.profileLengths.end());
    all.insert(grid.extendLengths.begin(), grid.extendLengths.end());
    in.budgets = budgetsOf(request, {all.begin(), all.end()});
    for (const auto &b : in.budgets) all.insert(b.length);
    in.budgetLengths.assign(all.begin(), all.end());
    auto weights = request.weights;
    if (request.constraints)
        for (const auto &[length, weight] : request.constraints->weights) weights[length] = weight;
    for (const int n : in.lengths) in.weights.push_back(weights.contains(n) ? weights.at(n) : 1);
    if (request.constraints) addConstraints(*request.constraints, grid, in);
    return in;
}

Plan planOf(const std::vector<int> &rules, const RuleGrid &grid, const LossTable &table, int heads) {
    Plan plan{table.layers, heads, {}};
    const int group = heads / table.unitsPerLayer;
    for (const int rule : rules)
        for (int h = 0; h < group; ++h) plan.rules.push_back(grid.rules[static_cast<std::size_t>(rule)]);
    return plan;
}

nlohmann::json planSettings(const OptimizeRequest &request, const RuleGrid &grid, const OptimizerInstance &in) {
    nlohmann::json budgets = nlohmann::json::array();
    for (const auto &b : in.budgets) budgets.push_back({{"length", b.length}, {"upper", b.upper}, {"lower", b.lower}});
    return {{"budgets", budgets},
            {"profile_lengths", grid.profileLengths},
            {"extend_lengths", grid.extendLengths},
            {"output_lengths", grid.outputLengths},
            {"step", grid.step},
            {"rules_per_layer", in.maxRulesPerLayer},
            {"units", request.queryHeads ? "query-head" : "kv-group"},
            {"balance", toString(request.balance)},
            {"mix", request.mix},
            {"extend_loss", request.estimate ? "estimate" : "published"},
            {"weights", in.weights}};
}

}  // namespace moa
