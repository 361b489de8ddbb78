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
// are shared and never change).
class Model {
public:
    // Reads and widens every weight. Throws moa::Error for a file that cannot be read, NaN or infinite weights, and a
    // rotary scaling that is not computed; cancelled between tensors.
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
