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

// Watches the memory that work takes from here on: of the process, or of the GPU's allocator.
class PeakMemory {
public:
    explicit PeakMemory(const engine::Model &model);

    // Most bytes so far beyond what was taken at the start; 0 where the system does not tell.
    [[nodiscard]] std::int64_t bytes() const;

private:
    int gpu_;  // -1: the process
    std::int64_t before_;
};

}  // namespace moa::bench
