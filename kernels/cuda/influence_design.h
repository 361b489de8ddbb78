// How the launcher finds the kernels of the influence pass. Private to kernels/cuda.
#pragma once

#include <cstddef>
#include <span>

#include "kernels/cuda/influence.h"

namespace moa::kernels::cuda {

// One tile of query rows against all keys before them, 64-key blocks from the diagonal down to 0.
struct alignas(16) InfluenceTile {
    std::int32_t head = 0;
    std::int32_t kvHead = 0;
    std::int32_t firstToken = 0;
    std::int32_t n = 0;
    std::int32_t firstQuery = 0;
    std::int32_t lastBlock = 0;
    std::int32_t map = 0;  // index of the output map: batch row * heads + head
    std::int32_t reached = 1;
};

struct InfluenceArguments {
    const InfluenceTile *tiles;
    int tileCount;
    int *next;
    const float *logSumExp;
    const float *rowDots;
    float *influence;
    float *attention;
    std::int64_t tokens;
    int blocks;
    bool isSigned;
    float scale;
};

struct PortableInfluence {
    InfluenceArguments common;
    HeadsBuffer q, k, v, dO;
    int headDim;
};

struct InfluenceDesignRow {
    const char *name;
    Element type;
    int minDim;
    int maxDim;
    int queryBlocks;
    bool hopper;
    int threads;
    std::size_t sharedBytes;
    const void *kernel;
};

[[nodiscard]] std::span<const InfluenceDesignRow> hopperInfluenceDesigns();
[[nodiscard]] std::span<const InfluenceDesignRow> portableInfluenceDesigns();

// Entries above it wait for the end of their row: at most one a row, as weights add up to 1.
inline constexpr float kTopWeight = 0.7F;

}  // namespace moa::kernels::cuda
