// What enters the ragged caches that decode (decode.h) reads. A cache of c slots holds the first 64 tokens of its row
// and a ring over the last c - 64: position p has slot p while p < 64, else 64 + (p - 64) mod (c - 64). The CPU oracle
// is RaggedCache (engine/model/ragged_cache.h), whose keys lie in another order.
#pragma once

#include "kernels/cuda/decode.h"
#include "kernels/cuda/rotary.h"

namespace moa::kernels::cuda {

// The keys and values of a whole prompt of one row, one layer. Keys are turned already.
struct CacheFill {
    Element type = Element::Bfloat16;  // of the caches
    std::int64_t n = 0;                // tokens of the prompt
    int kvHeads = 0;
    int headDim = 0;
    const float *k = nullptr;  // element (t, g, d) at k[t * stride + g * headDim + d]
    const float *v = nullptr;  // like k
    std::int64_t stride = 0;
    const DecodeCache *caches = nullptr;  // on the device, [kvHeads]
    std::int64_t slots = 0;               // of the largest of them
    Stream stream = nullptr;
};
[[nodiscard]] Outcome fillCaches(const CacheFill &p);

// One new token of every row of the batch, one layer: turns q and k by the row's position, rounds q for decode, stores
// k and v, and counts the slots that are in use from then on.
struct CacheAppend {
    Element type = Element::Bfloat16;  // of q and the caches
    int rows = 0;
    int heads = 0;
    int kvHeads = 0;
    int headDim = 0;
    const float *qkv = nullptr;               // [rows][(heads + 2 kvHeads) * headDim], side by side
    RotaryTable table;                        // null: this layer does not rotate
    const std::int32_t *positions = nullptr;  // on the device, [rows]
    const DecodeCache *caches = nullptr;      // on the device, [rows][kvHeads]
    void *q = nullptr;                        // [rows][heads][headDim]
    std::int32_t *valid = nullptr;            // [rows][kvHeads]
    Stream stream = nullptr;
};
[[nodiscard]] Outcome appendToCaches(const CacheAppend &p);

}  // namespace moa::kernels::cuda
