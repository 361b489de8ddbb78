// One decode step on a GPU: every query head against the ragged cache of its key/value head. The CPU oracle is
// attentionDecode (kernels/attention.h). The slots of all caches are cut into equal shares, so that the memory is kept
// busy however unequal the spans are; a cache that several blocks share is put together by the last one to finish.
#pragma once

#include <memory>
#include <span>

#include "kernels/cuda/device.h"

namespace moa::kernels::cuda {

// Keys and values of one kv head of one batch row, [slot][headDim] each, 16-byte aligned. Sink, ring and order of the
// slots are the owner's business: keys carry their positions.
struct DecodeCache {
    const void *k = nullptr;
    const void *v = nullptr;
    std::int64_t capacity = 0;  // slots
};

struct DecodeShape {
    int rows = 0;
    int heads = 0;
    int kvHeads = 0;
    int headDim = 0;
    std::span<const DecodeCache> caches;  // [rows][kvHeads]
};

// How the work is shared out, on the device: depends on the capacities alone, so that one plan and one captured graph
// serve every step. A plan serves one stream at a time.
class DecodePlan {
public:
    DecodePlan();
    ~DecodePlan();
    DecodePlan(DecodePlan &&) noexcept;
    DecodePlan &operator=(DecodePlan &&) noexcept;

    // `perMultiprocessor`: shares for each multiprocessor, for benchmarks; 0: the best.
    [[nodiscard]] Outcome build(const DecodeShape &shape, Element type, int perMultiprocessor = 0);

    struct State;
    [[nodiscard]] const State *state() const noexcept { return state_.get(); }

private:
    std::unique_ptr<State> state_;
};

struct Decode {
    Element type = Element::Bfloat16;
    float scale = 1;
    const void *q = nullptr;              // [rows][heads][headDim]
    void *o = nullptr;                    // like q
    const std::int32_t *valid = nullptr;  // on the device, [rows][kvHeads]: slots 0..valid - 1 hold keys, valid >= 1
    Stream stream = nullptr;
};

[[nodiscard]] Outcome decode(const Decode &p, const DecodePlan &plan);

}  // namespace moa::kernels::cuda
