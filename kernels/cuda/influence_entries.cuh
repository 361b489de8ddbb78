// What the Hopper influence pass does with the entries of one 64 x 64 block once their weights A and gradients G are in
// registers. Element i of a thread's 32 lies in row i / 2 % 2 of its two, column i / 4 * 8 + lane % 4 * 2 + i % 2.
#pragma once

#include "kernels/cuda/influence_design.h"

namespace moa::kernels::cuda {

// The two rows of a thread, and what is gathered over their entries.
struct InfluenceRows {
    int row[2];
    float lse[2];              // in powers of two
    float dot[2];              // D
    float weight[2] = {0, 0};  // sum of A over the entries that are not the top
    float excess[2] = {0, 0};  // sum of A (G - D) over them
    float topWeight[2];
    float topGradient[2];
    int topBlock[2] = {-1, -1};
};

// Weights up to kTiny take 1 + a for 1 / (1 - a), relative error below 2.5e-4 where a itself, from 16-bit products, has
// 1e-2; up to kSmall they need no division. With 1 / 256 a model's own scores, wider than a normal distribution's,
// leave the short way in every third block of 16k tokens, and one warp holds up the other seven.
inline constexpr float kTiny = 1.0F / 64;
inline constexpr float kSmall = 1.0F / 16;

// 1 / (1 - a) for a <= kSmall: minimax, relative error 1.1e-5.
__device__ inline float inverseOfRest(float a) {
    return fmaf(fmaf(1.093298F, a, 0.998160F), a, 1.0F);
}

// The block's sum of influence, of weights that are at most kTiny or, not kIsTiny, kSmall: nothing is near 1.
template <bool kSigned, bool kIsTiny>
__device__ inline float addSmall(const float (&a)[32], const float (&g)[32], InfluenceRows &rows) {
    float sum[2] = {0, 0};
#pragma unroll
    for (int i = 0; i < 32; ++i) {
        const int h = i / 2 % 2;
        const float excess = a[i] * (g[i] - rows.dot[h]);
        const float e = kIsTiny ? fmaf(excess, a[i], excess) : excess * inverseOfRest(a[i]);
        sum[h] += kSigned ? -e : fabsf(e);
        rows.excess[h] += excess;
    }
    return sum[0] + sum[1];
}

// The same for any weights.
template <bool kSigned>
__device__ inline float addAny(const float (&a)[32], const float (&g)[32], InfluenceRows &rows, int block) {
    float sum = 0;
#pragma unroll
    for (int i = 0; i < 32; ++i) {
        const int h = i / 2 % 2;
        if (a[i] > kTopWeight) {
            rows.topWeight[h] = a[i];
            rows.topGradient[h] = g[i];
            rows.topBlock[h] = block;
            continue;
        }
        const float excess = a[i] * (g[i] - rows.dot[h]);
        const float e = __fdividef(excess, 1.0F - a[i]);
        sum += kSigned ? -e : fabsf(e);
        rows.excess[h] += excess;
        rows.weight[h] += a[i];
    }
    return sum;
}

__device__ inline float largest(const float (&a)[32]) {
    float most = 0;
#pragma unroll
    for (const float x : a) most = fmaxf(most, x);
    return most;
}

// The block's sum of influence; `weight`: sums of a over each row, `tiny`: whether none of the warp's is above kTiny.
// Takes the cheapest way that the warp's weights allow: no weight is above the sum it belongs to, and only where that
// is large is the largest looked for.
template <bool kSigned>
__device__ inline float addBlock(const float (&a)[32], const float (&g)[32], const float (&weight)[2], bool tiny,
                                 InfluenceRows &rows, int block) {
    if (!tiny && __any_sync(~0U, fmaxf(weight[0], weight[1]) > kSmall) && __any_sync(~0U, largest(a) > kSmall))
        return addAny<kSigned>(a, g, rows, block);
    rows.weight[0] += weight[0];
    rows.weight[1] += weight[1];
    return tiny ? addSmall<kSigned, true>(a, g, rows) : addSmall<kSigned, false>(a, g, rows);
}

// Sums four values over the warp with 6 shuffles; lane 8 * i ends up with value i.
__device__ inline float sumOfFour(float a, float b, float c, float d) {
    const bool upper = threadIdx.x & 16;
    float first = upper ? c : a;
    float second = upper ? d : b;
    first += __shfl_xor_sync(~0U, upper ? a : c, 16);
    second += __shfl_xor_sync(~0U, upper ? b : d, 16);
    const bool odd = threadIdx.x & 8;
    float sum = odd ? second : first;
    sum += __shfl_xor_sync(~0U, odd ? first : second, 8);
    for (int step = 4; step; step /= 2) sum += __shfl_xor_sync(~0U, sum, step);
    return sum;
}

}  // namespace moa::kernels::cuda
