// The influence pass for Hopper. Every warpgroup owns 64 query rows, its Q and dO in registers or in shared memory, and
// goes through 64 keys at a time: S = Q K^T and G = dO V^T on the tensor cores, weights A from S, then both into sums.
// What hides the waits depends on the registers a design has: at D = 128 the products of the next block are on their
// way while A and G become sums, and in turns one warpgroup has the exponentials, 16 a cycle and multiprocessor, while
// the other adds; at D = 64 four warpgroups take each other's place. Each leaves the sums of its threads to warps of
// their own, which put them together and store them.
#pragma once

#include "kernels/cuda/influence_sm90_stages.cuh"
#include "kernels/cuda/wgmma.cuh"

namespace moa::kernels::cuda {

// 64 rows of A, in registers or from shared memory, times 64 of the 128 rows of B, transposed.
template <class Design>
__device__ inline void issueRowProducts(float (&d)[32], const std::uint32_t (&a)[Design::kOperand],
                                        const std::uint8_t *rowsOfA, const std::uint8_t *rowsOfB) {
    using Product = sm90::Product<64, typename Design::T>;
    const std::uint64_t b = sm90::operand(sm90::sharedAddress(rowsOfB), 0, 1024);
    const std::uint64_t from = sm90::operand(sm90::sharedAddress(rowsOfA), 0, 1024);
    sm90::beginProducts();
#pragma unroll
    for (int i = 0; i < Design::kDim / 16; ++i) {
        const std::uint64_t keys = b + i / 4 * (128 * 128 / 16) + i % 4 * 2;
        if constexpr (Design::kHeld)
            Product::template registers<false>(d, a + 4 * i, keys, i > 0);
        else
            Product::shared(d, from + i / 4 * (Design::kGroups * 64 * 128 / 16) + i % 4 * 2, keys, i > 0);
    }
    sm90::commitProducts();
}

template <class Design>
class InfluenceConsumer {
public:
    __device__ InfluenceConsumer(InfluenceShared<Design> &shared, const InfluenceArguments &p)
        : shared_(shared), p_(p), scaleLog2_(p.scale * kLog2E), group_(sm90::warpgroup()) {}

