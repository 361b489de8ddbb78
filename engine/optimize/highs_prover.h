// The plan problem as an integer program for HiGHS: the proof on request, and the tests' oracle.
#pragma once

#include "engine/values/optimizer_instance.h"
#include "engine/values/progress.h"

namespace moa::engine {

// x[unit][rule] in {0, 1}, one rule a unit, x <= y[layer][rule], sum of y <= limit, rows as they are; relative gap
// asked 1e-6, one thread. status: optimal, feasible, infeasible (without a reason) or unknown, as time allows; bound
// and rules as HiGHS proved them. Throws moa::Error for instances whose tables do not fit; cancelled at HiGHS's next
// callback.
[[nodiscard]] OptimizerResult prove(const OptimizerInstance &instance, double seconds, Progress &progress);

}  // namespace moa::engine
