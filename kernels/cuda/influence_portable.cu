// The portable influence pass: plain fp32 arithmetic, any element type, any head dimension up to 256. One block of
// threads owns 64 query rows of one head; a thread holds 4 rows by 4 keys of A and G.
#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include "kernels/cuda/influence_design.h"
#include "kernels/cuda/portable.cuh"
#include "kernels/cuda/runtime.h"

namespace moa::kernels::cuda {
namespace {

constexpr int kThreads = 256;

struct InfluenceBuffers {
    TileChunk a;
    TileChunk b;
    float partial[2][kThreads / 32];
    float topValue[64];
    int topBlock[64];
};

// Over the 16 threads that share rows.
__device__ float rowSum(float x) {
    for (int step = 8; step; step /= 2) x += __shfl_xor_sync(~0U, x, step);
    return x;
}
__device__ float warpSum(float x) {
    for (int step = 16; step; step /= 2) x += __shfl_xor_sync(~0U, x, step);
    return x;
}

// What a thread gathers over its rows.
struct RowTotals {
    float weight[4] = {};  // sum of A without the top
    float excess[4] = {};  // sum of A (G - D) without the top
    float topWeight[4];
    float topGradient[4];
    int topBlock[4] = {-1, -1, -1, -1};
};

// Both sums of the 64 x 64 block, by one thread, in a fixed order.
__device__ void storeBlock(InfluenceBuffers &shared, const InfluenceArguments &p, const InfluenceTile &t, int block,
                           float influence, float attention) {
    influence = warpSum(influence);
    attention = warpSum(attention);
    __syncthreads();
    if (threadIdx.x % 32 == 0) {
        shared.partial[0][threadIdx.x / 32] = influence;
        shared.partial[1][threadIdx.x / 32] = attention;
    }
    __syncthreads();
    if (threadIdx.x >= 2) return;
    float *map = threadIdx.x == 0 ? p.influence : p.attention;
    float sum = 0;
    for (const float part : shared.partial[threadIdx.x]) sum += part;
    if (map) map[(static_cast<std::int64_t>(t.map) * p.blocks + t.firstQuery / 64) * p.blocks + block] = sum;
}

// The entries near 1, now that the rest of their rows is known.
__device__ void addTops(InfluenceBuffers &shared, const InfluenceArguments &p, const InfluenceTile &t, RowTotals &rows,
                        const float (&dot)[4]) {
    const int y = threadIdx.x / 16 * 4;
    __syncthreads();
    if (threadIdx.x < 64) shared.topBlock[threadIdx.x] = -1;
    __syncthreads();
    for (int r = 0; r < 4; ++r) {
        const float weight = rowSum(rows.weight[r]);
        const float excess = rowSum(rows.excess[r]);
        if (rows.topBlock[r] < 0) continue;
        const bool firstRow = t.firstQuery + y + r == 0;
        const float away = firstRow     ? rows.topGradient[r]
                           : weight > 0 ? rows.topGradient[r] - dot[r] - excess / weight
                                        : 0.0F;
        const float e = -rows.topWeight[r] * away;
        shared.topValue[y + r] = p.isSigned ? e : fabsf(e);
        shared.topBlock[y + r] = rows.topBlock[r];
    }
    __syncthreads();
    if (threadIdx.x > 0) return;
    float *row = p.influence + (static_cast<std::int64_t>(t.map) * p.blocks + t.firstQuery / 64) * p.blocks;
    for (int r = 0; r < 64; ++r)
        if (shared.topBlock[r] >= 0) atomicAdd(row + shared.topBlock[r], shared.topValue[r]);
}

template <class T, int kChunks>
__global__ void __launch_bounds__(kThreads) influencePortable(const __grid_constant__ PortableInfluence p) {
    __shared__ InfluenceBuffers shared;
    const InfluenceTile t = p.common.tiles[blockIdx.x];
    const int y = threadIdx.x / 16 * 4;
    const int x = threadIdx.x % 16;
    const HeadRows<T> q(p.q, t.head, t.firstToken, t.n, p.headDim);
    const HeadRows<T> k(p.k, t.kvHead, t.firstToken, t.n, p.headDim);
    const HeadRows<T> v(p.v, t.kvHead, t.firstToken, t.n, p.headDim);
    const HeadRows<T> dO(p.dO, t.head, t.firstToken, t.n, p.headDim);
    float lse[4], dot[4];
    for (int r = 0; r < 4; ++r) {
        const int row = t.firstQuery + y + r;
        const std::int64_t at = t.head * p.common.tokens + t.firstToken + row;
        lse[r] = row < t.n ? p.common.logSumExp[at] : INFINITY;
        dot[r] = row < t.n && t.reached ? p.common.rowDots[at] : 0.0F;
    }
    RowTotals rows;
    for (int block = t.lastBlock; block >= 0; --block) {
        float s[4][4] = {};
        float g[4][4] = {};
        addProducts<T, kChunks>(s, shared.a, shared.b, q, t.firstQuery, k, block * 64);
        if (t.reached) addProducts<T, kChunks>(g, shared.a, shared.b, dO, t.firstQuery, v, block * 64);
        float influence = 0;
        float attention = 0;
        for (int r = 0; r < 4; ++r)
            for (int c = 0; c < 4; ++c) {
                const bool visible = block * 64 + x + 16 * c <= t.firstQuery + y + r;
                const float power = visible ? s[r][c] * p.common.scale - lse[r] : -INFINITY;
                const float a = expf(power);
                attention += a;
                if (!t.reached) continue;
                if (a > kTopWeight) {
                    rows.topWeight[r] = a;
                    rows.topGradient[r] = g[r][c];
                    rows.topBlock[r] = block;
                    continue;
                }
                const float excess = a * (g[r][c] - dot[r]);
                const float e = -excess / (1.0F - a);
                influence += p.common.isSigned ? e : fabsf(e);
                rows.excess[r] += excess;
                rows.weight[r] += a;
            }
        storeBlock(shared, p.common, t, block, influence, attention);
    }
    if (t.reached) addTops(shared, p.common, t, rows, dot);
}

template <class T, class O>
__global__ void rowDotsKernel(const T *dO, const O *o, HeadsBuffer dOShape, HeadsBuffer oShape, int headDim,
                              std::int64_t tokens, float *dots) {
    const std::int64_t t = static_cast<std::int64_t>(blockIdx.x) * (blockDim.x / 32) + threadIdx.x / 32;
    const int head = blockIdx.y;
    if (t >= tokens) return;
    const T *a = dO + t * dOShape.tokenStride + head * dOShape.headStride;
    const O *b = o + t * oShape.tokenStride + head * oShape.headStride;
    float sum = 0;
    for (int d = threadIdx.x % 32; d < headDim; d += 32) sum += static_cast<float>(a[d]) * static_cast<float>(b[d]);
    sum = warpSum(sum);
    if (threadIdx.x % 32 == 0) dots[head * tokens + t] = sum;
}

template <class T, class O>
void launchRowDots(const RowDots &p) {
    const dim3 grid(static_cast<unsigned>((p.tokens + 7) / 8), static_cast<unsigned>(p.heads));
    rowDotsKernel<T, O><<<grid, 256, 0, p.stream>>>(static_cast<const T *>(p.dO.data), static_cast<const O *>(p.o.data),
                                                    p.dO, p.o, p.headDim, p.tokens, p.rowDots);
}

template <class T>
void launchRowDots(const RowDots &p) {
    switch (p.outputType) {
        case Element::Bfloat16: return launchRowDots<T, __nv_bfloat16>(p);
        case Element::Half: return launchRowDots<T, __half>(p);
        case Element::Float: return launchRowDots<T, float>(p);
    }
}

struct RowOf {
    template <class T, int kChunks>
    InfluenceDesignRow operator()(Element type, int minDim) const {
        return {"portable",   type, minDim,
                kChunks * 32, 1,    false,
                kThreads,     0,    reinterpret_cast<const void *>(influencePortable<T, kChunks>)};
    }
};

}  // namespace

std::span<const InfluenceDesignRow> portableInfluenceDesigns() {
    static const auto rows = portableDesigns(RowOf());
    return rows;
}

Outcome rowDots(const RowDots &p) {
    constexpr const char *kWhat = "Row sums of dO and O on the GPU";
    if (p.tokens < 1 || p.heads < 1 || p.headDim < 1)
        return Fault{kWhat, "the shape is empty", "Give at least one token, head and dimension."};
    switch (p.type) {
        case Element::Bfloat16: launchRowDots<__nv_bfloat16>(p); break;
        case Element::Half: launchRowDots<__half>(p); break;
        case Element::Float: launchRowDots<float>(p); break;
    }
    return launched(kWhat);
}

}  // namespace moa::kernels::cuda
