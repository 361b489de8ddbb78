// Sparse prefill for Hopper. One thread block per multiprocessor takes tiles from a list, longest first. Warp 0 of the
// last warpgroup copies Q, K and V into shared memory; the other warpgroups own 64 query rows each and overlap, as
// FlashAttention-3 does, the products of one step with the exponentials of another: inside a warpgroup S of step j + 1
// is computed while step j waits for its product with V, and between warpgroups a barrier passes the tensor cores on.
#pragma once

#include "kernels/cuda/prefill_design.h"
#include "kernels/cuda/prefill_output.cuh"
#include "kernels/cuda/sm90.cuh"
#include "kernels/cuda/wgmma.cuh"

namespace moa::kernels::cuda {

// A design: element type, head dimension, consumer warpgroups (64 rows each), 64-key blocks of a step, ring depth, and
// whether consumers take turns at the tensor cores.
template <class T_, int kDim_, int kConsumers_, int kKeyBlocks_, int kStages_, bool kTurns_>
struct PrefillDesign {
    using T = T_;
    static constexpr int kDim = kDim_;
    static constexpr int kConsumers = kConsumers_;
    static constexpr int kKeyBlocks = kKeyBlocks_;
    static constexpr int kStages = kStages_;
    static constexpr bool kTurns = kTurns_;
    static constexpr int kHalves = kDim / 64;  // 128-byte wide parts of a row
    static constexpr int kKeys = 64 * kKeyBlocks;
    static constexpr int kThreads = 128 * (kConsumers + 1);
    // At entry 168 or 128 registers a thread; later nearly all for the consumers. The block can only share out what it
    // was given: 384 * 168 = 256 * 240 + 128 * 24, 512 * 128 = 384 * 160 + 128 * 32.
    static constexpr int kConsumerRegisters = kConsumers == 2 ? 240 : 160;
    static constexpr int kProducerRegisters = kConsumers == 2 ? 24 : 32;
    static constexpr int kQueryBytes = kConsumers * 64 * kDim * 2;
    static constexpr int kKeyBytes = kKeys * kDim * 2;
};

template <class Design>
struct PrefillShared {
    alignas(1024) std::uint8_t q[Design::kQueryBytes];  // [half][row][128 bytes], swizzled
    alignas(1024) std::uint8_t k[Design::kStages][Design::kKeyBytes];
    alignas(1024) std::uint8_t v[Design::kStages][Design::kKeyBytes];
    alignas(16) std::uint8_t o[Design::kQueryBytes];  // 16 rows a warp, on their way out
    alignas(16) PrefillTile tile;                     // head < 0: no more work
    sm90::Mbarrier qFull, qEmpty;
    sm90::Mbarrier kFull[Design::kStages], kEmpty[Design::kStages];
    sm90::Mbarrier vFull[Design::kStages], vEmpty[Design::kStages];
};

// Key block i of a tile's list; -1 past its end.
__device__ inline int keyBlock(const PrefillTile &t, int i) {
    return i < t.blocks - 1 ? t.lastBlock - i : (i == t.blocks - 1 ? 0 : -1);
}

// --- producer ---------------------------------------------------------------------------------------------------

template <class Design>
__device__ void loadKeys(std::uint8_t *to, const CUtensorMap &map, const PrefillTile &t, int step,
                         sm90::Mbarrier &full) {
    full.arriveExpecting(Design::kKeyBytes);
#pragma unroll
    for (int b = 0; b < Design::kKeyBlocks; ++b) {
        const int block = keyBlock(t, step * Design::kKeyBlocks + b);
        // Past the list's end block 0 fills the buffer: its weights are masked, but stale bytes could be NaN.
        const int token = t.firstToken + (block < 0 ? 0 : block) * 64;
#pragma unroll
        for (int half = 0; half < Design::kHalves; ++half)
            sm90::loadBox(to + (half * Design::kKeys + b * 64) * 128, map, half * 64, t.kvHead, token, full);
    }
}

template <class Design>
__device__ void producePrefill(PrefillShared<Design> &shared, const CUtensorMap &q, const CUtensorMap &k,
                               const CUtensorMap &v, const PrefillArguments &p) {
    sm90::RingPosition<Design::kStages> kAt, vAt;
    std::uint32_t qParity = 1;  // the buffers start empty
    const auto put = [](auto &at, auto &buffers, auto &full, auto &empty, const CUtensorMap &map, const PrefillTile &t,
                        int step) {
        empty[at.stage].wait(at.parity ^ 1);
        loadKeys<Design>(buffers[at.stage], map, t, step, full[at.stage]);
        at.advance();
    };
    int index = atomicAdd(p.next, 1);
    while (index < p.tileCount) {
        const PrefillTile t = p.tiles[index];
        index = atomicAdd(p.next, 1);  // early: its latency hides behind this tile
        shared.qEmpty.wait(qParity);
        qParity ^= 1;
        shared.tile = t;
        shared.qFull.arriveExpecting(Design::kQueryBytes);
#pragma unroll
        for (int half = 0; half < Design::kHalves; ++half)
#pragma unroll
            for (int b = 0; b < Design::kConsumers; ++b)
                sm90::loadBox(shared.q + (half * Design::kConsumers + b) * 64 * 128, q, half * 64, t.head,
                              t.firstToken + t.firstQuery + b * 64, shared.qFull);
        const int steps = (t.blocks + Design::kKeyBlocks - 1) / Design::kKeyBlocks;
        put(kAt, shared.k, shared.kFull, shared.kEmpty, k, t, 0);
        for (int j = 1; j < steps; ++j) {
            put(kAt, shared.k, shared.kFull, shared.kEmpty, k, t, j);
            put(vAt, shared.v, shared.vFull, shared.vEmpty, v, t, j - 1);
        }
        put(vAt, shared.v, shared.vFull, shared.vEmpty, v, t, steps - 1);
    }
    shared.qEmpty.wait(qParity);
    shared.tile.head = -1;
    shared.qFull.arrive();
}

// --- consumers --------------------------------------------------------------------------------------------------

// S = Q K^T of one step, issued but not awaited.
template <class Design>
__device__ inline void issueScores(float (&s)[Design::kKeys / 2], std::uint64_t q, std::uint64_t k) {
    sm90::beginProducts();
#pragma unroll
    for (int d = 0; d < Design::kDim / 16; ++d)
        sm90::Product<Design::kKeys, typename Design::T>::shared(
            s, q + d / 4 * (Design::kConsumers * 64 * 128 / 16) + d % 4 * 2,
            k + d / 4 * (Design::kKeys * 128 / 16) + d % 4 * 2, d > 0);
    sm90::commitProducts();
}

// O += P V of one step, issued but not awaited.
template <class Design>
__device__ inline void issueOutput(float (&o)[Design::kDim / 2], const std::uint32_t (&p)[Design::kKeys / 4],
                                   std::uint64_t v, bool accumulate) {
    sm90::beginProducts();
#pragma unroll
    for (int i = 0; i < Design::kKeys / 16; ++i)
        sm90::Product<Design::kDim, typename Design::T>::registers(o, p + 4 * i, v + i * (16 * 128 / 16),
                                                                   accumulate || i > 0);
    sm90::commitProducts();
}

// The two rows of a thread and where it stands in them.
struct RowState {
    int row[2];     // query rows in the row of the batch
    int from[2];    // first window key of each
    float most[2];  // largest score so far, unscaled
    float sum[2];   // of this thread's exponentials
};

// Entries a row must not see become -inf.
template <class Design>
__device__ inline void maskScores(float (&s)[Design::kKeys / 2], const PrefillTile &t, const RowState &rows, int step) {
    const int column = threadIdx.x % 4 * 2;
#pragma unroll
    for (int b = 0; b < Design::kKeyBlocks; ++b) {
        const int block = keyBlock(t, step * Design::kKeyBlocks + b);
        const int first = block < 0 ? 0x40000000 : block * 64;
#pragma unroll
        for (int h = 0; h < 2; ++h) {
            const int low = (block == 0 ? 0 : rows.from[h]) - first - column;
            const int high = rows.row[h] - first - column;
#pragma unroll
            for (int j = 0; j < 8; ++j)
#pragma unroll
                for (int c = 0; c < 2; ++c)
                    if (8 * j + c < low || 8 * j + c > high) s[b * 32 + 4 * j + 2 * h + c] = -INFINITY;
        }
    }
}

// Scores -> exp(scale * (score - most)); `most` and `sum` move on. Returns in `decay` what older sums are worth.
template <class Design, bool kMasked>
__device__ inline void exponentials(float (&s)[Design::kKeys / 2], RowState &rows, float (&decay)[2], float scaleLog2) {
#pragma unroll
    for (int h = 0; h < 2; ++h) {
        float most = rows.most[h];
#pragma unroll
        for (int i = 0; i < Design::kKeys / 4; ++i) most = fmaxf(most, s[i / 2 * 4 + 2 * h + i % 2]);
        most = fmaxf(most, __shfl_xor_sync(~0U, most, 1));
        most = fmaxf(most, __shfl_xor_sync(~0U, most, 2));
        // A row may see nothing of its first steps: -inf - -inf is no number.
        const float base = kMasked && most == -INFINITY ? 0.0F : most;
        decay[h] = sm90::exp2Fast((rows.most[h] - base) * scaleLog2);
        rows.most[h] = most;
        const float shift = base * scaleLog2;
        float sum = rows.sum[h] * decay[h];
#pragma unroll
        for (int i = 0; i < Design::kKeys / 4; ++i) {
            float &x = s[i / 2 * 4 + 2 * h + i % 2];
            x = sm90::exp2Fast(fmaf(x, scaleLog2, -shift));
            sum += x;
        }
        rows.sum[h] = sum;
    }
}

template <class Design>
__device__ inline void packWeights(std::uint32_t (&p)[Design::kKeys / 4], const float (&s)[Design::kKeys / 2]) {
#pragma unroll
    for (int i = 0; i < Design::kKeys / 4; ++i) p[i] = packPair<typename Design::T>(s[2 * i], s[2 * i + 1]);
}

template <class Design>
__device__ inline void decayOutput(float (&o)[Design::kDim / 2], const float (&decay)[2]) {
    // After a few steps the row maxima rarely move.
    if (!__any_sync(~0U, decay[0] != 1.0F || decay[1] != 1.0F)) return;
#pragma unroll
    for (int i = 0; i < Design::kDim / 2; ++i) o[i] *= decay[i / 2 % 2];
}

template <class Design>
class PrefillConsumer {
public:
    __device__ PrefillConsumer(PrefillShared<Design> &shared, const PrefillArguments &p)
        : shared_(shared), p_(p), scaleLog2_(p.scale * 1.4426950408889634F), group_(sm90::warpgroup()) {}

