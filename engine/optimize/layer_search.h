// Dynamic program over layers on vectors of row sums. Internal to the optimizer.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/optimize/dual.h"
#include "engine/optimize/layer_solver.h"
#include "engine/optimize/problem.h"
#include "engine/values/progress.h"

namespace moa::engine {

struct SearchLimits {
    double threshold = 0;         // reduced cost (above the dual bound) up to which plans matter
    std::int64_t layerSteps = 0;  // work of enumerating one layer
    std::int64_t pairs = 0;       // state x choice pairs looked at a layer
    std::size_t states = 0;       // states kept a layer
    // Above 0: states whose sums share a cell count as one (each row's width, low to high, is cut into so many cells).
    // The states then spread over the rows instead of crowding around the cheapest, and nothing is proven.
    int cells = 0;
    // Look for plans only: layers may be sampled, and sums of losses that nearly agree count as one.
    bool sampled = false;
    std::vector<char> active;  // per row: told apart and bounded; the others are met as luck has it
    std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
};

struct SearchResult {
    std::optional<std::vector<int>> plan;  // the cheapest plan found that meets all rows
    std::optional<std::vector<int>>
        relaxed;             // the cheapest plan found that meets the active rows, if cheaper than that
    double complete = 0;     // no plan of smaller reduced cost was overlooked; >= threshold: nothing was cut
    double least = 0;        // least cost above the dual bound of what was found; infinite: nothing was
    bool timedOut = false;   // the deadline passed: no plan, and nothing is proven
    bool exhausted = false;  // complete, and the threshold itself excluded nothing
};

// States are vectors of active row sums of the layers so far, each with its least reduced cost; states that no
// completion brings inside the rows are dropped, and so are those that cost more than the threshold under any of the
// other points of the dual (`points[0]` is the one whose prices reduce the costs): where the layers done so far took
// more than their share of a row, a higher price shows what it will cost to make that good. When a limit cuts, the
// cheapest are kept and `complete` says up to where the search is still exhaustive: min(complete, least) above the dual
// bound is a bound. `priced`: at the prices of points[0].
[[nodiscard]] SearchResult searchLayers(const Problem &problem, const PricedTable &priced,
                                        const std::vector<DualPoint> &points, const SearchLimits &limits,
                                        const Progress &progress);

}  // namespace moa::engine
