// The Lagrangian dual: rows priced, layers solved exactly. Internal to the optimizer.
#pragma once

#include <optional>
#include <vector>

#include "engine/optimize/problem.h"
#include "engine/values/progress.h"

namespace moa::engine {

struct DualPoint {
    std::vector<double> prices;  // per row; positive: the upper side costs, negative: the lower side
    double bound = 0;            // proven lower bound of the objective; infinite: no plan exists
    std::vector<int> plan;       // cheapest plan under these prices (limit kept when it is exact)
    std::vector<double> slope;   // per row: its sum minus the side that is priced
};

// Priced costs [unit][rule]: cost + sum of price * coefficient, infinite where forbidden.
[[nodiscard]] std::vector<double> pricedCosts(const Problem &problem, const std::vector<double> &prices);

[[nodiscard]] DualPoint evaluateDual(const Problem &problem, const std::vector<double> &prices);

// Maximises the bound by cutting planes inside a trust region (the master is a linear program for HiGHS), from `start`
// where given. Stops when the bound is within `tolerance` (relative) of its maximum, or exceeds `enough` (a proof that
// no plan of that cost exists). `seen` gets every plan met on the way.
[[nodiscard]] DualPoint maximizeDual(const Problem &problem, const std::vector<double> &start, double tolerance,
                                     double enough, std::vector<std::vector<int>> &seen, const Progress &progress);

}  // namespace moa::engine
