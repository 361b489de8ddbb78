#include "kernels/cuda/runtime.h"

namespace moa::kernels::cuda {

Outcome outcomeOf(cudaError_t status, const char *what) {
    if (status == cudaSuccess) return {};
    const std::string why = cudaGetErrorString(status);
    switch (status) {
        case cudaErrorMemoryAllocation:
            return Fault{what, why, "Free memory on the GPU, or use a shorter length or a smaller batch."};
        case cudaErrorNoDevice:
        case cudaErrorInsufficientDriver:
            return Fault{what, why, "Use --device cpu, or install an NVIDIA driver for CUDA 13."};
        case cudaErrorNoKernelImageForDevice:
            return Fault{what, why, "This GPU is older than compute capability 8.0: use --device cpu."};
        default: return Fault{what, why, "Start again; if it comes back, use --device cpu and report it."};
    }
}

}  // namespace moa::kernels::cuda
