// Why there is no plan, in words. Internal to the optimizer.
#pragma once

#include <functional>
#include <string>

#include "engine/values/optimizer_instance.h"

namespace moa::engine {

// The smallest contradicting set of constraints, sides of budgets included, found by leaving them out one after another
// (a delete filter) with `judge` saying whether what is left is proven infeasible; and what it says in numbers. After
// 4 seconds the set found so far is told, with the remark that not all of it may be needed.
[[nodiscard]] std::string explainInfeasible(const OptimizerInstance &instance,
                                            const std::function<bool(const OptimizerInstance &)> &judge);

}  // namespace moa::engine
