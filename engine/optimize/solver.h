// The plan optimizer: least loss under budgets, with a proven bound.
#pragma once

#include <functional>
#include <vector>

#include "engine/values/optimizer_instance.h"
#include "engine/values/progress.h"

namespace moa::engine {

struct SolveOptions {
    double targetGap = 1e-4;  // stops when the relative gap is this small
    double timeLimit = 4;     // seconds; the best plan and bound found by then are returned
    // Warm start (may be empty): prices near the optimum, of the budgets and then of the objective bounds of the
    // instance, per block or per loss: see warmPrices.
    std::vector<double> prices;
    // Plans of similar instances (may be empty): each is tried as it is, and the best of them made to fit and improved
    // where nothing better is found.
    std::vector<std::vector<int>> plans;
    bool explain = true;  // find the words for an infeasible instance, which takes several solves
    // The live answer: called in the solver's thread with the first plan and the bound known so far, and again whenever
    // plan or bound become better; the last call is not repeated by the return value's. May be empty.
    std::function<void(const OptimizerResult &)> improved;
};

// Lagrangian decomposition: budgets are priced, every layer (its limit on distinct rules included) is solved exactly,
// the prices are the maximum of the dual. A dynamic program over layers then finds plans and raises the bound until
// they meet or time is up: its states are the sums of the budgets that bind, limited to those whose reduced cost is
// below best - bound; a budget without a price joins them only when the best plan breaks it. Where that finds no plan,
// branch and price over the constraints alone finds one or proves that there is none. Every answer is checked again:
// rows within 1e-9 of mean density, objective recomputed, bound <= objective. Infeasible instances carry the smallest
// set of contradicting constraints in words. One thread; the same input gives the same answer unless time runs out.
// Throws moa::Error for instances whose tables do not fit or hold a loss that is no number; cancelled within
// milliseconds.
[[nodiscard]] OptimizerResult solve(const OptimizerInstance &instance, const SolveOptions &options, Progress &progress);

// SolveOptions::prices for an instance that resembles the one of this answer: the same budget lengths in the same
// order, no objective bounds.
[[nodiscard]] std::vector<double> warmPrices(const OptimizerInstance &instance, const OptimizerResult &answer);

// (objective - bound) / max(|objective|, 1e-9 * largest weighted loss); 0 when both are equal.
[[nodiscard]] double relativeGap(double objective, double bound, double largestLoss);

}  // namespace moa::engine