    __device__ void run() {
        if (Design::kTurns && group_ == Design::kGroups - 1) passTurn();
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

    __device__ void syncGroup() const { sm90::syncNamed(kGroup + group_, 128); }
    // The warpgroups pass the exponentials to each other.
    __device__ void awaitTurn() const {
        if (Design::kTurns) sm90::syncNamed(kTurn + group_, 256);
    }
    __device__ void passTurn() const {
        if (Design::kTurns) sm90::arriveNamed(kTurn + (group_ + 1) % Design::kGroups, 256);
    }

    // The warpgroup's rows of Q or dO as operand A: this thread's two rows, 16 columns after 16.
    __device__ void loadOperand(std::uint32_t (&a)[Design::kOperand], const std::uint8_t *rows) const {
        if constexpr (Design::kHeld) {
#pragma unroll
            for (int i = 0; i < Design::kOperand; ++i) {
                const int row = threadIdx.x / 32 * 16 + threadIdx.x % 32 / 4 + i % 2 * 8;
                const int part = i / 4 % 4 * 2 + i / 2 % 2;  // of 16 bytes, permuted by the swizzle
                a[i] =
                    *reinterpret_cast<const std::uint32_t *>(rows + i / 16 * (Design::kGroups * 64 * 128) + row * 128 +
                                                             (part ^ row % 8) * 16 + threadIdx.x % 4 * 4);
            }
        }
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

    using Operand = std::uint32_t[Design::kOperand];

    template <bool kReached, bool kSigned>
    __device__ void oneTile(const InfluenceTile &t) {
        InfluenceRows rows = rowsOf(t);
        Operand q, dO;
        loadOperand(q, shared_.q);
        if (kReached) loadOperand(dO, shared_.dO);
        if (Design::kHeld) shared_.qEmpty.arrive();
        if constexpr (Design::kAhead) {
            float odd[32], even[32];
            shared_.full[at_.stage].wait(at_.parity);
            issueScores(odd, q, 1);
            // The last pair stands apart, so that no product is behind a condition.
            for (int pair = t.lastBlock / 2; pair > 0; --pair)
                onePair<kReached, kSigned, true>(t, rows, q, dO, odd, even, pair);
            onePair<kReached, kSigned, false>(t, rows, q, dO, odd, even, 0);
        } else {
            for (int pair = t.lastBlock / 2; pair >= 0; --pair) plainPair<kReached, kSigned>(t, rows, q, dO, pair);
        }
        if (!Design::kHeld) shared_.qEmpty.arrive();
        sm90::syncNamed(kStored + group_, 160);
        if (kReached) addTops<kSigned>(t, rows);
    }

    // Blocks 2 * pair + 1 and 2 * pair, one after the other.
    template <bool kReached, bool kSigned>
    __device__ void plainPair(const InfluenceTile &t, InfluenceRows &rows, const Operand &q, const Operand &dO,
                              int pair) {
        float4 sums = {0, 0, 0, 0};
        shared_.full[at_.stage].wait(at_.parity);
#pragma unroll
        for (int half = 1; half >= 0; --half) {
            float s[32], g[32];
            float weight[2];
            issueScores(s, q, half);
            if (kReached) issueGradients(g, dO, half);
            const bool tiny = weights<kReached>(t, s, rows, 2 * pair + half, weight);
            (half ? sums.w : sums.z) = weight[0] + weight[1];
            if (kReached) {
                sm90::waitProducts<0>();
                sm90::pin(g);
            }
            if (half == 0) {
                __syncwarp();
                if (threadIdx.x % 32 == 0) shared_.empty[at_.stage].arrive();
            }
            if (kReached) (half ? sums.y : sums.x) = addBlock<kSigned>(s, g, weight, tiny, rows, 2 * pair + half);
        }
        at_.advance();
        leave(sums);
    }

    __device__ void leave(const float4 &sums) {
        shared_.slotEmpty[group_][slot_.stage].wait(slot_.parity ^ 1);
        shared_.partial[group_][slot_.stage][threadIdx.x % 128] = sums;
        shared_.slotFull[group_][slot_.stage].arrive();
        slot_.advance();
    }

    // Blocks 2 * pair + 1 and 2 * pair. `odd`: scores of the first, on their way; in the end, where there are more
    // pairs, those of the next one.
    template <bool kReached, bool kSigned, bool kMore>
    __device__ void onePair(const InfluenceTile &t, InfluenceRows &rows, const Operand &q, const Operand &dO,
                            float (&odd)[32], float (&even)[32], int pair) {
        float4 sums = {0, 0, 0, 0};
        float g[32];
        float weight[2];
        if (kReached) issueGradients(g, dO, 1);
        bool tiny = weights<kReached>(t, odd, rows, 2 * pair + 1, weight);
        sums.w = weight[0] + weight[1];
        issueScores(even, q, 0);
        if (kReached) {
            sm90::waitProducts<1>();
            sm90::pin(g);
            sums.y = addBlock<kSigned>(odd, g, weight, tiny, rows, 2 * pair + 1);
            issueGradients(g, dO, 0);
        }
        tiny = weights<kReached>(t, even, rows, 2 * pair, weight);
        sums.z = weight[0] + weight[1];
        const int stage = at_.stage;
        at_.advance();
        if (kMore) {
            shared_.full[at_.stage].wait(at_.parity);
            issueScores(odd, q, 1);
        }
        if (kReached) {
            sm90::waitProducts<kMore ? 1 : 0>();
            sm90::pin(g);
        }
        __syncwarp();
        if (threadIdx.x % 32 == 0) shared_.empty[stage].arrive();
        if (kReached) sums.x = addBlock<kSigned>(even, g, weight, tiny, rows, 2 * pair);
        leave(sums);
    }

    // Products with the stage's first (0) or second 64 keys.
    __device__ void issueScores(float (&s)[32], const Operand &q, int block) const {
        issueRowProducts<Design>(s, q, shared_.q + group_ * 64 * 128, shared_.k[at_.stage] + block * 64 * 128);
    }
    __device__ void issueGradients(float (&g)[32], const Operand &dO, int block) const {
        issueRowProducts<Design>(g, dO, shared_.dO + group_ * 64 * 128, shared_.v[at_.stage] + block * 64 * 128);
    }

    // Waits for the scores, with G still on its way, and turns them into A, in turns. Gives the sums by row and
    // whether all of the warp's are tiny.
    template <bool kReached>
    __device__ bool weights(const InfluenceTile &t, float (&s)[32], const InfluenceRows &rows, int block,
                            float (&weight)[2]) const {
        if (kReached) awaitTurn();
        sm90::waitProducts<kReached ? 1 : 0>();
        sm90::pin(s);
        if (block >= t.firstQuery / 64 + group_)
            toWeights<true>(s, rows, block, weight);
        else
            toWeights<false>(s, rows, block, weight);
        sm90::keepBefore(weight[0] + weight[1]);
        if (kReached) passTurn();
        return !__any_sync(~0U, fmaxf(weight[0], weight[1]) > kTiny);
    }

    template <bool kMasked>
    __device__ void toWeights(float (&s)[32], const InfluenceRows &rows, int block, float (&weight)[2]) const {
        weight[0] = weight[1] = 0;
#pragma unroll
        for (int i = 0; i < 32; ++i) {
            const int h = i / 2 % 2;
            float power = fmaf(s[i], scaleLog2_, -rows.lse[h]);
            if (kMasked && block * 64 + i / 4 * 8 + threadIdx.x % 4 * 2 + i % 2 > rows.row[h]) power = -INFINITY;
            s[i] = sm90::exp2Fast(power);
            weight[h] += s[i];
        }
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
    sm90::RingPosition<Design::kStages> at_;
    sm90::RingPosition<2> slot_;
};

template <class Design>
__global__ void __launch_bounds__(Design::kThreads, 1)
    influenceSm90(const __grid_constant__ CUtensorMap q, const __grid_constant__ CUtensorMap k,
                  const __grid_constant__ CUtensorMap v, const __grid_constant__ CUtensorMap dO,
                  const __grid_constant__ InfluenceArguments p) {
    // The swizzle counts from multiples of 1 KB, which the block's shared memory starts at.
    extern __shared__ __align__(1024) std::uint8_t memory[];
    auto &shared = *reinterpret_cast<InfluenceShared<Design> *>(memory);
    if (threadIdx.x == 0) {
        shared.qFull.init(1);
        // Every thread that reads the tile arrives.
        shared.qEmpty.init(128 * Design::kGroups + 32 * Design::kStorers);
        for (int i = 0; i < Design::kStages; ++i) shared.full[i].init(1), shared.empty[i].init(4 * Design::kGroups);
        for (int i = 0; i < 2 * Design::kGroups; ++i) {
            shared.slotFull[i / 2][i % 2].init(128);
            shared.slotEmpty[i / 2][i % 2].init(32);
        }
        sm90::fenceBarrierInit();
    }
    __syncthreads();
    if (threadIdx.x < 128 * Design::kGroups) {
        sm90::growRegisters<Design::kConsumerRegisters>();
        InfluenceConsumer<Design>(shared, p).run();
        return;
    }
    sm90::shrinkRegisters<Design::kProducerRegisters>();
    const int warp = threadIdx.x / 32 % 4;
    if (warp < Design::kStorers)
        storeInfluence<Design>(shared, p, warp);
    else if (threadIdx.x == 128 * Design::kGroups + 32 * Design::kStorers)
        produceInfluence<Design>(shared, q, k, v, dO, p);
}

}  // namespace moa::kernels::cuda
