// The benchmarks of the CUDA kernels. Each prints one JSON line a measurement.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "kernels/attention.h"
#include "tests/kernels/cuda/gpu_values.h"

namespace moa::gpu_test {

// designs: every design of every kernel, not only the one that is used.
void benchPrefill(bool designs);
void benchInfluence(bool designs);
void benchDecode(bool designs);

// One window per kv head, whole blocks, of the given mean density: golden-ratio steps, so that the Python peers
// (tests/bench/peers) have the same ones. density 1: everything.
inline std::vector<kernels::HeadWindow> benchWindows(int heads, int kvHeads, std::int64_t n, double density) {
    std::vector<double> shares(static_cast<std::size_t>(kvHeads));
    double sum = 0;
    for (int g = 0; g < kvHeads; ++g) {
        const double x = 0.5 + g * 0.6180339887498949;
        sum += shares[static_cast<std::size_t>(g)] = x - std::floor(x);
    }
    std::vector<kernels::HeadWindow> windows;
    for (int h = 0; h < heads; ++h) {
        const double share = shares[static_cast<std::size_t>(h / (heads / kvHeads))] * density * kvHeads / sum;
        const double clipped = density >= 1 ? 1 : (share < 0.02 ? 0.02 : (share > 1 ? 1 : share));
        windows.push_back(
            {static_cast<std::int64_t>(std::floor(clipped * static_cast<double>(n) / 64 + 0.5)) * 64, false});
    }
    return windows;
}

// Normal values on the device: 2^20 are drawn and repeated.
inline DeviceArray<std::byte> randomOnDevice(std::size_t count, Element type, std::uint64_t seed, float scale = 1) {
    std::mt19937_64 rng(seed);
    const auto base = encoded(normalValues(rng, 1 << 20, scale, type), type);
    DeviceArray<std::byte> array;
    const std::size_t bytes = count * static_cast<std::size_t>(bytesOf(type));
    require(array.allocate(bytes, "values"), "values");
    // An odd piece of the base each time, so that heads differ.
    for (std::size_t at = 0; at < bytes;) {
        const std::size_t piece = std::min(bytes - at, base.size() - at / base.size() % 64 * 1024);
        require(cudaMemcpy(array.get() + at, base.data(), piece, cudaMemcpyHostToDevice), "values");
        at += piece;
    }
    return array;
}

}  // namespace moa::gpu_test
