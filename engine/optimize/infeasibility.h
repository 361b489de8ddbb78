// Why there is no plan, in words. Internal to the optimizer.
#pragma once

#include <functional>
#include <string>

#include "engine/values/optimizer_instance.h"

namespace moa::engine {

// The smallest contradicting set of constraints, found by leaving them out one after another (a delete filter) with
// `infeasible` as the judge, and what it says in numbers.
[[nodiscard]] std::string explainInfeasible(const OptimizerInstance &instance,
                                            const std::function<bool(const OptimizerInstance &)> &infeasible);

}  // namespace moa::engine
