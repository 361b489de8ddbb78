// Losses of every unit under every rule.
#pragma once

#include <span>
#include <vector>

#include "engine/values/loss_table.h"
#include "engine/values/profile.h"
#include "engine/values/rule_grid.h"

namespace moa::engine {

struct LengthMaps {
    int length = 0;
    bool estimated = false;  // stretched from a shorter profile
    BlockMaps influence;
};

// loss = sum of influence over the causal blocks a rule masks, in double precision; a unit is a kv group when
// unitsPerLayer = kv heads, a query head when it is the query heads. O(nb^2) per head, then O(nb) per rule.
// Throws moa::Error when the maps differ in shape or unitsPerLayer does not divide their heads.
[[nodiscard]] LossTable makeLossTable(std::span<const LengthMaps> maps, const std::vector<Rule> &rules,
                                      int unitsPerLayer);

}  // namespace moa::engine
