// From a plan to a complete answer. Internal to the optimizer.
#pragma once

#include <optional>
#include <vector>

#include "engine/optimize/problem.h"

namespace moa::engine {

// Fills rules, losses, densities, objective, bound, gap and status (optimal when the gap is at most targetGap). Throws
// moa::Error when the plan breaks a constraint: a defect, never an answer.
void fillAnswer(const Problem &problem, const std::vector<int> &plan, double bound, double targetGap,
                OptimizerResult &result);

// Shadow price of every budget and the price of every pin from the dual's prices; both bounds of the same relaxation.
void fillPrices(const Problem &problem, const std::vector<double> &prices, OptimizerResult &result);

}  // namespace moa::engine
