// Which sums of the rows layers can reach together. Internal to the optimizer.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/optimize/problem.h"
#include "engine/values/progress.h"

namespace moa::engine {

struct ReachLimits {
    int cells = 0;                // the width of a row of losses is cut into so many; 0: its sums are not told apart
    std::int64_t layerSteps = 0;  // work of enumerating one layer
    std::int64_t pairs = 0;       // state x choice pairs looked at a layer
    std::size_t states = 0;       // kept a layer
    std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
};

struct Reach {
    bool complete = false;                 // no limit cut
    bool reached = false;                  // some state met every row, as far as it tells
    std::optional<std::vector<int>> plan;  // one that meets them all, if a state had one
    std::int64_t pairs = 0;                // looked at
};

// A dynamic program over layers whose states are vectors of budget sums, each with the interval that its sums of losses
// lie in: whatever a plan does, its state is among these, and when nothing was cut, none at the end proves that no plan
// exists.
// `directions` (prices per row) drop states early: none of their completions keeps the priced sum below what the rows
// allow.
[[nodiscard]] Reach reachRows(const Problem &problem, const std::vector<std::vector<double>> &directions,
                              const ReachLimits &limits, const Progress &progress);

}  // namespace moa::engine
