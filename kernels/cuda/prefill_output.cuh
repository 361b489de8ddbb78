// How a tile of sparse prefill leaves the registers on Hopper.
#pragma once

#include "kernels/cuda/pack.cuh"
#include "kernels/cuda/prefill_design.h"
#include "kernels/cuda/sm90.cuh"

namespace moa::kernels::cuda {

// O / sum as it is in the registers, in fp32.
template <class Design>
__device__ inline void storeFullOutput(const PrefillTile &t, const float (&o)[Design::kDim / 2], const int (&row)[2],
                                       const float (&inverse)[2], const PrefillArguments &p) {
#pragma unroll
    for (int h = 0; h < 2; ++h) {
        if (row[h] >= t.n) continue;
        float *to = p.fullO + (static_cast<std::int64_t>(t.firstToken + row[h]) * p.heads + t.head) * Design::kDim +
                    threadIdx.x % 4 * 2;
#pragma unroll
        for (int j = 0; j < Design::kDim / 8; ++j)
            *reinterpret_cast<float2 *>(to + j * 8) =
                make_float2(o[4 * j + 2 * h] * inverse[h], o[4 * j + 2 * h + 1] * inverse[h]);
    }
}

// O / sum through the warp's own corner of shared memory, so that rows leave as whole lines.
template <class Design, class Shared, class Rows>
__device__ inline void storeOutput(Shared &shared, const PrefillTile &t, const float (&o)[Design::kDim / 2],
                                   const Rows &rows, const PrefillArguments &p) {
    constexpr int kRowBytes = Design::kDim * 2;
    const int lane = threadIdx.x % 32;
    const int warp = threadIdx.x / 32;
    std::uint8_t *mine = shared.o + warp * 16 * kRowBytes;
    float inverse[2];
#pragma unroll
    for (int h = 0; h < 2; ++h) {
        float sum = rows.sum[h];
        sum += __shfl_xor_sync(~0U, sum, 1);
        sum += __shfl_xor_sync(~0U, sum, 2);
        inverse[h] = 1.0F / sum;
        if (p.logSumExp && lane % 4 == 0 && rows.row[h] < t.n)
            p.logSumExp[t.head * p.tokens + t.firstToken + rows.row[h]] = rows.most[h] * p.scale + logf(sum);
    }
    if (p.fullO) storeFullOutput<Design>(t, o, rows.row, inverse, p);
    __syncwarp();
#pragma unroll
    for (int j = 0; j < Design::kDim / 8; j += 2) {
        std::uint32_t r[4];
#pragma unroll
        for (int i = 0; i < 4; ++i) {
            const int at = 4 * (j + i / 2) + i % 2 * 2;
            r[i] = packPair<typename Design::T>(o[at] * inverse[i % 2], o[at + 1] * inverse[i % 2]);
        }
        // Lane L gives the address of row L % 8 of matrix L / 8: rows 0-7, rows 8-15, and both of the next 8 columns.
        const int row = lane % 16;
        const int chunk = (j + lane / 16) ^ (row & 7);
        asm volatile("stmatrix.sync.aligned.m8n8.x4.shared.b16 [%0], {%1, %2, %3, %4};" ::"r"(
                         sm90::sharedAddress(mine + row * kRowBytes + chunk * 16)),
                     "r"(r[0]), "r"(r[1]), "r"(r[2]), "r"(r[3])
                     : "memory");
    }
    __syncwarp();
    constexpr int kChunks = kRowBytes / 16;
    const int firstRow = t.firstQuery + warp * 16;
#pragma unroll
    for (int i = 0; i < 16 * kChunks / 32; ++i) {
        const int row = (i * 32 + lane) / kChunks;
        const int chunk = lane % kChunks;
        const uint4 value = *reinterpret_cast<const uint4 *>(mine + row * kRowBytes + (chunk ^ (row & 7)) * 16);
        if (firstRow + row < t.n)
            *reinterpret_cast<uint4 *>(static_cast<typename Design::T *>(p.o) +
                                       (t.firstToken + firstRow + row) * p.oTokenStride + t.head * p.oHeadStride +
                                       chunk * 8) = value;
    }
}

}  // namespace moa::kernels::cuda
