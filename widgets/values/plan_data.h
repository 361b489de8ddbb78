// What the Plan page edits and shows.
#pragma once

#include <QMetaType>
#include <QString>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/values/loss_table.h"
#include "engine/values/optimizer_instance.h"
#include "engine/values/plan.h"
#include "engine/values/rule_grid.h"
#include "widgets/values/head_id.h"

namespace moa::widgets {

// A unit pinned to a rule of the grid.
struct RulePin {
    int layer = 0;
    int unit = 0;  // in its layer
    engine::Rule rule;
    friend bool operator==(const RulePin &, const RulePin &) = default;
};

// Everything the user decides about a plan: one undoable value.
struct PlanProblem {
    std::vector<engine::Budget> budgets;  // by length, ascending; upper bounds of kv density
    bool linked = true;                   // one slider moves all budgets
    bool balanced = true;                 // false: as published
    std::map<std::string, double> mix;    // weight per source; missing: 1
    int rulesPerLayer = 2;                // 0: no limit
    bool queryHeads = false;              // units are query heads instead of kv groups
    std::map<int, double> weights;        // of lengths; missing: 1
    std::vector<RulePin> pins;
    std::vector<engine::SpanBound> spanBounds;  // unit: in its layer
    std::vector<std::pair<int, int>> exclude;   // (layer, unit in its layer), kept dense
    friend bool operator==(const PlanProblem &a, const PlanProblem &b) = default;
};

// The problem without its budgets' bounds: what all densities of its curve have in common.
[[nodiscard]] inline PlanProblem withoutBounds(PlanProblem problem) {
    problem.linked = true;
    for (auto &budget : problem.budgets) budget = {budget.length};
    return problem;
}

// The answer to one problem. While a new one is on its way the old one stays.
struct PlanAnswer {
    PlanProblem problem;
    engine::OptimizerResult result;
    std::optional<engine::Plan> plan;  // none when infeasible
    bool kept = false;                 // the plan is an older one: there is none for this problem
    engine::RuleGrid grid;
    std::shared_ptr<const engine::LossTable> loss = std::make_shared<const engine::LossTable>();  // never null
    std::map<int, engine::Densities> densities;                                                   // per budget length
    std::vector<double> uniformLoss;  // per length of `loss`: uniform of the same kv density at that length
};

// A plan of the project, for lists and comparisons.
struct PlanEntry {
    QString name;
    QString origin;  // optimized, pareto, imported
    engine::Plan plan;
    std::vector<double> losses;  // per length of the loss table; empty: unknown
    double kvDensity = 0;        // at the longest length
};

// The least loss under the same budget at every length.
struct DensityPoint {
    double density = 0;               // the upper budget
    double objective = 0;             // weighted loss
    double bound = 0;                 // proven lower bound of it
    std::vector<double> losses;       // per length of the curve; empty: no plan meets the budget
    std::vector<double> uniformLoss;  // the same of a uniform window of the same kv density
    friend bool operator==(const DensityPoint &, const DensityPoint &) = default;
};

// The curve people decide by, as far as it is found.
struct DensityCurve {
    PlanProblem problem;               // withoutBounds
    std::vector<int> lengths;          // of the losses
    std::vector<DensityPoint> points;  // by density
    int count = 0;                     // points it will have
    [[nodiscard]] bool complete() const { return count > 0 && points.size() == static_cast<std::size_t>(count); }
    friend bool operator==(const DensityCurve &, const DensityCurve &) = default;
};

// One candidate of the Pareto set as found so far.
struct ParetoPoint {
    QString name;  // of its stored plan, or empty while it is only a problem
    std::vector<double> losses;
    double kvDensity = 0;
    bool dominated = false;
};

struct ValidationPoint {
    QString plan;
    int length = 0;
    double loss = 0;
    double low = 0;
    double high = 0;
    int n = 0;
    bool chosen = false;
};

struct PlanData {
    int layers = 0;
    int heads = 0;
    int kvHeads = 0;
    std::vector<int> profileLengths;
    std::vector<std::string> sources;  // of the calibration data
    PlanProblem problem;               // what the controls show
    std::vector<PlanEntry> plans;
    std::vector<ParetoPoint> pareto;
    std::vector<ValidationPoint> validation;
};

}  // namespace moa::widgets
