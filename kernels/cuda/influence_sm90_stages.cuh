// What stands around the arithmetic of the Hopper influence pass: its designs, its shared memory, the warp that loads
// and those that store.
#pragma once

#include "kernels/cuda/influence_entries.cuh"
#include "kernels/cuda/sm90.cuh"

namespace moa::kernels::cuda {

// kHeld: Q and dO lie in registers, else in shared memory. kAhead: the scores of the next block are on their way while
// a block is added, which takes 32 registers more. kTurns: one warpgroup at a time has the exponentials.
template <class T_, int kDim_, int kGroups_, int kStages_, bool kHeld_, bool kAhead_, bool kTurns_>
struct InfluenceDesign {
    using T = T_;
    static constexpr int kDim = kDim_;
    static constexpr int kGroups = kGroups_;
    static constexpr int kStages = kStages_;
    static constexpr bool kHeld = kHeld_;
    static constexpr bool kAhead = kAhead_;
    static constexpr bool kTurns = kTurns_;
    static constexpr int kThreads = 128 * (kGroups + 1);
    static constexpr int kQueryBytes = kGroups * 64 * kDim * 2;  // of Q or dO
    static constexpr int kKeyBytes = 128 * kDim * 2;             // of K or V, two blocks
    // As in PrefillDesign: what the block was given at entry, shared out anew.
    static constexpr int kConsumerRegisters = kGroups == 2 ? 232 : kGroups == 3 ? 160 : 112;
    static constexpr int kProducerRegisters = kGroups == 2 ? 40 : 32;
    static constexpr int kStorers = kGroups < 3 ? kGroups : 3;           // warps; one more loads
    static constexpr int kStored = (kGroups + kStorers - 1) / kStorers;  // warpgroups of one of them
    static constexpr int kOperand = kHeld ? kDim / 4 : 1;                // registers of a thread
};

template <class Design>
struct InfluenceShared {
    alignas(1024) std::uint8_t q[Design::kQueryBytes];  // [64-column half][row][128 bytes], swizzled
    alignas(1024) std::uint8_t dO[Design::kQueryBytes];
    alignas(1024) std::uint8_t k[Design::kStages][Design::kKeyBytes];
    alignas(1024) std::uint8_t v[Design::kStages][Design::kKeyBytes];
    alignas(16) InfluenceTile tile;           // head < 0: no more work
    float4 partial[Design::kGroups][2][128];  // [slot][thread]: influence and attention of two blocks
    float topValue[Design::kGroups][64];      // influence of a row's entry near 1
    int topBlock[Design::kGroups][64];        // its key block, -1: none
    sm90::Mbarrier qFull, qEmpty;
    sm90::Mbarrier full[Design::kStages], empty[Design::kStages];
    sm90::Mbarrier slotFull[Design::kGroups][2], slotEmpty[Design::kGroups][2];
};

// Named barriers, by warpgroup.
enum InfluenceBarrier { kStored = 1, kGroup = 5, kTurn = 9 };

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
    sm90::RingPosition<Design::kStages> at;
    std::uint32_t qParity = 1;
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
            shared.empty[at.stage].wait(at.parity ^ 1);
            shared.full[at.stage].arriveExpecting((t.reached ? 2 : 1) * Design::kKeyBytes);
            loadRows<Design, 2>(shared.k[at.stage], k, t.kvHead, t.firstToken + key, shared.full[at.stage]);
            if (t.reached)
                loadRows<Design, 2>(shared.v[at.stage], v, t.kvHead, t.firstToken + key, shared.full[at.stage]);
            at.advance();
        }
    }
    shared.qEmpty.wait(qParity);
    shared.tile.head = -1;
    shared.qFull.arrive();
}

// --- sums ---------------------------------------------------------------------------------------------------------

// One warp for one warpgroup or two: puts the sums of its threads together, always in the same order.
template <class Design>
__device__ void storeInfluence(InfluenceShared<Design> &shared, const InfluenceArguments &p, int first) {
    const int lane = threadIdx.x % 32;
    const int column = lane / 8 % 2;
    float *map = lane < 16 ? p.influence : p.attention;
    std::uint32_t parity = 0;
    sm90::RingPosition<2> slot;
    while (true) {
        shared.qFull.wait(parity);
        parity ^= 1;
        const InfluenceTile t = shared.tile;
        shared.qEmpty.arrive();
        if (t.head < 0) return;
        for (int pair = t.lastBlock / 2; pair >= 0; --pair) {
#pragma unroll
            for (int i = 0; i < Design::kStored; ++i) {
                const int group = first + i * Design::kStorers;
                if (group >= Design::kGroups) continue;
                const int row = t.firstQuery / 64 + group;
                shared.slotFull[group][slot.stage].wait(slot.parity);
                float4 sum = {0, 0, 0, 0};
#pragma unroll
                for (int warp = 0; warp < 4; ++warp) {
                    const float4 part = shared.partial[group][slot.stage][warp * 32 + lane];
                    sum.x += part.x, sum.y += part.y, sum.z += part.z, sum.w += part.w;
                }
                shared.slotEmpty[group][slot.stage].arrive();
                const float mine = sumOfFour(sum.x, sum.y, sum.z, sum.w);
                const int block = 2 * pair + column;
                if (lane % 8 == 0 && map && row * 64 < t.n && block <= row)
                    map[(static_cast<std::int64_t>(t.map) * p.blocks + row) * p.blocks + block] = mine;
            }
            slot.advance();
        }
#pragma unroll
        for (int i = 0; i < Design::kStored; ++i)
            if (first + i * Design::kStorers < Design::kGroups)
                sm90::arriveNamed(kStored + first + i * Design::kStorers, 160);
    }
}

}  // namespace moa::kernels::cuda
