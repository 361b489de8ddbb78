// From a plan near the bound to one that meets every row. Internal to the optimizer.
#pragma once

#include <optional>
#include <vector>

#include "engine/optimize/priced_table.h"
#include "engine/optimize/problem.h"
#include "engine/values/progress.h"

namespace moa::engine {

// Repairs broken rows by the moves that cost least priced loss per violation removed, then improves by single moves and
// pairs of moves as long as they help. A move gives one unit another rule, or every unit of a layer that shares a rule;
// the limit of rules in a layer is kept throughout. nullopt when the repair gets stuck. `priced`: at `prices`.
// `threshold`: reduced cost up to which assignments of a whole layer are tried.
[[nodiscard]] std::optional<std::vector<int>> repairAndImprove(const Problem &problem, const PricedTable &priced,
                                                               const std::vector<double> &prices, std::vector<int> plan,
                                                               double threshold, const Progress &progress);

}  // namespace moa::engine
