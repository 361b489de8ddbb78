// What rows and limit leave of the rules each unit may take. Internal to the optimizer.
#pragma once

#include <vector>

#include "engine/optimize/problem.h"

namespace moa::engine {

// Forbids in `allowed` ([unit][rule]) what no choice of the other units brings inside every row, one row at a time, and
// what exceeds the limit of a layer, until nothing changes. Whole sums are known to move in steps of the greatest
// common divisor of what the rules of a unit differ by. False: no plan is left.
[[nodiscard]] bool narrowRules(const Problem &problem, std::vector<char> &allowed);

}  // namespace moa::engine
