// The rules the optimizer chooses from, for given lengths.
#pragma once

#include <span>
#include <vector>

#include "engine/values/rule_grid.h"

namespace moa::engine {

// Distance of the alphas in tokens: 1024, or half the shortest profile length where that is below 2048.
[[nodiscard]] double defaultStep(std::span<const int> profileLengths);

// Semantics.md, "Rule grid" (thu-nics/MoA, generate_candidates): the fp32 mesh of alphas and betas 0, 1/8 .. 1, kept
// where the span fits every length, sorted stably by the span at the longest. step 0: the default.
// Throws moa::Error for no profile length, a length that is not a positive multiple of 64, a step that is not positive,
// and grids of more than 100,000 pairs.
[[nodiscard]] RuleGrid makeRuleGrid(std::span<const int> profile, std::span<const int> extend,
                                    std::span<const int> output, double step = 0);

}  // namespace moa::engine
