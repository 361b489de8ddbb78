// Gradients of dense causal attention by plain tensor operations, some rows at a time: for types and head dimensions
// that flash attention does not take (fp32 above all).
#pragma once

#include <ATen/core/Tensor.h>

namespace moa::engine::cuda {

struct DenseAttention {
    at::Tensor q;  // [H, n, D], any strides, like all here
    at::Tensor k;  // [H_kv, n, D]
    at::Tensor v;
    at::Tensor dO;         // [H, n, D]
    at::Tensor o;          // [H, n, D], fp32
    at::Tensor logSumExp;  // [H, n], fp32
};

// dL/d(q, k, v) side by side, [n, (H + 2 H_kv) * D], fp32.
[[nodiscard]] at::Tensor denseGradients(const DenseAttention &a, double scale);

}  // namespace moa::engine::cuda
