// What a head does, in four figures from its block sums (semantics.md, "Head measures"; they are labelled "block").
#pragma once

#include <vector>

#include "engine/values/loss_table.h"
#include "engine/values/profile.h"

namespace moa::engine {

struct HeadMeasures {
    double meanDistance = 0;  // sum of A * (i - j) * 64 / sum of A, tokens
    double sinkMass = 0;      // share of A in block column 0
    double blockEntropy = 0;  // mean over block rows of the entropy of the row's shares, nats
};

// By [layer][query head] from the block sums of A over causal blocks.
[[nodiscard]] std::vector<HeadMeasures> headMeasures(const BlockMaps &attention);

// By unit: loss at the shortest rule (smallest band at the table's length `index`) / total over units.
[[nodiscard]] std::vector<double> sensitivities(const LossTable &table, int index, int shortestRule);

}  // namespace moa::engine
