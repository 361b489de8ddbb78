#define MOA_VECTOR_BYTES 32
#include "kernels/cpu/tables.inl"

namespace moa::kernels {

KernelTable avx2Kernels() noexcept {
    return tableOfThisIsa();
}

}  // namespace moa::kernels
