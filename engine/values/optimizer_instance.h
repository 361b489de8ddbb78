// One problem of the plan optimizer, and its answer.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/values/rule.h"

namespace moa::engine {

// lower <= mean kv density at `length` <= upper, met within 1e-9.
struct Budget {
    int length = 0;
    double upper = 1;
    double lower = 0;
    friend bool operator==(const Budget &, const Budget &) = default;
};

// Unit must take this rule.
struct Pin {
    int unit = 0;
    int rule = 0;
    friend bool operator==(const Pin &, const Pin &) = default;
};

// Rules with alpha + beta * N outside [minSpan, maxSpan] at any profile or budget length are forbidden.
// Neither unit nor layer: all units.
struct SpanBound {
    std::optional<int> layer;
    std::optional<int> unit;
    std::optional<double> minSpan;
    std::optional<double> maxSpan;
    friend bool operator==(const SpanBound &, const SpanBound &) = default;
};

// Confines one objective (unweighted loss at lengths[objective]) to an interval; used by the Pareto scan.
struct ObjectiveBound {
    int objective = 0;  // index into lengths
    double low = 0;
    double high = 0;
    friend bool operator==(const ObjectiveBound &, const ObjectiveBound &) = default;
};

// The optimization problem of semantics.md (Optimizer). Units count layer by layer.
struct OptimizerInstance {
    std::string name;
    int layers = 0;
    int unitsPerLayer = 0;
    std::vector<int> lengths;        // one objective each
    std::vector<int> budgetLengths;  // densities are reported here
    std::vector<Budget> budgets;
    int maxRulesPerLayer = 2;  // 0: no limit
    std::vector<Rule> rules;
    std::vector<double> weights;  // one per length
    std::vector<double> loss;     // [length][unit][rule]
    std::vector<Pin> pins;
    std::vector<SpanBound> spanBounds;
    std::vector<ObjectiveBound> objectiveBounds;

    [[nodiscard]] int units() const noexcept { return layers * unitsPerLayer; }
    [[nodiscard]] double lossAt(int length, int unit, int rule) const {
        return loss[(static_cast<size_t>(length) * units() + unit) * rules.size() + rule];
    }
};

enum class SolveStatus { Optimal, Feasible, Infeasible, Unknown };

[[nodiscard]] const char *toString(SolveStatus status) noexcept;

struct OptimizerResult {
    SolveStatus status = SolveStatus::Unknown;
    std::string reason;                  // Infeasible: the contradicting constraints, in words
    double objective = 0;                // sum over lengths of weight * loss
    double bound = 0;                    // proven lower bound of the objective
    double gap = 0;                      // (objective - bound) / max(|objective|, 1e-9 * largest weighted loss)
    std::vector<int> rules;              // per unit
    std::vector<double> losses;          // unweighted, per length
    std::map<int, double> densities;     // kv, per budget length
    std::map<int, double> shadowPrices;  // per budget: d objective / d mean density (<= 0 where the upper side binds)
    std::map<int, double> pinPrices;     // per pinned unit: what the pin costs in the relaxed problem (>= 0)
    double seconds = 0;
    std::string solver;  // which methods gave plan and bound
};

}  // namespace moa::engine
