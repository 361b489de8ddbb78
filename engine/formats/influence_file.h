// Influence maps from a safetensors file: `influence.N` and `attention.N`, F32 [layers, heads, nb, nb].
#pragma once

#include <filesystem>
#include <vector>

#include "engine/values/profile.h"

namespace moa::engine {

// Maps of one length in tokens.
struct InfluenceMaps {
    int length = 0;
    BlockMaps influence;
    BlockMaps attention;
};

// All lengths of a file, shortest first, for a model of `layers` layers with `heads` query heads; nb = ceil(N / 64).
// Throws moa::Error where there is no length, a length has one of the two tensors alone or another shape or type, and
// for values that are not finite, lie above the diagonal, or are attention below zero.
[[nodiscard]] std::vector<InfluenceMaps> readInfluence(const std::filesystem::path &path, int layers, int heads);

}  // namespace moa::engine
