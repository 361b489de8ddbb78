// One layer under prices: its cheapest assignment, and all assignments within a threshold. Internal to the optimizer.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <vector>

#include "engine/optimize/priced_table.h"
#include "engine/optimize/problem.h"
#include "engine/values/progress.h"

namespace moa::engine {

inline constexpr double kTie = 1e-6;  // of the threshold: costs the same

inline constexpr std::size_t kMaxRows = 12;
// Sums of the rows' coefficients over some units.
using RowSums = std::array<double, kMaxRows>;

struct LayerChoice {
    double reduced = 0;  // priced cost above the layer's cheapest
    RowSums sums = {};
    std::vector<std::int16_t> rules;  // per unit of the layer; empty: `pair` says it
    // `count` units take the second rule, those that lose least by it; the others the first.
    struct Pair {
        std::int16_t first = 0;
        std::int16_t second = 0;
        std::int16_t count = 0;
    } pair = {};
};

// Which rows tell assignments apart. Among those that cost the same and have the same sums in these rows, one stands
// for all: the one whose other sums have the most merit.
class Projection {
public:
    // `active`: per row. `sums`: of a plan near the optimum; merit is to leave the sides it breaks.
    Projection(const Problem &problem, const std::vector<char> &active, const std::vector<double> &sums);

    [[nodiscard]] const std::vector<std::size_t> &rows() const noexcept { return rows_; }
    // Do all rows that tell apart count every unit the same?
    [[nodiscard]] bool uniform() const noexcept { return uniform_; }
    [[nodiscard]] bool whole() const noexcept { return rows_.size() == wish_.size(); }
    // [rows().size()] sums that tell apart; valid until the next call.
    [[nodiscard]] const double *key(const double *sums) const;
    [[nodiscard]] double merit(const double *sums) const;

private:
    std::vector<std::size_t> rows_;
    std::vector<double> wish_;  // per row
    bool uniform_ = true;
    mutable RowSums key_ = {};
};

struct LayerList {
    std::vector<LayerChoice> choices;  // ascending by `reduced`, one for each vector of active sums
    double complete = 0;               // every assignment with reduced cost up to this is represented
};

// Least cost of a layer with at most ruleLimit distinct rules, given its [rule][stride] table; infinite when no set of
// rules serves all units. Exact for a limit up to 4 and for no limit; between, the limit is ignored (a lower bound).
// `plan`: the rules of its units, when not null.
double cheapestAssignment(const Problem &problem, const double *table, std::size_t stride, std::int16_t *plan);

// Works on priced costs.
class LayerSolver {
public:
    LayerSolver(const Problem &problem, const PricedTable &priced) : p_(problem), priced_(priced) {}

    // See cheapestAssignment.
    double cheapest(int layer, std::int16_t *plan) const {
        return cheapestAssignment(p_, priced_.layer(layer), priced_.stride(), plan);
    }

    // Of an enumerated choice, per unit of the layer.
    [[nodiscard]] std::vector<std::int16_t> rulesOf(int layer, const LayerChoice &choice) const;

    // All assignments with reduced cost <= threshold that the projection tells apart, as far as `steps` and the
    // deadline allow; complete tells how far that was. `sampled`: where that takes many steps, a selection instead
    // (complete is 0).
    [[nodiscard]] LayerList enumerate(int layer, double threshold, std::int64_t steps, const Projection &projection,
                                      bool sampled, std::chrono::steady_clock::time_point deadline,
                                      const Progress &progress) const;

private:
    const Problem &p_;
    const PricedTable &priced_;
};

}  // namespace moa::engine
