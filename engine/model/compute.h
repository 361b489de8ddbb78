// How a model computes: the type of weights and matrix products, and the threads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace moa::engine {

// Type the weights are kept in. Everything is computed in fp32 (half-precision weights are widened piece by piece; on a
// GPU the operands of products and attention are rounded to them instead), for Float64 in fp64.
enum class ComputeDtype { Float32, BFloat16, Float16, Float64 };

[[nodiscard]] std::string_view toString(ComputeDtype dtype) noexcept;

// "float32", "bfloat16", "float16" or "float64"; anything else throws moa::Error naming the choices.
[[nodiscard]] ComputeDtype parseComputeDtype(std::string_view name);

// Where to compute.
struct DeviceChoice {
    bool cuda = false;
    int index = 0;  // of the GPU

    [[nodiscard]] bool operator==(const DeviceChoice &) const = default;
};

// "cpu" or "cuda:0".
[[nodiscard]] std::string toString(DeviceChoice device);

// "cpu", "cuda" (the first GPU), "cuda:1", or "auto": the first GPU where this build and this machine have one, else
// the CPU. Anything else throws moa::Error naming the choices.
[[nodiscard]] DeviceChoice parseDevice(std::string_view name);

// The type weights have unless one is asked for: float32 on the CPU, bfloat16 on a GPU.
[[nodiscard]] ComputeDtype defaultDtype(DeviceChoice device) noexcept;

struct ComputeOptions {
    ComputeDtype dtype = ComputeDtype::Float32;
    int threads = 0;  // 0: one per core this process may use
    // Bytes that widened weights may take; 0: what availableMemory() gives. Layers beyond it are widened one at a time
    // while the model runs.
    std::int64_t weightBytes = 0;
    DeviceChoice device = {};
};

// Cores this process may use, at least 1.
[[nodiscard]] int availableThreads() noexcept;

// Bytes this process may still take before the system, or the control group it runs in, is out of memory. What the page
// cache holds counts as free.
[[nodiscard]] std::int64_t availableMemory();

}  // namespace moa::engine
