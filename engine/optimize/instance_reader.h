// Optimizer problems from JSON: stand-alone instances, and the constraints a user adds to a project's problem.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/values/optimizer_instance.h"

namespace moa::engine {

// A stand-alone instance (keys of tests/data/optimizer/README.md). Throws moa::Error naming the place for everything
// that is missing, of the wrong size, out of range, or no finite number.
[[nodiscard]] OptimizerInstance readInstance(std::string_view json, std::string_view where);

// A rule of a unit by its alpha and beta.
struct RulePin {
    int layer = 0;
    int unit = 0;  // in its layer
    Rule rule;
};

// A constraints file: budgets, pins, span bounds, units kept dense, limit and weights; all of them optional.
struct Constraints {
    std::vector<Budget> budgets;
    std::vector<RulePin> pins;
    std::vector<SpanBound> spanBounds;         // unit: in its layer when a layer is given, else counted over layers
    std::vector<std::pair<int, int>> exclude;  // (layer, unit in its layer), kept dense
    std::optional<int> maxRulesPerLayer;
    std::vector<std::pair<int, double>> weights;  // (length, weight)
};

// Same errors as readInstance; unknown keys are refused.
[[nodiscard]] Constraints readConstraints(std::string_view json, std::string_view where);

}  // namespace moa::engine
