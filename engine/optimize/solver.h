// The plan optimizer: least loss under budgets, with a proven bound.
#pragma once

#include <vector>

#include "engine/values/optimizer_instance.h"
#include "engine/values/progress.h"

namespace moa::engine {

struct SolveOptions {
    double targetGap = 1e-4;  // stops when the relative gap is this small
    double timeLimit = 4;     // seconds; the best plan and bound found by then are returned
    // Warm start (may be empty): prices near the optimum, of the budgets and then of the objective bounds of the
    // instance, per block or per loss: -shadow price / (units * length / 64) of an answer to a similar instance.
    std::vector<double> prices;
    // Plans of similar instances (may be empty): each is tried as it is, and the best of them made to fit and improved.
    std::vector<std::vector<int>> plans;
    bool explain = true;  // find the words for an infeasible instance, which takes several solves
};

// Lagrangian decomposition: budgets are priced, every layer (its limit on distinct rules included) is solved exactly,
// the prices are the maximum of the dual. A dynamic program over layers, limited to states whose reduced cost is below
// best - bound, then finds plans and raises the bound until they meet or time is up. Every answer is checked again:
// rows within 1e-9 of mean density, objective recomputed, bound <= objective. Infeasible instances carry the smallest
// set of contradicting constraints in words.
// Throws moa::Error for instances whose tables do not fit; cancelled within milliseconds.
[[nodiscard]] OptimizerResult solve(const OptimizerInstance &instance, const SolveOptions &options, Progress &progress);

// (objective - bound) / max(|objective|, 1e-9 * largest weighted loss); 0 when both are equal.
[[nodiscard]] double relativeGap(double objective, double bound, double largestLoss);

}  // namespace moa::engine
