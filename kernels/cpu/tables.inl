// Included once per instruction set: everything it defines stays inside the including file.
#include "kernels/cpu/kernel_table.h"

#include "kernels/cpu/vector.inl"
//
#include "kernels/cpu/tile_gemm.inl"
//
#include "kernels/cpu/strip.inl"
//
#include "kernels/cpu/forward.inl"
//
#include "kernels/cpu/influence_row.inl"
//
#include "kernels/cpu/influence.inl"
//
#include "kernels/cpu/decode.inl"
//
#include "kernels/cpu/linear.inl"

namespace moa::kernels {
namespace {

KernelTable tableOfThisIsa() noexcept {
    return {forward<float>, forward<double>, influence<float>, influence<double>,
            decode<float>,  decode<double>,  linear<float>,    linear<double>};
}

}  // namespace
}  // namespace moa::kernels
