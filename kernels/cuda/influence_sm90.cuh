// The influence pass for Hopper. Every warpgroup owns 64 query rows: it computes S = Q K^T and G = dO V^T of 128 keys
// on the tensor cores, turns S into weights while G is still on its way, then both into sums. While one warpgroup is
// busy with its sums the others have the tensor cores: with three of them these seldom wait.
#pragma once

#include "kernels/cuda/influence_design.h"
#include "kernels/cuda/sm90.cuh"
#include "kernels/cuda/wgmma.cuh"

namespace moa::kernels::cuda {

template <class T_, int kDim_, int kGroups_, int kStages_>
struct InfluenceDesign {
    using T = T_;
    static constexpr int kDim = kDim_;
    static constexpr int kGroups = kGroups_;
    static constexpr int kStages = kStages_;
    static constexpr int kThreads = 128 * (kGroups + 1);
    static constexpr int kQueryBytes = kGroups * 64 * kDim * 2;  // of Q or dO
    static constexpr int kKeyBytes = 128 * kDim * 2;             // of K or V
    // As in PrefillDesign: what the block was given at entry, shared out anew.
    static constexpr int kConsumerRegisters = kGroups == 2 ? 240 : 160;
    static constexpr int kProducerRegisters = kGroups == 2 ? 24 : 32;
};

template <class Design>
struct InfluenceShared {
    alignas(1024) std::uint8_t q[Design::kQueryBytes];  // [64-column half][row][128 bytes], swizzled
    alignas(1024) std::uint8_t dO[Design::kQueryBytes];
    alignas(1024) std::uint8_t k[Design::kStages][Design::kKeyBytes];
    alignas(1024) std::uint8_t v[Design::kStages][Design::kKeyBytes];
    alignas(16) InfluenceTile tile;           // head < 0: no more work
    float partial[Design::kGroups][2][4][4];  // [slot][sum][warp]
    float topValue[Design::kGroups][64];      // influence of a row's entry near 1
    int topBlock[Design::kGroups][64];        // its key block, -1: none
    sm90::Mbarrier qFull, qEmpty;
    sm90::Mbarrier kFull[Design::kStages], kEmpty[Design::kStages];
    sm90::Mbarrier vFull[Design::kStages], vEmpty[Design::kStages];
};

// --- producer ---------------------------------------------------------------------------------------------------

// kBlocks * 64 rows, as [64-column half][row][128 bytes].
template <class Design, int kBlocks>
__device__ void loadRows(std::uint8_t *to, const CUtensorMap &map, int head, int token, sm90::Mbarrier &full) {
#pragma unroll
    for (int half = 0; half < Design::kDim / 64; ++half)
#pragma unroll
        for (int b = 0; b < kBlocks; ++b)
            sm90::loadBox(to + (half * kBlocks + b) * 64 * 128, map, half * 64, head, token + b * 64, full);
}

template <class Design>
__device__ void produceInfluence(InfluenceShared<Design> &shared, const CUtensorMap &q, const CUtensorMap &k,
                                 const CUtensorMap &v, const CUtensorMap &dO, const InfluenceArguments &p) {
    sm90::RingPosition<Design::kStages> kAt, vAt;
    std::uint32_t qParity = 1;
    const auto put = [](auto &at, auto &buffers, auto &full, auto &empty, const CUtensorMap &map, int head, int token) {
        empty[at.stage].wait(at.parity ^ 1);
        full[at.stage].arriveExpecting(Design::kKeyBytes);
        loadRows<Design, 2>(buffers[at.stage], map, head, token, full[at.stage]);
        at.advance();
    };
    int index = atomicAdd(p.next, 1);
    while (index < p.tileCount) {
        const InfluenceTile t = p.tiles[index];
        index = atomicAdd(p.next, 1);
        shared.qEmpty.wait(qParity);
        qParity ^= 1;
        shared.tile = t;
        shared.qFull.arriveExpecting((t.reached ? 2 : 1) * Design::kQueryBytes);
        loadRows<Design, Design::kGroups>(shared.q, q, t.head, t.firstToken + t.firstQuery, shared.qFull);
        if (t.reached)
            loadRows<Design, Design::kGroups>(shared.dO, dO, t.head, t.firstToken + t.firstQuery, shared.qFull);
        for (int key = t.lastBlock / 2 * 128; key >= 0; key -= 128) {
            put(kAt, shared.k, shared.kFull, shared.kEmpty, k, t.kvHead, t.firstToken + key);
            if (t.reached) put(vAt, shared.v, shared.vFull, shared.vEmpty, v, t.kvHead, t.firstToken + key);
        }
    }
    shared.qEmpty.wait(qParity);
    shared.tile.head = -1;
    shared.qFull.arrive();
}

// --- consumers --------------------------------------------------------------------------------------------------

// 64 rows of A times 128 rows of B, transposed.
template <class Design>
__device__ inline void issueRowProducts(float (&d)[64], std::uint64_t a, std::uint64_t b) {
#pragma unroll
    for (int i = 0; i < Design::kDim / 16; ++i) {
        sm90::Product<128, typename Design::T>::shared(d, a + i / 4 * (Design::kGroups * 64 * 128 / 16) + i % 4 * 2,
                                                       b + i / 4 * (128 * 128 / 16) + i % 4 * 2, i > 0);
    }
}

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

// Sums over the 64 rows and one 64-key block each of this thread's entries.
struct BlockSums {
    float influence[2] = {0, 0};
    float attention[2] = {0, 0};
};

// Weights up to here need no division.
constexpr float kSmall = 1.0F / 16;

// 1 / (1 - a) for a <= kSmall: minimax, relative error 1.1e-5.
__device__ inline float inverseOfRest(float a) {
    return fmaf(fmaf(1.093298F, a, 0.998160F), a, 1.0F);
}

// The weights of the warp's entries are at most kSmall: no division, nothing near 1.
template <bool kSigned>
__device__ inline void addSmall(const float (&a)[64], const float (&g)[64], InfluenceRows &rows, BlockSums &sums) {
#pragma unroll
    for (int h = 0; h < 2; ++h)
#pragma unroll
        for (int b = 0; b < 2; ++b) {
            float weight = 0;
#pragma unroll
            for (int i = 0; i < 16; ++i) {
                const int at = b * 32 + i / 2 * 4 + 2 * h + i % 2;
                const float excess = a[at] * (g[at] - rows.dot[h]);
                const float e = excess * inverseOfRest(a[at]);
                sums.influence[b] += kSigned ? -e : fabsf(e);
                rows.excess[h] += excess;
                weight += a[at];
            }
            rows.weight[h] += weight;
            sums.attention[b] += weight;
        }
}

template <bool kSigned>
__device__ inline void addAny(const float (&a)[64], const float (&g)[64], InfluenceRows &rows, BlockSums &sums,
                              int firstBlock) {
#pragma unroll
    for (int h = 0; h < 2; ++h)
#pragma unroll
        for (int b = 0; b < 2; ++b)
#pragma unroll
            for (int i = 0; i < 16; ++i) {
                const int at = b * 32 + i / 2 * 4 + 2 * h + i % 2;
                sums.attention[b] += a[at];
                if (a[at] > kTopWeight) {
                    rows.topWeight[h] = a[at];
                    rows.topGradient[h] = g[at];
                    rows.topBlock[h] = firstBlock + b;
                    continue;
                }
                const float excess = a[at] * (g[at] - rows.dot[h]);
                const float e = __fdividef(excess, 1.0F - a[at]);
                sums.influence[b] += kSigned ? -e : fabsf(e);
                rows.excess[h] += excess;
                rows.weight[h] += a[at];
            }
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

template <class Design>
class InfluenceConsumer {
public:
    __device__ InfluenceConsumer(InfluenceShared<Design> &shared, const InfluenceArguments &p)
        : shared_(shared), p_(p), scaleLog2_(p.scale * kLog2E), group_(sm90::warpgroup()) {}

    __device__ void run() {
        std::uint32_t parity = 0;
        while (true) {
            shared_.qFull.wait(parity);
            parity ^= 1;
            const InfluenceTile t = shared_.tile;
            if (t.head < 0) return;
            if (!t.reached)
                oneTile<false, false>(t);
            else if (p_.isSigned)
                oneTile<true, true>(t);
            else
                oneTile<true, false>(t);
        }
    }

private:
    static constexpr float kLog2E = 1.4426950408889634F;

    __device__ void syncGroup() const { sm90::syncNamed(1 + group_, 128); }
    // One arrival a warp, after all its threads are done with the buffer.
    __device__ static void release(sm90::Mbarrier &empty) {
        __syncwarp();
        if (threadIdx.x % 32 == 0) empty.arrive();
    }
    __device__ static std::uint64_t operandOf(const std::uint8_t *rows) {
        return sm90::operand(sm90::sharedAddress(rows), 0, 1024);
    }

    __device__ InfluenceRows rowsOf(const InfluenceTile &t) const {
        InfluenceRows rows;
#pragma unroll
        for (int h = 0; h < 2; ++h) {
            rows.row[h] = t.firstQuery + threadIdx.x / 32 * 16 + threadIdx.x % 32 / 4 + 8 * h;
            const std::int64_t at = t.head * p_.tokens + t.firstToken + rows.row[h];
            // Rows past the end weigh nothing.
            rows.lse[h] = rows.row[h] < t.n ? p_.logSumExp[at] * kLog2E : INFINITY;
            rows.dot[h] = t.reached && rows.row[h] < t.n ? p_.rowDots[at] : 0.0F;
        }
        return rows;
    }

    template <bool kReached, bool kSigned>
    __device__ void oneTile(const InfluenceTile &t) {
        InfluenceRows rows = rowsOf(t);
        BlockSums sums;
        const int last = t.lastBlock / 2;
        for (int step = last; step >= 0; --step) {
            float a[64], g[64];
            issueProducts<kReached>(a, g);
            if (step < last) storeSums<kReached>(t, sums, step + 1);  // of the step before, beside the products
            sums = BlockSums();
            sm90::waitProducts<kReached ? 1 : 0>();
            sm90::pin(a);
            release(shared_.kEmpty[kAt_.stage]);
            kAt_.advance();
            const bool masked = step * 128 + 127 > t.firstQuery + group_ * 64;
            const float most = masked ? toWeights<true>(a, rows, step) : toWeights<false>(a, rows, step);
            if (!kReached) {
                addWeights(a, sums);
                continue;
            }
            sm90::keepBefore(most);
            sm90::waitProducts<0>();
            sm90::pin(g);
            release(shared_.vEmpty[vAt_.stage]);
            vAt_.advance();
            if (__any_sync(~0U, most > kSmall))
                addAny<kSigned>(a, g, rows, sums, step * 2);
            else
                addSmall<kSigned>(a, g, rows, sums);
        }
        shared_.qEmpty.arrive();
        storeSums<kReached>(t, sums, 0);
        if (kReached) addTops<kSigned>(t, rows);
    }

    // S and, for rows that the loss reaches, G of one step, as two groups of products.
    template <bool kReached>
    __device__ void issueProducts(float (&s)[64], float (&g)[64]) {
        shared_.kFull[kAt_.stage].wait(kAt_.parity);
        sm90::beginProducts();
        issueRowProducts<Design>(s, operandOf(shared_.q + group_ * 64 * 128), operandOf(shared_.k[kAt_.stage]));
        sm90::commitProducts();
        if (!kReached) return;
        shared_.vFull[vAt_.stage].wait(vAt_.parity);
        sm90::beginProducts();
        issueRowProducts<Design>(g, operandOf(shared_.dO + group_ * 64 * 128), operandOf(shared_.v[vAt_.stage]));
        sm90::commitProducts();
    }

    // Scores -> A; returns the largest of this thread.
    template <bool kMasked>
    __device__ float toWeights(float (&s)[64], const InfluenceRows &rows, int step) const {
        float most = 0;
#pragma unroll
        for (int i = 0; i < 64; ++i) {
            const int h = i / 2 % 2;
            float power = fmaf(s[i], scaleLog2_, -rows.lse[h]);
            if (kMasked && step * 128 + i / 4 * 8 + threadIdx.x % 4 * 2 + i % 2 > rows.row[h]) power = -INFINITY;
            s[i] = sm90::exp2Fast(power);
            most = fmaxf(most, s[i]);
        }
        return most;
    }

    __device__ static void addWeights(const float (&a)[64], BlockSums &sums) {
#pragma unroll
        for (int i = 0; i < 64; ++i) sums.attention[i / 32] += a[i];
    }

    // The warpgroup's sums of two blocks, in a fixed order.
    template <bool kReached>
    __device__ void storeSums(const InfluenceTile &t, const BlockSums &sums, int step) {
        const int lane = threadIdx.x % 32;
        const float sum = sumOfFour(sums.influence[0], sums.influence[1], sums.attention[0], sums.attention[1]);
        // Two slots in turn: whoever still reads the one before is not disturbed.
        auto &slot = shared_.partial[group_][slot_ ^= 1];
        if (lane % 8 == 0) slot[lane / 8][threadIdx.x / 32 % 4] = sum;
        syncGroup();
        const int which = threadIdx.x % 128;
        if (which >= 4) return;
        const int row = t.firstQuery / 64 + group_;
        const int column = step * 2 + which % 2;
        float *map = which < 2 ? p_.influence : p_.attention;
        if (!map || column > row || row * 64 >= t.n) return;
        const float *parts = slot[which];
        map[(static_cast<std::int64_t>(t.map) * p_.blocks + row) * p_.blocks + column] =
            kReached || which >= 2 ? parts[0] + parts[1] + (parts[2] + parts[3]) : 0.0F;
    }

    // The entries near 1, now that the rest of their rows is known.
    template <bool kSigned>
    __device__ void addTops(const InfluenceTile &t, InfluenceRows &rows) {
#pragma unroll
        for (int h = 0; h < 2; ++h) {
            for (int step = 1; step < 4; step *= 2) {
                rows.weight[h] += __shfl_xor_sync(~0U, rows.weight[h], step);
                rows.excess[h] += __shfl_xor_sync(~0U, rows.excess[h], step);
            }
            float e = 0;
            if (rows.topBlock[h] >= 0) {
                const float away = rows.topGradient[h] - rows.dot[h] - rows.excess[h] / rows.weight[h];
                e = rows.row[h] == 0 ? rows.topGradient[h] : (rows.weight[h] > 0 ? away : 0.0F);
                e *= -rows.topWeight[h];
            }
            int block = rows.topBlock[h];
            for (int step = 1; step < 4; step *= 2) {
                e += __shfl_xor_sync(~0U, e, step);
                block = max(block, __shfl_xor_sync(~0U, block, step));
            }
            if (threadIdx.x % 4 == 0) {
                shared_.topValue[group_][rows.row[h] % 64] = kSigned ? e : fabsf(e);
                shared_.topBlock[group_][rows.row[h] % 64] = block;
            }
        }
        syncGroup();
        // The first row of each block adds for all of them, in the order of the rows.
        const int mine = threadIdx.x % 128;
        const int block = mine < 64 ? shared_.topBlock[group_][mine] : -1;
        float sum = 0;
        bool first = block >= 0;
        for (int r = 0; r < 64; ++r) {
            if (shared_.topBlock[group_][r] != block) continue;
            first = first && r >= mine;
            sum += shared_.topValue[group_][r];
        }
        const int row = t.firstQuery / 64 + group_;
        if (first)
            atomicAdd(p_.influence + (static_cast<std::int64_t>(t.map) * p_.blocks + row) * p_.blocks + block, sum);
        syncGroup();
    }

    InfluenceShared<Design> &shared_;
    const InfluenceArguments &p_;
    const float scaleLog2_;
    const int group_;
    sm90::RingPosition<Design::kStages> kAt_, vAt_;
    int slot_ = 0;
};

template <class Design>
__global__ void __launch_bounds__(Design::kThreads, 1)
    influenceSm90(const __grid_constant__ CUtensorMap q, const __grid_constant__ CUtensorMap k,
                  const __grid_constant__ CUtensorMap v, const __grid_constant__ CUtensorMap dO,
                  const __grid_constant__ InfluenceArguments p) {
    // The swizzle counts from multiples of 1 KB, which the block's shared memory starts at.
    extern __shared__ __align__(1024) std::uint8_t memory[];
    auto &shared = *reinterpret_cast<InfluenceShared<Design> *>(memory);
    if (threadIdx.x == 0) sm90::initTileBarriers(shared, 4 * Design::kGroups);
    __syncthreads();
    if (threadIdx.x < 128 * Design::kGroups) {
        sm90::growRegisters<Design::kConsumerRegisters>();
        InfluenceConsumer<Design>(shared, p).run();
    } else {
        sm90::shrinkRegisters<Design::kProducerRegisters>();
        if (threadIdx.x == 128 * Design::kGroups) produceInfluence<Design>(shared, q, k, v, dO, p);
    }
}

}  // namespace moa::kernels::cuda
