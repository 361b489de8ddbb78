// The Hopper instructions the fast kernels are made of: mbarriers, the bulk tensor copy engine, register shares of
// warpgroups, named barriers. Thin names over PTX (ISA 8.0, sections 9.7.12 to 9.7.15), nothing else.
#pragma once

#include <cuda.h>

#include <cstdint>

namespace moa::kernels::sm90 {

__device__ inline std::uint32_t sharedAddress(const void *p) {
    return static_cast<std::uint32_t>(__cvta_generic_to_shared(p));
}

// One 64-bit barrier in shared memory. A phase ends when `count` arrivals and all expected bytes are in; waiters name
// the parity of the phase they wait for.
struct Mbarrier {
    std::uint64_t state;

    __device__ void init(int count) {
        asm volatile("mbarrier.init.shared::cta.b64 [%0], %1;" ::"r"(sharedAddress(&state)), "r"(count) : "memory");
    }
    __device__ void arrive() {
        asm volatile("mbarrier.arrive.shared::cta.b64 _, [%0];" ::"r"(sharedAddress(&state)) : "memory");
    }
    __device__ void arriveExpecting(int bytes) {
        asm volatile("mbarrier.arrive.expect_tx.shared::cta.b64 _, [%0], %1;" ::"r"(sharedAddress(&state)), "r"(bytes)
                     : "memory");
    }
    __device__ void wait(std::uint32_t parity) {
        asm volatile(
            "{\n"
            ".reg .pred done;\n"
            "retry:\n"
            "mbarrier.try_wait.parity.shared::cta.b64 done, [%0], %1;\n"
            "@done bra finished;\n"
            "bra retry;\n"
            "finished:\n"
            "}\n" ::"r"(sharedAddress(&state)),
            "r"(parity)
            : "memory");
    }
};

// Makes initialised mbarriers visible to the copy engine; follow with __syncthreads().
__device__ inline void fenceBarrierInit() {
    asm volatile("fence.mbarrier_init.release.cluster;" ::: "memory");
}

// Copies one box of a rank-3 tensor map into shared memory; `done` counts its bytes. One thread calls it.
__device__ inline void loadBox(void *to, const CUtensorMap &map, int dim, int head, int token, Mbarrier &done) {
    asm volatile(
        "cp.async.bulk.tensor.3d.shared::cluster.global.mbarrier::complete_tx::bytes [%0], [%1, {%2, %3, %4}], [%5];" ::
            "r"(sharedAddress(to)),
        "l"(reinterpret_cast<std::uint64_t>(&map)), "r"(dim), "r"(head), "r"(token), "r"(sharedAddress(&done.state))
        : "memory");
}

__device__ inline void prefetchMap(const CUtensorMap &map) {
    asm volatile("prefetch.tensormap [%0];" ::"l"(reinterpret_cast<std::uint64_t>(&map)) : "memory");
}

// Index of the calling thread's warpgroup. The shuffle tells the compiler that it is the same for the whole warp, so
// that what depends on it (descriptors, addresses) lives in uniform registers.
__device__ inline int warpgroup() {
    return __shfl_sync(~0U, static_cast<int>(threadIdx.x / 128), 0);
}

// The registers of a warpgroup's threads, from now on. All its warps must call it.
template <int kRegisters>
__device__ inline void growRegisters() {
    asm volatile("setmaxnreg.inc.sync.aligned.u32 %0;" ::"n"(kRegisters));
}
template <int kRegisters>
__device__ inline void shrinkRegisters() {
    asm volatile("setmaxnreg.dec.sync.aligned.u32 %0;" ::"n"(kRegisters));
}

// Named barriers 1..15 among `threads` threads (0 is __syncthreads).
__device__ inline void syncNamed(int barrier, int threads) {
    asm volatile("bar.sync %0, %1;" ::"r"(barrier), "r"(threads) : "memory");
}
__device__ inline void arriveNamed(int barrier, int threads) {
    asm volatile("bar.arrive %0, %1;" ::"r"(barrier), "r"(threads) : "memory");
}

__device__ inline float exp2Fast(float x) {
    float y;
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
    return y;
}

// The barriers of a tile's queries and of the rings of keys and values; by one thread, before all meet.
template <class Shared>
__device__ inline void initTileBarriers(Shared &shared, int consumerWarps) {
    shared.qFull.init(1);
    shared.qEmpty.init(32 * consumerWarps);  // every thread reads the tile, so every thread arrives
    for (std::size_t i = 0; i < sizeof(shared.kFull) / sizeof(shared.kFull[0]); ++i) {
        shared.kFull[i].init(1), shared.vFull[i].init(1);
        shared.kEmpty[i].init(consumerWarps), shared.vEmpty[i].init(consumerWarps);
    }
    fenceBarrierInit();
}

// Position in a ring of kStages buffers and the parity of the phase that is current there.
template <int kStages>
struct RingPosition {
    int stage = 0;
    std::uint32_t parity = 0;

    __device__ void advance() {
        if (++stage == kStages) {
            stage = 0;
            parity ^= 1;
        }
    }
};

}  // namespace moa::kernels::sm90
