// Is there any plan at all? Internal to the optimizer.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/optimize/problem.h"
#include "engine/values/progress.h"

namespace moa::engine {

struct FeasibilityLimits {
    std::int64_t steps = 0;  // of about 20 ns
    std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
};

struct Feasibility {
    bool decided = false;
    std::optional<std::vector<int>> plan;  // none although decided: no plan exists, proven
    std::int64_t steps = 0;                // taken
};

// Branch and price over the constraints alone, the losses left aside: with sums of losses, which no two plans share,
// the states of a dynamic program do not meet. A node allows each unit some of its rules; its plans are mixed by the
// linear program of Dantzig and Wolfe (layers solved exactly under prices, limit included), and prices under which
// every plan costs more than the rows allow end the node, as Farkas' lemma has it. Otherwise the unit that the mix
// leaves most undecided is split at the mean of its rules. Depth first that ends at once or not at all: several dives
// choose a little differently, by a fixed seed. What outlasts them mostly hangs on the whole steps of the budgets,
// which no mix sees: reachRows decides, with ever finer cells, or the node is split and each half tried again. Ends
// with a plan or a proof, unless the limits come first.
[[nodiscard]] Feasibility decideFeasibility(const Problem &problem, const FeasibilityLimits &limits,
                                            const Progress &progress);

}  // namespace moa::engine
