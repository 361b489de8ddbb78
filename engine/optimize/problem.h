// An optimizer instance in the form the search works on. Internal to the optimizer.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "engine/values/optimizer_instance.h"

namespace moa::engine {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

// low <= sum over units of coefficient[unit][rule] <= high. Budget rows count blocks, so their sums are whole numbers
// and a rule counts the same for every unit.
struct Row {
    std::vector<double> perRule;      // budget rows: [rule]
    std::vector<double> coefficient;  // objective rows: [unit][rule]
    double low = 0;
    double high = 0;
    double largestCoefficient = 0;  // largest |coefficient|
    bool whole = false;             // every coefficient is a whole number
    int budget = -1;                // index into the instance's budgets, -1 for an objective row
    std::size_t source = 0;         // place among the instance's budgets followed by its objective bounds

    [[nodiscard]] bool uniform() const noexcept { return budget >= 0; }
    // Budget rows are whole numbers. Objective rows are sums of losses: their last digits depend on the order.
    [[nodiscard]] double slack() const noexcept { return budget >= 0 ? 0 : 1e-9 * (1 + std::abs(high)); }
};

// Without a limit on the rules of a layer every unit is a layer of its own.
struct Problem {
    const OptimizerInstance *instance = nullptr;
    int layers = 0;
    int unitsPerLayer = 0;
    int rules = 0;
    int ruleLimit = 0;           // distinct rules in a layer; rules itself when there is no limit
    std::vector<double> cost;    // [unit][rule], weighted losses
    std::vector<char> allowed;   // [unit][rule]
    std::vector<char> unpinned;  // the same without the pins; empty when there are none
    std::vector<Row> rows;       // only those that can bind: rows every plan meets are left out
    bool impossible = false;     // a row that no choice of allowed rules meets
    double largestCost = 0;      // largest |cost|

    [[nodiscard]] int units() const noexcept { return layers * unitsPerLayer; }
    [[nodiscard]] std::size_t at(int unit, int rule) const noexcept {
        return static_cast<std::size_t>(unit) * static_cast<std::size_t>(rules) + static_cast<std::size_t>(rule);
    }
    [[nodiscard]] double coefficient(std::size_t row, int unit, int rule) const {
        const auto &r = rows[row];
        return r.uniform() ? r.perRule[static_cast<std::size_t>(rule)] : r.coefficient[at(unit, rule)];
    }
    // No set of rules is too large for a layer.
    [[nodiscard]] bool unlimited() const noexcept { return ruleLimit >= std::min(unitsPerLayer, rules); }
    [[nodiscard]] double costOf(const std::vector<int> &plan) const;
    [[nodiscard]] std::vector<double> sumsOf(const std::vector<int> &plan) const;  // per row
    // Every rule allowed, the limit kept.
    [[nodiscard]] bool keepsChoices(const std::vector<int> &plan) const;
    // The same, and every row within its bounds (1e-9 of mean density).
    [[nodiscard]] bool accepts(const std::vector<int> &plan) const;
};

// Throws moa::Error for budgets on lengths that are not multiples of 64, and sizes that do not fit.
[[nodiscard]] Problem compile(const OptimizerInstance &instance);

// Blocks a rule keeps in a row of `length` tokens: the numerator of density `kv`.
[[nodiscard]] int keptAt(const Rule &rule, int length);

}  // namespace moa::engine
