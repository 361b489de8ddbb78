// Portable prefill: plain fp32 arithmetic, any element type, any head dimension up to 256. 64 query rows of one head
// against 64 keys at a time; a thread owns 4 rows and 4 keys of the scores, and the same 4 rows of the output.
#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include "kernels/cuda/portable.cuh"
#include "kernels/cuda/prefill_design.h"

namespace moa::kernels::cuda {
namespace {

constexpr int kThreads = 256;  // 16 x 16, each 4 x 4

struct PrefillBuffers {
    TileChunk q;
    TileChunk k;  // later v
    float weights[64][65];
};

__device__ bool sees(const PrefillTile &t, int row, int key) {
    if (key > row) return false;
    if (key < 64) return true;
    return key >= (t.byBlock ? (row / 64 - t.window / 64 + 1) * 64 : row - t.window + 1);
}

// Largest of a row's 64 entries over the 16 threads that hold it.
__device__ float rowMost(float x) {
    for (int step = 8; step; step /= 2) x = fmaxf(x, __shfl_xor_sync(~0U, x, step));
    return x;
}
__device__ float rowSum(float x) {
    for (int step = 8; step; step /= 2) x += __shfl_xor_sync(~0U, x, step);
    return x;
}

template <class T, int kChunks>
__global__ void __launch_bounds__(kThreads) prefillPortable(const __grid_constant__ PortablePrefill p) {
    __shared__ PrefillBuffers shared;
    const PrefillTile t = p.common.tiles[blockIdx.x];
    const int y = threadIdx.x / 16 * 4;  // first row of this thread
    const int x = threadIdx.x % 16;      // its keys are x, x + 16, ...; its output columns x and x + 16 of each chunk
    const HeadRows<T> q(p.q, t.head, t.firstToken, t.n, p.headDim);
    const HeadRows<T> k(p.k, t.kvHead, t.firstToken, t.n, p.headDim);
    const HeadRows<T> v(p.v, t.kvHead, t.firstToken, t.n, p.headDim);
    float out[kChunks][4][2] = {};
    float most[4], sum[4] = {};
    for (float &m : most) m = -INFINITY;
    for (int i = 0; i < t.blocks; ++i) {
        const int first = (i < t.blocks - 1 ? t.lastBlock - i : 0) * 64;
        float s[4][4] = {};
        addProducts<T, kChunks>(s, shared.q, shared.k, q, t.firstQuery, k, first);
        for (int r = 0; r < 4; ++r) {
            const int row = t.firstQuery + y + r;
            float largest = most[r];
            for (int c = 0; c < 4; ++c) {
                s[r][c] = sees(t, row, first + x + 16 * c) ? s[r][c] * p.common.scale : -INFINITY;
                largest = fmaxf(largest, s[r][c]);
            }
            largest = rowMost(largest);
            const float base = largest == -INFINITY ? 0 : largest;  // a row may see nothing of its first block
            const float decay = expf(most[r] - base);
            float added = 0;
            for (int c = 0; c < 4; ++c) {
                const float e = expf(s[r][c] - base);
                shared.weights[y + r][x + 16 * c] = e;
                added += e;
            }
            sum[r] = sum[r] * decay + rowSum(added);
            most[r] = largest;
            for (int chunk = 0; chunk < kChunks; ++chunk) out[chunk][r][0] *= decay, out[chunk][r][1] *= decay;
        }
        for (int chunk = 0; chunk < kChunks; ++chunk) {
            __syncthreads();
            v.load(shared.k, first, chunk);
            __syncthreads();
            for (int key = 0; key < 64; ++key)
                for (int r = 0; r < 4; ++r) {
                    const float w = shared.weights[y + r][key];
                    out[chunk][r][0] += w * shared.k[key][x];
                    out[chunk][r][1] += w * shared.k[key][x + 16];
                }
        }
        __syncthreads();
    }
    for (int r = 0; r < 4; ++r) {
        const int row = t.firstQuery + y + r;
        if (row >= t.n) continue;
        if (p.common.logSumExp && x == 0)
            p.common.logSumExp[t.head * p.common.tokens + t.firstToken + row] = most[r] + logf(sum[r]);
        T *to =
            static_cast<T *>(p.common.o) + (t.firstToken + row) * p.common.oTokenStride + t.head * p.common.oHeadStride;
        for (int chunk = 0; chunk < kChunks; ++chunk)
            for (int c = 0; c < 2; ++c) {
                const int d = chunk * 32 + x + 16 * c;
                if (d >= p.headDim) continue;
                to[d] = T(out[chunk][r][c] / sum[r]);
                if (p.common.fullO)
                    p.common
                        .fullO[(static_cast<std::int64_t>(t.firstToken + row) * p.common.heads + t.head) * p.headDim +
                               d] = out[chunk][r][c] / sum[r];
            }
    }
}

struct RowOf {
    template <class T, int kChunks>
    PrefillDesignRow operator()(Element type, int minDim) const {
        return {"portable", type,
                minDim,     kChunks * 32,
                1,          1,
                false,      kThreads,
                0,          reinterpret_cast<const void *>(prefillPortable<T, kChunks>)};
    }
};

}  // namespace

std::span<const PrefillDesignRow> portablePrefillDesigns() {
    static const auto rows = portableDesigns(RowOf());
    return rows;
}

}  // namespace moa::kernels::cuda
