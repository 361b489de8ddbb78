// What the decode launcher and its kernels share. Private to kernels/cuda.
#pragma once

#include <vector_types.h>

#include "kernels/cuda/decode.h"

namespace moa::kernels::cuda {

inline constexpr int kDecodeChunk = 64;  // slots that a block reads at a time
inline constexpr int kDecodeGroup = 16;  // query heads of a kv head that the fast kernel takes together

// A run of chunks of one cache. Of no chunks: there is no more work.
struct alignas(16) DecodePiece {
    const void *k = nullptr;
    const void *v = nullptr;
    std::int32_t task = 0;  // row * kvHeads + kv head
    std::int32_t firstChunk = 0;
    std::int32_t chunks = 0;
    std::int32_t part = 0;   // which of the task's pieces
    std::int32_t parts = 1;  // how many there are
    std::int32_t slot = 0;   // of part 0 in the buffer of partial results
};

// What a block of threads has to do: pieces[first .. end - 1].
struct DecodeBlock {
    std::int32_t first = 0;
    std::int32_t end = 0;
};

struct DecodeArguments {
    const DecodePiece *pieces;
    const DecodeBlock *blocks;
    const std::int32_t *valid;
    const void *q;
    void *o;
    float *partial;          // [slots][group][headDim]: unnormalised output
    float2 *partialFacts;    // [slots][group]: largest power, sum
    std::int32_t *finished;  // [tasks], parts done; 0 between launches
    int group;
    int headDim;
    float scaleLog2;
};

struct DecodeKernel {
    const void *kernel = nullptr;
    int threads = 0;
    std::size_t sharedBytes = 0;
    int perMultiprocessor = 1;
    bool split = false;  // takes pieces; otherwise one block a query head
};

// The kernel that serves a shape: tensor cores for 16-bit elements of head dimension 32, 64, 96 or 128 and at most
// kDecodeGroup query heads a kv head, plain arithmetic otherwise.
[[nodiscard]] DecodeKernel decodeKernel(Element type, int headDim, int group);

}  // namespace moa::kernels::cuda