    __device__ void run() {
        using namespace sm90;
        if (Design::kTurns && group_ == Design::kConsumers - 1) passTurn();
        const std::uint64_t q = operand(sharedAddress(shared_.q) + group_ * 64 * 128, 0, 1024);
        std::uint32_t qParity = 0;
        while (true) {
            shared_.qFull.wait(qParity);
            qParity ^= 1;
            const PrefillTile t = shared_.tile;
            if (t.head < 0) return;
            oneTile(t, q);
        }
    }

private:
    // The consumers pass the tensor cores round in a ring.
    __device__ void awaitTurn() const {
        if (Design::kTurns) sm90::syncNamed(1 + group_, 256);
    }
    __device__ void passTurn() const {
        if (Design::kTurns) sm90::arriveNamed(1 + (group_ + 1) % Design::kConsumers, 256);
    }
    // One arrival a warp, after all its threads are done with the buffer.
    __device__ static void release(sm90::Mbarrier &empty) {
        __syncwarp();
        if (threadIdx.x % 32 == 0) empty.arrive();
    }
    __device__ std::uint64_t keys(int stage) const {
        return sm90::operand(sm90::sharedAddress(shared_.k[stage]), 0, 1024);
    }
    __device__ std::uint64_t values(int stage) const {
        return sm90::operand(sm90::sharedAddress(shared_.v[stage]), Design::kKeys * 128, 1024);
    }

