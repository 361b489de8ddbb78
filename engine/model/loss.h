// From the last residual stream to logits, losses and the first gradient. Internal to the rooms that compute.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/weights.h"

namespace moa::engine {

// Logits [rows, vocab] in the activations' type of rows x [rows, hidden] (before the final norm).
[[nodiscard]] at::Tensor logitsOf(const Weights &weights, const at::Tensor &x);

// Loss in nats of the targets: entry i is -log p(ids[targets[i]]) predicted by row targets[i] - 1 of x [n, hidden].
// Targets are positions 1..n-1. Rows are taken in chunks, so that no [n, vocab] tensor exists.
[[nodiscard]] std::vector<double> targetLosses(const Weights &weights, const at::Tensor &x,
                                               std::span<const std::int32_t> ids,
                                               std::span<const std::int32_t> targets);

struct LossGradient {
    double loss = 0;  // mean over the targets, nats, summed in fp64
    at::Tensor dx;    // [n, hidden]
};

// Mean loss over the targets and its gradient with respect to x.
[[nodiscard]] LossGradient meanLossGradient(const Weights &weights, const at::Tensor &x,
                                            std::span<const std::int32_t> ids, std::span<const std::int32_t> targets);

}  // namespace moa::engine
