#define MOA_VECTOR_BYTES 64
#include "kernels/cpu/tables.inl"

namespace moa::kernels {

KernelTable avx512Kernels() noexcept {
    return tableOfThisIsa();
}

}  // namespace moa::kernels