    __device__ void oneTile(const PrefillTile &t, std::uint64_t q) {
        RowState rows;
#pragma unroll
        for (int h = 0; h < 2; ++h) {
            rows.row[h] = t.firstQuery + threadIdx.x / 32 * 16 + threadIdx.x % 32 / 4 + 8 * h;
            rows.from[h] = t.byBlock ? (rows.row[h] / 64 - t.window / 64 + 1) * 64 : rows.row[h] - t.window + 1;
            rows.most[h] = -INFINITY;
            rows.sum[h] = 0;
        }
        const int steps = (t.blocks + Design::kKeyBlocks - 1) / Design::kKeyBlocks;
        float o[Design::kDim / 2];
        std::uint32_t weights[Design::kKeys / 4];
        {
            float s[Design::kKeys / 2];
            float decay[2];
            shared_.kFull[kAt_.stage].wait(kAt_.parity);
            issueScores<Design>(s, q, keys(kAt_.stage));
            sm90::waitProducts<0>();
            sm90::pin(s);
            release(shared_.kEmpty[kAt_.stage]);
            kAt_.advance();
            if (steps == 1) shared_.qEmpty.arrive();
            maskScores<Design>(s, t, rows, 0);
            exponentials<Design, true>(s, rows, decay, scaleLog2_);
            packWeights<Design>(weights, s);
        }
#pragma unroll
        for (float &x : o) x = 0;
        for (int j = 1; j < steps; ++j) {
            if (j < t.maskedHead || j >= t.maskedTail)
                oneStep<true>(t, q, rows, o, weights, j, j == steps - 1);
            else
                oneStep<false>(t, q, rows, o, weights, j, j == steps - 1);
        }
        shared_.vFull[vAt_.stage].wait(vAt_.parity);
        issueOutput<Design>(o, weights, values(vAt_.stage), true);
        sm90::waitProducts<0>();
        sm90::pin(o);
        release(shared_.vEmpty[vAt_.stage]);
        vAt_.advance();
        storeOutput<Design>(shared_, t, o, rows, p_);
    }

