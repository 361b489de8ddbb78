// How the launcher finds the kernels: each design is one row of a table. Private to kernels/cuda.
#pragma once

#include <cstddef>
#include <span>

#include "kernels/cuda/prefill.h"

namespace moa::kernels::cuda {

struct PrefillArguments {
    const PrefillTile *tiles;
    int tileCount;
    int *next;  // index of the next tile to take, 0 at the start
    void *o;
    std::int64_t oTokenStride;
    std::int64_t oHeadStride;
    float *fullO;      // [tokens][heads][headDim], or nullptr
    float *logSumExp;  // [heads][tokens], or nullptr
    std::int64_t tokens;
    int heads;
    float scale;
};

// What the portable kernel needs on top: plain pointers instead of tensor maps.
struct PortablePrefill {
    PrefillArguments common;
    HeadsBuffer q, k, v;
    int headDim;
};

struct PrefillDesignRow {
    const char *name;
    Element type;
    int minDim;  // serves head dimensions minDim..maxDim
    int maxDim;
    int queryBlocks;
    int keyBlocks;
    bool hopper;  // takes tensor maps and needs compute capability 9.0
    int threads;
    std::size_t sharedBytes;
    const void *kernel;
};

// Best first.
[[nodiscard]] std::span<const PrefillDesignRow> hopperPrefillDesigns();
[[nodiscard]] std::span<const PrefillDesignRow> portablePrefillDesigns();

}  // namespace moa::kernels::cuda
