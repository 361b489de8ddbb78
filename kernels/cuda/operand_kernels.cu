// Norms and gates that leave operands: bound by reading their rows once.
#include "kernels/cuda/operands.h"
#include "kernels/cuda/pack.cuh"
#include "kernels/cuda/runtime.h"

namespace moa::kernels::cuda {
namespace {

constexpr int kNormThreads = 512;
constexpr int kGateThreads = 256;

// A block: one row.
template <class T>
__global__ void __launch_bounds__(kNormThreads) normKernel(const __grid_constant__ RoundedNorm p) {
    __shared__ float sums[kNormThreads / 32];
    const std::int64_t first = blockIdx.x * p.width;
    const auto *x = reinterpret_cast<const float4 *>(p.x + first);
    const auto *weight = reinterpret_cast<const float4 *>(p.weight);
    auto *y = reinterpret_cast<uint2 *>(static_cast<T *>(p.y) + first);
    const auto quads = static_cast<int>(p.width / 4);
    float sum = 0;
    for (int i = threadIdx.x; i < quads; i += kNormThreads) {
        const float4 v = x[i];
        sum += v.x * v.x + v.y * v.y + (v.z * v.z + v.w * v.w);
    }
    for (int step = 16; step; step /= 2) sum += __shfl_xor_sync(~0U, sum, step);
    if (threadIdx.x % 32 == 0) sums[threadIdx.x / 32] = sum;
    __syncthreads();
    sum = 0;
#pragma unroll
    for (const float part : sums) sum += part;
    const float scale = rsqrtf(sum / static_cast<float>(p.width) + p.eps);
    for (int i = threadIdx.x; i < quads; i += kNormThreads) {
        const float4 v = x[i];
        const float4 w = weight[i];
        y[i] = {packPair<T>(v.x * scale * w.x, v.y * scale * w.y), packPair<T>(v.z * scale * w.z, v.w * scale * w.w)};
    }
}

__device__ inline float gated(float g, float u) {
    return g / (1 + expf(-g)) * u;
}

// A thread: four neighbours of one row.
template <class T>
__global__ void __launch_bounds__(kGateThreads) gateKernel(const __grid_constant__ RoundedGate p) {
    const std::int64_t row = blockIdx.x;
    const auto *g = reinterpret_cast<const float4 *>(p.gu + 2 * row * p.width);
    const auto quads = static_cast<int>(p.width / 4);
    auto *y = reinterpret_cast<uint2 *>(static_cast<T *>(p.y) + row * p.width);
    for (int i = blockIdx.y * kGateThreads + threadIdx.x; i < quads; i += gridDim.y * kGateThreads) {
        const float4 a = g[i];
        const float4 b = g[quads + i];
        y[i] = {packPair<T>(gated(a.x, b.x), gated(a.y, b.y)), packPair<T>(gated(a.z, b.z), gated(a.w, b.w))};
    }
}

Outcome checkRows(Element type, std::int64_t rows, std::int64_t width, const char *what) {
    if (rows >= 1 && rows < (std::int64_t{1} << 31) && width >= 4 && width % 4 == 0 &&
        width < (std::int64_t{1} << 31) && type != Element::Float)
        return {};
    return Fault{what, std::to_string(rows) + " rows of " + std::to_string(width) + " numbers",
                 "Give rows of a multiple of 4 numbers and a 16-bit result."};
}

}  // namespace

Outcome roundedNorm(const RoundedNorm &p) {
    constexpr const char *kWhat = "A norm on the GPU";
    if (auto fault = checkRows(p.type, p.rows, p.width, kWhat)) return fault;
    const auto blocks = static_cast<unsigned>(p.rows);
    if (p.type == Element::Half)
        normKernel<__half><<<blocks, kNormThreads, 0, p.stream>>>(p);
    else
        normKernel<__nv_bfloat16><<<blocks, kNormThreads, 0, p.stream>>>(p);
    return launched(kWhat);
}

Outcome roundedGate(const RoundedGate &p) {
    constexpr const char *kWhat = "A gate on the GPU";
    if (auto fault = checkRows(p.type, p.rows, p.width, kWhat)) return fault;
    const auto parts = static_cast<unsigned>((p.width / 4 + kGateThreads - 1) / kGateThreads);
    const dim3 blocks(static_cast<unsigned>(p.rows), parts);
    if (p.type == Element::Half)
        gateKernel<__half><<<blocks, kGateThreads, 0, p.stream>>>(p);
    else
        gateKernel<__nv_bfloat16><<<blocks, kGateThreads, 0, p.stream>>>(p);
    return launched(kWhat);
}

}  // namespace moa::kernels::cuda
