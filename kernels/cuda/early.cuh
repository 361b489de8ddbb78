// Kernels of a decode step that start while the one before them runs (launchEarly), on compute capability 9.x.
#pragma once

namespace moa::kernels::cuda {

// What the kernel before writes is there from here on. Every thread that writes calls it first.
__device__ inline void awaitKernelBefore() {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
    asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
}

// Once all blocks have come here or ended, the next kernel may start.
__device__ inline void startKernelAfter() {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
    asm volatile("griddepcontrol.launch_dependents;" ::: "memory");
#endif
}

}  // namespace moa::kernels::cuda
