// Which tiles a sparse prefill computes, and in which order. Plain C++: the same list on every device.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "kernels/attention.h"

namespace moa::kernels::cuda {

// One row of a ragged batch inside buffers that hold all rows' tokens.
struct PrefillRow {
    std::int64_t firstToken = 0;  // of the row, in the buffers
    std::int64_t n = 0;           // tokens of the row
    std::int64_t firstRow = 0;    // query rows before it need not be computed
};

// The work of one thread block: some 64-row blocks of one query head of one row of the batch against a list of 64-key
// blocks: lastBlock, lastBlock - 1, ... for blocks - 1 of them, then block 0 (the sink, or simply the last of the
// list). The keys are taken `keyBlocks` blocks at a time ("step"); steps before maskedHead and from maskedTail on hold
// entries that some row must not see.
struct alignas(16) PrefillTile {
    std::int32_t head = 0;
    std::int32_t kvHead = 0;
    std::int32_t firstToken = 0;
    std::int32_t n = 0;
    std::int32_t firstQuery = 0;  // first query row of the tile, a multiple of 64
    std::int32_t lastBlock = 0;
    std::int32_t blocks = 0;
    std::int32_t window = 0;  // tokens; rows see keys from t - window + 1 (or that key's block) to t, and the sink
    std::int32_t byBlock = 0;
    std::int32_t maskedHead = 0;
    std::int32_t maskedTail = 0;
    std::int32_t unused = 0;

    [[nodiscard]] bool operator==(const PrefillTile &) const = default;
};

struct PrefillShape {
    int heads = 0;
    int kvHeads = 0;
    int headDim = 0;
    std::span<const PrefillRow> rows;
    std::span<const HeadWindow> windows;  // [heads], empty: dense causal attention
};

// One key/value head of one row of the batch, and the section it is worked in: heads of a section are worked together
// and their keys and values, 16 bits an element, fit `sectionBytes`, so that the thread blocks that read the same ones
// meet in the L2 cache. Heavier heads come first.
struct KvSection {
    std::size_t row = 0;
    int kvHead = 0;
    std::int64_t weight = 0;
    std::int32_t section = 0;
};
[[nodiscard]] std::vector<KvSection> kvSections(std::span<const PrefillRow> rows, int kvHeads, int headDim,
                                                std::int64_t sectionBytes,
                                                const std::function<std::int64_t(std::size_t row, int kvHead)> &weight);

// All tiles of a batch, `queryBlocks` 64-row blocks each. Order: section by section, and inside a section the longest
// tile first, so that the last tiles to start are the shortest and thread blocks finish together.
[[nodiscard]] std::vector<PrefillTile> prefillTiles(const PrefillShape &shape, int queryBlocks, int keyBlocks,
                                                    std::int64_t sectionBytes);

// 64 x 64 blocks the tiles compute, masked entries included: what a rate "on computed tiles" counts.
[[nodiscard]] std::int64_t computedBlocks(std::span<const PrefillTile> tiles, int queryBlocks, int keyBlocks) noexcept;

}  // namespace moa::kernels::cuda
