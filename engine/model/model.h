// A model in memory, ready to compute.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "engine/formats/model_files.h"
#include "engine/model/compute.h"
#include "engine/values/model_facts.h"
#include "engine/values/progress.h"

namespace moa::engine {

struct Weights;

// Weights of a Llama-like decoder: RMS norm, rotary attention with grouped heads, SwiGLU. Cheap to copy (the weights
// are shared and never change). Where memory is short a part of the layers stays in the files and is widened layer by
// layer whenever the model runs: slower, and the same numbers.
class Model {
public:
    // Reads and widens the weights, as many as ComputeOptions::weightBytes allows. Throws moa::Error for a file that
    // cannot be read, NaN or infinite weights (of layers that stay in the files: when the model runs), a rotary scaling
    // that is not computed, memory too short for the embeddings and one layer, and a GPU that is not there, computes no
    // such type or has no room for all weights; cancelled between tensors.
    [[nodiscard]] static Model load(const ModelFiles &files, const ComputeOptions &options, Progress &progress);

    [[nodiscard]] const ModelFacts &facts() const noexcept;
    [[nodiscard]] ComputeOptions options() const noexcept;
    [[nodiscard]] const Weights &weights() const noexcept { return *weights_; }

private:
    explicit Model(std::shared_ptr<const Weights> weights) : weights_(std::move(weights)) {}

    std::shared_ptr<const Weights> weights_;
};

// Refuses token ids outside 0..vocab-1, an empty list, and more tokens than the model has positions.
void checkIds(const ModelFacts &facts, std::span<const std::int32_t> ids);

}  // namespace moa::engine
