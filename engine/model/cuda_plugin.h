// The GPU's version of ComputeDevice, loaded at run time from libmoa_cuda.so beside the program, so that one build runs
// with and without a GPU.
#pragma once

#include <memory>

namespace moa::engine {

class ComputeDevice;

// NVIDIA GPUs that this build can use, by the driver's device files and CUDA_VISIBLE_DEVICES: 0 without the plug-in or
// without a driver. Starts no driver, which takes 0.2 s: openCuda does.
[[nodiscard]] int gpuCount() noexcept;

// GPU `index`. recordSteps: decode steps become CUDA graphs (off: for comparison). Throws moa::Error without the
// plug-in, without LibTorch's CUDA part, without a driver, and for a GPU that is not there or is older than compute
// capability 8.0.
[[nodiscard]] std::shared_ptr<const ComputeDevice> openCuda(int index, bool recordSteps = true);

// What the plug-in exports as "moaOpenCuda"; throws moa::Error.
using OpenCuda = void (*)(int index, bool recordSteps, std::shared_ptr<const ComputeDevice> &device);

}  // namespace moa::engine
