#define MOA_VECTOR_BYTES 16
#include "kernels/cpu/tables.inl"

namespace moa::kernels {

KernelTable genericKernels() noexcept {
    return tableOfThisIsa();
}

}  // namespace moa::kernels
