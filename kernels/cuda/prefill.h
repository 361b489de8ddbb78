// Sparse prefill on a GPU: softmax(Q K^T * scale + mask) V over ragged batches with one window per head. The CPU oracle
// is attentionForward (kernels/attention.h). Hopper runs 16-bit elements of head dimension 64 or 128 on its own path;
// compute capability 8.0 and newer, any head dimension up to 256 and fp32 run the portable one.
#pragma once

#include <memory>

#include "kernels/cuda/device.h"
#include "kernels/cuda/prefill_schedule.h"

namespace moa::kernels::cuda {

// For benchmarks. The defaults are the best for the shape on the current device.
struct PrefillTuning {
    const char *design = "";        // one of prefillDesigns()
    std::int64_t sectionBytes = 0;  // see prefillTiles
};

// The tiles of one batch on the device: made once per batch and set of windows, used by every layer that shares them.
// A plan serves one stream at a time.
class PrefillPlan {
public:
    PrefillPlan();
    ~PrefillPlan();
    PrefillPlan(PrefillPlan &&) noexcept;
    PrefillPlan &operator=(PrefillPlan &&) noexcept;

    [[nodiscard]] Outcome build(const PrefillShape &shape, Element type, const PrefillTuning &tuning = {});

    [[nodiscard]] const char *design() const noexcept;
    // 64 x 64 blocks of scores that are computed, masked ones included, over all heads.
    [[nodiscard]] std::int64_t computedBlocks() const noexcept;

    struct State;
    [[nodiscard]] const State *state() const noexcept { return state_.get(); }

private:
    std::unique_ptr<State> state_;
};

struct Prefill {
    Element type = Element::Bfloat16;
    std::int64_t tokens = 0;  // of the buffers, all rows of the batch together
    float scale = 1;
    HeadsBuffer q;  // [tokens][heads][headDim]
    HeadsBuffer k;  // [tokens][kvHeads][headDim]
    HeadsBuffer v;
    HeadsBuffer o;               // like q; rows before a batch row's firstRow keep what they held
    float *fullO = nullptr;      // [tokens][heads][headDim] without gaps: o before it is rounded, or nullptr
    float *logSumExp = nullptr;  // [heads][tokens], ln sum exp(scale * q k), or nullptr
    Stream stream = nullptr;
};

// Queues the kernel. Refuses shapes and strides it can not serve (16-byte alignment on Hopper). Tokens between the rows
// of a batch must hold finite values in v: hidden keys weigh 0, and 0 * NaN is NaN.
[[nodiscard]] Outcome prefill(const Prefill &p, const PrefillPlan &plan);

// Names of the designs that serve a shape on the current device, the best first.
[[nodiscard]] std::vector<const char *> prefillDesigns(Element type, int headDim);

}  // namespace moa::kernels::cuda
