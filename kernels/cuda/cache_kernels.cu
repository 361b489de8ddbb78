// Rotation of q and k, and the ragged caches' new entries: plain element-wise kernels, a thread for a pair of
// dimensions.
#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include "kernels/attention.h"
#include "kernels/cuda/early.cuh"
#include "kernels/cuda/launch.h"
#include "kernels/cuda/ragged_cache.h"

namespace moa::kernels::cuda {
namespace {

constexpr int kThreads = 128;

// The pair (x, y) turned by the angle of `pair` at `position`; `sign` -1 turns back.
__device__ float2 turned(float x, float y, const RotaryTable &table, std::int64_t position, int half, int pair,
                         float sign) {
    if (!table.cosines) return {x, y};
    const float c = table.cosines[position * half + pair];
    const float s = sign * table.sines[position * half + pair];
    return {x * c - y * s, y * c + x * s};
}

__global__ void __launch_bounds__(kThreads) rotateKernel(const __grid_constant__ Rotary p) {
    const int half = p.headDim / 2;
    float *row = p.x + static_cast<std::int64_t>(blockIdx.x) * p.stride;
    for (int i = threadIdx.x; i < p.heads * half; i += kThreads) {
        float *low = row + i / half * p.headDim + i % half;
        const float2 pair = turned(low[0], low[half], p.table, blockIdx.x, half, i % half, p.inverse ? -1.0F : 1.0F);
        low[0] = pair.x;
        low[half] = pair.y;
    }
}

__device__ std::int64_t slotOf(std::int64_t position, std::int64_t capacity) {
    return position < kTile ? position : kTile + (position - kTile) % (capacity - kTile);
}

// A block: one slot after the other of one kv head, each from the last position that has it.
template <class T>
__global__ void __launch_bounds__(kThreads) fillKernel(const __grid_constant__ CacheFill p) {
    const int g = blockIdx.y;
    const DecodeCache cache = p.caches[g];
    const std::int64_t ring = cache.capacity - kTile;
    const std::int64_t used = p.n < cache.capacity ? p.n : cache.capacity;
    for (std::int64_t slot = blockIdx.x; slot < used; slot += gridDim.x) {
        const std::int64_t position = slot < kTile ? slot : slot + (p.n - 1 - slot) / ring * ring;
        const std::int64_t from = position * p.stride + static_cast<std::int64_t>(g) * p.headDim;
        for (int d = threadIdx.x; d < p.headDim; d += kThreads) {
            static_cast<T *>(const_cast<void *>(cache.k))[slot * p.headDim + d] = T(p.k[from + d]);
            static_cast<T *>(const_cast<void *>(cache.v))[slot * p.headDim + d] = T(p.v[from + d]);
        }
    }
}

constexpr int kAppendHeads = 4;  // of a block

// A block: some heads of one row; heads of q first, then of k, then of v.
template <class T>
__global__ void __launch_bounds__(64 * kAppendHeads) appendKernel(const __grid_constant__ CacheAppend p) {
    startKernelAfter();
    awaitKernelBefore();
    const int row = blockIdx.x;
    const int head = blockIdx.y * kAppendHeads + threadIdx.y;
    if (head >= p.heads + 2 * p.kvHeads) return;
    const int half = p.headDim / 2;
    const std::int64_t position = p.positions[row];
    const std::int64_t width = static_cast<std::int64_t>(p.heads + 2 * p.kvHeads) * p.headDim;
    const float *from = p.qkv + row * width + static_cast<std::int64_t>(head) * p.headDim;
    const bool isQ = head < p.heads;
    const bool isV = head >= p.heads + p.kvHeads;
    T *to;
    if (isQ) {
        to = static_cast<T *>(p.q) + (static_cast<std::int64_t>(row) * p.heads + head) * p.headDim;
    } else {
        const int task = row * p.kvHeads + (head - p.heads) % p.kvHeads;
        const DecodeCache cache = p.caches[task];
        const auto *memory = isV ? cache.v : cache.k;
        to = static_cast<T *>(const_cast<void *>(memory)) + slotOf(position, cache.capacity) * p.headDim;
        if (isV && threadIdx.x == 0)
            p.valid[task] = static_cast<std::int32_t>(position + 1 < cache.capacity ? position + 1 : cache.capacity);
    }
    const RotaryTable table = isV ? RotaryTable{} : p.table;
    for (int i = threadIdx.x; i < half; i += blockDim.x) {
        const float2 pair = turned(from[i], from[half + i], table, position, half, i, 1.0F);
        to[i] = T(pair.x);
        to[half + i] = T(pair.y);
    }
}

template <class T>
void launchFill(const CacheFill &p) {
    const std::int64_t blocks = p.slots < 4096 ? p.slots : 4096;
    fillKernel<T><<<dim3(static_cast<unsigned>(blocks), static_cast<unsigned>(p.kvHeads)), kThreads, 0, p.stream>>>(p);
}

template <class T>
Outcome launchAppend(const CacheAppend &p, const char *what) {
    const int heads = p.heads + 2 * p.kvHeads;
    const dim3 grid(static_cast<unsigned>(p.rows), static_cast<unsigned>((heads + kAppendHeads - 1) / kAppendHeads));
    CacheAppend arguments = p;
    void *parameters[] = {&arguments};
    return launchEarly(reinterpret_cast<const void *>(appendKernel<T>), grid,
                       dim3(p.headDim <= 64 ? 32 : 64, kAppendHeads), 0, parameters, p.stream, what);
}

Outcome checkEven(int headDim, const char *what) {
    if (headDim > 0 && headDim % 2 == 0) return {};
    return Fault{what, "the head dimension is " + std::to_string(headDim) + ", not even",
                 "Check the shape of the model."};
}

}  // namespace

Outcome rotate(const Rotary &p) {
    constexpr const char *kWhat = "Rotary embedding on the GPU";
    if (auto fault = checkEven(p.headDim, kWhat)) return fault;
    if (p.rows == 0) return {};
    rotateKernel<<<static_cast<unsigned>(p.rows), kThreads, 0, p.stream>>>(p);
    return launched(kWhat);
}

Outcome fillCaches(const CacheFill &p) {
    constexpr const char *kWhat = "Filling caches on the GPU";
    if (p.n < 1 || p.kvHeads < 1 || p.slots < 1)
        return Fault{kWhat, "the shape is empty", "Give at least one token, head and slot."};
    switch (p.type) {
        case Element::Bfloat16: launchFill<__nv_bfloat16>(p); break;
        case Element::Half: launchFill<__half>(p); break;
        case Element::Float: launchFill<float>(p); break;
    }
    return launched(kWhat);
}

Outcome appendToCaches(const CacheAppend &p) {
    constexpr const char *kWhat = "Appending to caches on the GPU";
    if (auto fault = checkEven(p.headDim, kWhat)) return fault;
    if (p.rows < 1) return Fault{kWhat, "the batch is empty", "Give at least one row."};
    switch (p.type) {
        case Element::Bfloat16: return launchAppend<__nv_bfloat16>(p, kWhat);
        case Element::Half: return launchAppend<__half>(p, kWhat);
        case Element::Float: break;
    }
    return launchAppend<float>(p, kWhat);
}

}  // namespace moa::kernels::cuda
