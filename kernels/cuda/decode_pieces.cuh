// Who decodes what, and how the results of several pieces become one. Private to kernels/cuda.
#pragma once

#include "kernels/cuda/decode_design.h"
#include "kernels/cuda/pack.cuh"

namespace moa::kernels::cuda {

constexpr int kRing = 16;  // pieces of a block that lie ready; more than the copies are ahead by

// The pieces of a block in the order it takes them. Its first thread fetches them, one at a time.
struct PieceRing {
    struct Entry {
        DecodePiece piece;
        int valid;
    };
    Entry entries[kRing];
    std::uint64_t there[kRing];  // mbarriers: one phase for each piece that comes by

    __device__ static std::uint32_t address(const std::uint64_t &barrier) {
        return static_cast<std::uint32_t>(__cvta_generic_to_shared(&barrier));
    }

    // By the first thread, before all meet.
    __device__ void init() {
        for (const auto &barrier : there)
            asm volatile("mbarrier.init.shared.b64 [%0], 1;" ::"r"(address(barrier)) : "memory");
    }

    __device__ void fetch(const DecodeArguments &p, const DecodeBlock &own, int i) {
        Entry &entry = entries[i % kRing];
        entry.piece.chunks = 0;
        if (own.first + i < own.end) {
            entry.piece = p.pieces[own.first + i];
            entry.valid = p.valid[entry.piece.task];
        }
        asm volatile("{\n.reg .b64 t;\nmbarrier.arrive.shared.b64 t, [%0];\n}\n" ::"r"(address(there[i % kRing]))
                     : "memory");
    }

    // Piece i, for any thread. The first one has fetched those before it.
    __device__ const Entry &await(const DecodeArguments &p, const DecodeBlock &own, int i) {
        if (threadIdx.x == 0) fetch(p, own, i);
        asm volatile(
            "{\n"
            ".reg .pred done;\n"
            "retry:\n"
            "mbarrier.test_wait.parity.shared.b64 done, [%0], %1;\n"
            "@done bra finished;\n"
            "bra retry;\n"
            "finished:\n"
            "}\n" ::"r"(address(there[i % kRing])),
            "r"(i / kRing % 2)
            : "memory");
        return entries[i % kRing];
    }
};

// Four elements of the unnormalised output of a query head, its largest power and its sum.
struct DecodeResult {
    float4 o = {0, 0, 0, 0};
    float most = -INFINITY;
    float sum = 0;

    __device__ void scale(float by) { o.x *= by, o.y *= by, o.z *= by, o.w *= by; }
};

// Adds `count` results in their order; what(i) and facts(i) load those of one. Eight are on their way at a time.
template <class Values, class Facts>
__device__ inline DecodeResult addResults(int count, Values &&values, Facts &&facts) {
    constexpr int kTogether = 8;
    DecodeResult all;
    for (int first = 0; first < count; first += kTogether) {
        float4 o[kTogether];
        float2 f[kTogether];
        float most = all.most;
#pragma unroll
        for (int i = 0; i < kTogether; ++i) {
            const bool inside = first + i < count;
            o[i] = inside ? values(first + i) : float4{0, 0, 0, 0};
            f[i] = inside ? facts(first + i) : float2{-INFINITY, 0};
        }
#pragma unroll
        for (int i = 0; i < kTogether; ++i) most = fmaxf(most, f[i].x);
        const float decay = exp2f(all.most - most);
        all.scale(decay);
        all.sum *= decay;
        all.most = most;
#pragma unroll
        for (int i = 0; i < kTogether; ++i) {
            const float worth = exp2f(f[i].x - most);
            all.o.x += o[i].x * worth, all.o.y += o[i].y * worth;
            all.o.z += o[i].z * worth, all.o.w += o[i].w * worth;
            all.sum += f[i].y * worth;
        }
    }
    return all;
}

// The results of a block's warps, [warp][query head of the group].
struct DecodeCorners {
    float *o;       // [headDim]
    float2 *facts;  // largest power, sum
};

template <class T>
__device__ inline void storeOutput(T *to, DecodeResult result) {
    result.scale(1 / result.sum);
    *reinterpret_cast<uint2 *>(to) = uint2{packPair<T>(result.o.x, result.o.y), packPair<T>(result.o.z, result.o.w)};
}

// The warps' corners become the piece's result: the output itself, or a partial one that the last block to finish the
// task puts together with the others. All threads of the block call it, after they have met.
template <class T, int kDim, int kWarps>
__device__ void finishPiece(const DecodeArguments &p, const DecodePiece &piece, const DecodeCorners &corners) {
    constexpr int kQuads = kDim / 4;
    __shared__ bool last;
    const auto *values = reinterpret_cast<const float4 *>(corners.o);
    T *o = static_cast<T *>(p.o) + static_cast<std::int64_t>(piece.task) * p.group * kDim;
    const int quads = p.group * kQuads;
    for (int i = threadIdx.x; i < quads; i += blockDim.x) {
        const int head = i / kQuads;
        const auto result = addResults(
            kWarps, [&](int w) { return values[w * quads + i]; },
            [&](int w) { return corners.facts[w * p.group + head]; });
        if (piece.parts == 1) {
            storeOutput(o + i * 4, result);
            continue;
        }
        const std::int64_t slot = piece.slot + piece.part;
        reinterpret_cast<float4 *>(p.partial)[slot * quads + i] = result.o;
        if (i % kQuads == 0) p.partialFacts[slot * p.group + head] = {result.most, result.sum};
    }
    if (piece.parts == 1) return;
    __syncthreads();
    if (threadIdx.x == 0) {
        __threadfence();
        last = atomicAdd(p.finished + piece.task, 1) == piece.parts - 1;
        __threadfence();
    }
    __syncthreads();
    if (!last) return;
    const auto *parts = reinterpret_cast<const float4 *>(p.partial) + static_cast<std::int64_t>(piece.slot) * quads;
    const float2 *facts = p.partialFacts + static_cast<std::int64_t>(piece.slot) * p.group;
    for (int i = threadIdx.x; i < quads; i += blockDim.x)
        storeOutput(o + i * 4, addResults(
                                   piece.parts, [&](int part) { return __ldcg(parts + part * quads + i); },
                                   [&](int part) { return __ldcg(facts + part * p.group + i / kQuads); }));
    if (threadIdx.x == 0) p.finished[piece.task] = 0;  // for the next launch
}

}  // namespace moa::kernels::cuda
