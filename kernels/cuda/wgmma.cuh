// Warpgroup matrix products (wgmma, sm_90a): D[64][N] += A[64][16] B[16][N] with fp32 accumulators in registers.
// Element (row, column) of D in thread t of the warpgroup: row = t / 32 * 16 + t % 32 / 4 + 8 * h,
// column = 8 * j + t % 4 * 2 + c is d[4 * j + 2 * h + c].
#pragma once

#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include <cstdint>

namespace moa::kernels::sm90 {

// Shared-memory operand whose rows of 64 16-bit values (128 bytes) were written with the 128-byte swizzle.
// `strideBytes` is the distance of 8-row groups; `leadingBytes` that of 64-column halves, which only an operand with
// its columns contiguous in memory (V in P V) needs. Adding bytes / 16 to a descriptor moves its start.
__device__ inline std::uint64_t operand(std::uint32_t address, std::uint32_t leadingBytes, std::uint32_t strideBytes) {
    constexpr std::uint64_t kSwizzle128 = std::uint64_t{1} << 62;
    return kSwizzle128 | std::uint64_t{strideBytes >> 4} << 32 | std::uint64_t{leadingBytes >> 4} << 16 |
           std::uint64_t{(address & 0x3ffff) >> 4};
}

// Orders this thread's register accesses before the products issued next.
__device__ inline void beginProducts() {
    asm volatile("wgmma.fence.sync.aligned;" ::: "memory");
}
__device__ inline void commitProducts() {
    asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory");
}
// Waits until at most kPending committed groups run.
template <int kPending>
__device__ inline void waitProducts() {
    asm volatile("wgmma.wait_group.sync.aligned %0;" ::"n"(kPending) : "memory");
}

// Tells the compiler that registers change here: it must not move their reads across a wait.
template <int kCount>
__device__ inline void pin(float (&r)[kCount]) {
#pragma unroll
    for (int i = 0; i < kCount; ++i) asm volatile("" : "+f"(r[i])::"memory");
}

// Keeps the work behind a non-negative sum in front of a later wait: ptxas otherwise sinks pure arithmetic below it.
// A branch it can not predict, never taken.
__device__ inline void keepBefore(float sum) {
    asm volatile("{\n.reg .pred p;\nsetp.lt.f32 p, %0, 0f00000000;\n@p trap;\n}\n" ::"f"(sum) : "memory");
}

template <int kColumns, class T>
struct Product;

#define MOA_D8(i)                                                                                               \
    "+f"(d[i]), "+f"(d[i + 1]), "+f"(d[i + 2]), "+f"(d[i + 3]), "+f"(d[i + 4]), "+f"(d[i + 5]), "+f"(d[i + 6]), \
        "+f"(d[i + 7])
#define MOA_D32(i) MOA_D8(i), MOA_D8(i + 8), MOA_D8(i + 16), MOA_D8(i + 24)
#define MOA_R32                                                                                                      \
    "%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, %16, %17, %18, %19, %20, %21, %22, %23, " \
    "%24, %25, %26, %27, %28, %29, %30, %31"
#define MOA_R64                                                                                                   \
    MOA_R32                                                                                                       \
    ", %32, %33, %34, %35, %36, %37, %38, %39, %40, %41, %42, %43, %44, %45, %46, %47, %48, %49, %50, %51, %52, " \
    "%53, %54, %55, %56, %57, %58, %59, %60, %61, %62, %63"
#define MOA_R96                                                                                                   \
    MOA_R64                                                                                                       \
    ", %64, %65, %66, %67, %68, %69, %70, %71, %72, %73, %74, %75, %76, %77, %78, %79, %80, %81, %82, %83, %84, " \
    "%85, %86, %87, %88, %89, %90, %91, %92, %93, %94, %95"

// shared: A and B from shared memory, both with the summed index contiguous. registers: A from registers, B with its
// columns contiguous, or by `kByColumns` false with the summed index contiguous. `accumulate` 0 overwrites D.
#define MOA_PRODUCT(columns, T, type, regs, outputs, a0, a1, a2, a3, a4, a5, a6)                                    \
    template <>                                                                                                     \
    struct Product<columns, T> {                                                                                    \
        static __device__ void shared(float (&d)[columns / 2], std::uint64_t a, std::uint64_t b, int accumulate) {  \
            asm volatile("{\n.reg .pred p;\nsetp.ne.b32 p, %" a2                                                    \
                         ", 0;\n"                                                                                   \
                         "wgmma.mma_async.sync.aligned.m64n" #columns "k16.f32." type "." type " {" regs "}, %" a0  \
                         ", %" a1 ", p, 1, 1, 0, 0;\n}\n"                                                           \
                         : outputs                                                                                  \
                         : "l"(a), "l"(b), "r"(accumulate));                                                        \
        }                                                                                                           \
        template <bool kByColumns = true>                                                                           \
        static __device__ void registers(float (&d)[columns / 2], const std::uint32_t *a, std::uint64_t b,          \
                                         int accumulate) {                                                          \
            asm volatile("{\n.reg .pred p;\nsetp.ne.b32 p, %" a5                                                    \
                         ", 0;\n"                                                                                   \
                         "wgmma.mma_async.sync.aligned.m64n" #columns "k16.f32." type "." type " {" regs "}, {%" a0 \
                         ", %" a1 ", %" a2 ", %" a3 "}, %" a4 ", p, 1, 1, %" a6 ";\n}\n"                            \
                         : outputs                                                                                  \
                         : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "l"(b), "r"(accumulate),                     \
                           "n"(kByColumns ? 1 : 0));                                                                \
        }                                                                                                           \
    };
#define MOA_LIST(...) __VA_ARGS__
#define MOA_PRODUCTS(T, type)                                                                                         \
    MOA_PRODUCT(64, T, type, MOA_R32, MOA_LIST(MOA_D32(0)), "32", "33", "34", "35", "36", "37", "38")                 \
    MOA_PRODUCT(128, T, type, MOA_R64, MOA_LIST(MOA_D32(0), MOA_D32(32)), "64", "65", "66", "67", "68", "69", "70")   \
    MOA_PRODUCT(192, T, type, MOA_R96, MOA_LIST(MOA_D32(0), MOA_D32(32), MOA_D32(64)), "96", "97", "98", "99", "100", \
                "101", "102")

MOA_PRODUCTS(__nv_bfloat16, "bf16")
MOA_PRODUCTS(__half, "f16")

#undef MOA_PRODUCTS
#undef MOA_LIST
#undef MOA_PRODUCT
#undef MOA_R96
#undef MOA_R64
#undef MOA_R32
#undef MOA_D32
#undef MOA_D8

}  // namespace moa::kernels::sm90
