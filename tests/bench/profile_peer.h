// The yardstick of profiling: what LibTorch's automatic differentiation takes for one sample, forward and backward.
#pragma once

#include <cstdint>
#include <memory>

#include "engine/model/model.h"
#include "engine/values/dataset.h"

namespace moa::bench {

enum class Peer {
    Checkpointed,  // scaled_dot_product_attention; layers recomputed in the backward pass, as the profiler does
    Eager          // softmax(Q K^T) V written out, everything kept: what the published code builds on
};

// A model as LibTorch users would write it. Holds its own copy of the weights.
class ProfilePeer {
public:
    explicit ProfilePeer(const engine::Model &model);
    ~ProfilePeer();

    // Mean loss over the targets; the gradients go to activations only and are thrown away. Same threads as
    // the model; activations are in the type of its weights.
    [[nodiscard]] double run(const engine::TokenSample &sample, Peer peer) const;

private:
    std::unique_ptr<engine::Weights> weights_;
};

// The largest resident memory of this process since `resetPeakMemory`, bytes; 0 where /proc does not tell.
[[nodiscard]] std::int64_t peakMemory();
void resetPeakMemory();
// Resident now, bytes.
[[nodiscard]] std::int64_t residentMemory();

}  // namespace moa::bench