    template <bool kMasked>
    __device__ void oneStep(const PrefillTile &t, std::uint64_t q, RowState &rows, float (&o)[Design::kDim / 2],
                            std::uint32_t (&weights)[Design::kKeys / 4], int step, bool last) {
        float s[Design::kKeys / 2];
        float decay[2];
        shared_.kFull[kAt_.stage].wait(kAt_.parity);
        awaitTurn();
        issueScores<Design>(s, q, keys(kAt_.stage));
        shared_.vFull[vAt_.stage].wait(vAt_.parity);
        issueOutput<Design>(o, weights, values(vAt_.stage), true);
        passTurn();
        sm90::waitProducts<1>();
        sm90::pin(s);
        release(shared_.kEmpty[kAt_.stage]);
        kAt_.advance();
        if (last) shared_.qEmpty.arrive();
        if (kMasked) maskScores<Design>(s, t, rows, step);
        exponentials<Design, kMasked>(s, rows, decay, scaleLog2_);
        sm90::keepBefore(rows.sum[0] + rows.sum[1]);  // the exponentials overlap the product with V
        sm90::waitProducts<0>();
        sm90::pin(o);
        release(shared_.vEmpty[vAt_.stage]);
        vAt_.advance();
        packWeights<Design>(weights, s);
        decayOutput<Design>(o, decay);
    }

    PrefillShared<Design> &shared_;
    const PrefillArguments &p_;
    const float scaleLog2_;
    const int group_;
    sm90::RingPosition<Design::kStages> kAt_, vAt_;
};

template <class Design>
__global__ void __launch_bounds__(Design::kThreads, 1)
    prefillSm90(const __grid_constant__ CUtensorMap q, const __grid_constant__ CUtensorMap k,
                const __grid_constant__ CUtensorMap v, const __grid_constant__ PrefillArguments p) {
    // The swizzle counts from multiples of 1 KB, which the block's shared memory starts at.
    extern __shared__ __align__(1024) std::uint8_t memory[];
    auto &shared = *reinterpret_cast<PrefillShared<Design> *>(memory);
    if (threadIdx.x == 0) sm90::initTileBarriers(shared, 4 * Design::kConsumers);
    __syncthreads();
    if (threadIdx.x < 128 * Design::kConsumers) {
        sm90::growRegisters<Design::kConsumerRegisters>();
        PrefillConsumer<Design>(shared, p).run();
    } else {
        sm90::shrinkRegisters<Design::kProducerRegisters>();
        if (threadIdx.x == 128 * Design::kConsumers) producePrefill<Design>(shared, q, k, v, p);
    }
}

}  // namespace moa::kernels::cuda
