// The pieces of one decoder layer, forward and backward. Internal to the rooms that compute.
//
//   a = rmsNorm(x), (q, k, v) = rotate(qkNorm(a Wqkv)), h = x + attention(q, k, v) Wo
//   b = rmsNorm(h), (g, u) = b Wgu,                     y = h + (silu(g) * u) Wdown
//
// x, h and y are [n, hidden] in the activations' type; q, k, v lie side by side in one [n, (H + 2 H_kv) * headDim]
// buffer. Gradients are taken with respect to activations only, so the backward needs no weight gradients and no graph.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>

#include "engine/model/compute_device.h"
#include "engine/model/weights.h"

namespace moa::engine {

// x * weight / sqrt(mean(x^2) + eps), over the last dimension.
[[nodiscard]] at::Tensor rmsNorm(const at::Tensor &x, const at::Tensor &weight, double eps);
// dL/dx of rmsNorm for dL/dy = gradient.
[[nodiscard]] at::Tensor rmsNormBackward(const at::Tensor &x, const at::Tensor &weight, double eps,
                                         const at::Tensor &gradient);

// Rows of the embedding in the activations' type: [n, hidden]. A tensor of ids lies on the weights' device.
[[nodiscard]] at::Tensor embed(const Weights &weights, const at::Tensor &ids);
[[nodiscard]] at::Tensor embed(const Weights &weights, std::span<const std::int32_t> ids);

// rmsNorm(x) W^T.
[[nodiscard]] at::Tensor normProduct(const Weights &weights, const Linear &linear, const at::Tensor &x,
                                     const at::Tensor &norm);

// a Wqkv before norms and rotation.
[[nodiscard]] at::Tensor projectQkv(const Weights &weights, const LayerWeights &layer, const at::Tensor &x);
// The norms of q and k where the model has them, in place.
void normQk(const Weights &weights, const LayerWeights &layer, at::Tensor &qkv);
// Norms and rotates q and k of a projection of a text's first rows, in place.
void rotateQk(const Weights &weights, const LayerWeights &layer, TextAttention &text, at::Tensor &qkv);
// From the gradient of rotated q, k, v to that of the projection, in place; `projected` is projectQkv's result.
void rotateQkBackward(const Weights &weights, const LayerWeights &layer, TextAttention &text,
                      const at::Tensor &projected, at::Tensor &gradient);

// h += (silu(g) * u) Wdown.
void addMlp(const Weights &weights, const LayerWeights &layer, at::Tensor &h);
// dL/dh of addMlp for dL/dy = gradient.
[[nodiscard]] at::Tensor addMlpBackward(const Weights &weights, const LayerWeights &layer, const at::Tensor &h,
                                        const at::Tensor &gradient);

}  // namespace moa::engine
