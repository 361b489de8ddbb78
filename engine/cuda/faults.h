// From what the kernels report to moa::Error, and from tensors to what they take.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/cuda/CUDAStream.h>

#include "engine/model/compute.h"
#include "engine/values/error.h"
#include "kernels/cuda/device.h"

namespace moa::engine::cuda {

// Throws what a launcher refused or failed at.
inline void check(const kernels::cuda::Outcome &fault) {
    if (fault) throw Error(fault->what, "the GPU", fault->why, fault->remedy);
}

[[nodiscard]] inline kernels::cuda::Stream currentStream() {
    return c10::cuda::getCurrentCUDAStream().stream();
}

// The type of attention's operands and of the caches.
[[nodiscard]] inline kernels::cuda::Element elementOf(ComputeDtype dtype) {
    switch (dtype) {
        case ComputeDtype::BFloat16: return kernels::cuda::Element::Bfloat16;
        case ComputeDtype::Float16: return kernels::cuda::Element::Half;
        case ComputeDtype::Float32:
        case ComputeDtype::Float64: break;
    }
    return kernels::cuda::Element::Float;
}
[[nodiscard]] inline kernels::cuda::Element elementOf(at::ScalarType type) {
    if (type == at::kBFloat16) return kernels::cuda::Element::Bfloat16;
    return type == at::kHalf ? kernels::cuda::Element::Half : kernels::cuda::Element::Float;
}
[[nodiscard]] inline at::ScalarType torchType(kernels::cuda::Element type) {
    switch (type) {
        case kernels::cuda::Element::Bfloat16: return at::kBFloat16;
        case kernels::cuda::Element::Half: return at::kHalf;
        case kernels::cuda::Element::Float: break;
    }
    return at::kFloat;
}

// `heads` heads of [rows, ...] from column `first` on.
[[nodiscard]] inline kernels::cuda::HeadsBuffer headsOf(const at::Tensor &rows, std::int64_t first, int headDim) {
    auto *data = static_cast<std::byte *>(rows.data_ptr()) + first * rows.element_size();
    return {data, rows.stride(0), headDim};
}

}  // namespace moa::engine::cuda
