// Block sums of the influence E and of the attention A in one pass over Q, K, V and dO, with nothing of size N x N in
// memory. The CPU oracle is influenceBackward (kernels/attention.h), whose formula this is:
//   A_ij = exp(scale q_i k_j - lse_i),  G_ij = dO_i v_j,  E_ij = -A_ij (G_ij - D_i) / (1 - A_ij),  E_00 = -A_00 G_00.
// An entry with A > 0.7 waits for the end of its row and becomes -A (G - mean of G over the other entries, weighted by
// A): the plain form would cancel, and with this one the rounding of D does not matter where it would be amplified.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "kernels/cuda/device.h"
#include "kernels/cuda/prefill_schedule.h"

namespace moa::kernels::cuda {

struct InfluenceShape {
    int heads = 0;
    int kvHeads = 0;
    int headDim = 0;
    std::span<const PrefillRow> rows;  // firstRow is not used
    // One flag a 64-row block, rows of the batch one after the other: is any gradient of its query rows not 0?
    // Empty: all are. Influence is 0 where it is not, and only the attention is computed.
    std::span<const std::uint8_t> reached;
    bool attention = true;  // false: blocks that are not reached are left out altogether
};

// The tiles of one batch on the device, shared by all layers.
class InfluencePlan {
public:
    InfluencePlan();
    ~InfluencePlan();
    InfluencePlan(InfluencePlan &&) noexcept;
    InfluencePlan &operator=(InfluencePlan &&) noexcept;

    // `design` names one of influenceDesigns(), for benchmarks.
    [[nodiscard]] Outcome build(const InfluenceShape &shape, Element type, const char *design = "");

    [[nodiscard]] const char *design() const noexcept;

    struct State;
    [[nodiscard]] const State *state() const noexcept { return state_.get(); }

private:
    std::unique_ptr<State> state_;
};

struct Influence {
    Element type = Element::Bfloat16;
    std::int64_t tokens = 0;
    float scale = 1;
    HeadsBuffer q;                     // [tokens][heads][headDim]
    HeadsBuffer k;                     // [tokens][kvHeads][headDim]
    HeadsBuffer v;                     // like k
    HeadsBuffer dO;                    // like q
    const float *logSumExp = nullptr;  // [heads][tokens], as prefill gives it
    const float *rowDots = nullptr;    // [heads][tokens], D of each row, in fp32
    bool isSigned = false;             // sums of E instead of |E|
    int blocks = 0;                    // blocks along a side of the outputs, >= ceil(longest row / 64)
    // [rows of the batch][heads][blocks][blocks]; written for the blocks that the plan's tiles reach, j <= i.
    float *influence = nullptr;
    float *attention = nullptr;  // or nullptr
    Stream stream = nullptr;
};

[[nodiscard]] Outcome influence(const Influence &p, const InfluencePlan &plan);

[[nodiscard]] std::vector<const char *> influenceDesigns(Element type, int headDim);

// D_i = sum over d of dO_id O_id in fp32, [heads][tokens]. O may be fp32 beside a 16-bit dO.
struct RowDots {
    Element type = Element::Bfloat16;
    Element outputType = Element::Bfloat16;
    std::int64_t tokens = 0;
    int heads = 0;
    int headDim = 0;
    HeadsBuffer dO;
    HeadsBuffer o;
    float *rowDots = nullptr;
    Stream stream = nullptr;
};
[[nodiscard]] Outcome rowDots(const RowDots &p);

}  // namespace moa::kernels::cuda
