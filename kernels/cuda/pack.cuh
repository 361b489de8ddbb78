// Pairs of 16-bit values, as the tensor cores take them.
#pragma once

#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include <cstdint>

namespace moa::kernels::cuda {

// Two floats as one register of 16-bit values, `low` in the lower half.
template <class T>
__device__ inline std::uint32_t packPair(float low, float high);
template <>
__device__ inline std::uint32_t packPair<__nv_bfloat16>(float low, float high) {
    std::uint32_t r;
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(r) : "f"(high), "f"(low));
    return r;
}
template <>
__device__ inline std::uint32_t packPair<__half>(float low, float high) {
    std::uint32_t r;
    asm("cvt.rn.f16x2.f32 %0, %1, %2;" : "=r"(r) : "f"(high), "f"(low));
    return r;
}

}  // namespace moa::kernels::cuda
