// Values for the GPU checks: random numbers that a 16-bit type holds exactly, on the host and on the device.
#pragma once

#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "kernels/cuda/runtime.h"

namespace moa::gpu_test {

using kernels::cuda::DeviceArray;
using kernels::cuda::Element;

// Ends the program: after an error the device can't be trusted.
inline void require(const kernels::cuda::Outcome &fault, const char *where) {
    if (!fault) return;
    std::printf("FAULT %s: %s: %s %s\n", where, fault->what.c_str(), fault->why.c_str(), fault->remedy.c_str());
    std::exit(2);
}
inline void require(cudaError_t status, const char *where) {
    require(kernels::cuda::outcomeOf(status, where), where);
}

inline float rounded(float x, Element type) {
    switch (type) {
        case Element::Bfloat16: return __bfloat162float(__float2bfloat16(x));
        case Element::Half: return __half2float(__float2half(x));
        case Element::Float: return x;
    }
    return x;
}

inline std::vector<std::byte> encoded(std::span<const float> values, Element type) {
    std::vector<std::byte> bytes(values.size() * static_cast<std::size_t>(kernels::cuda::bytesOf(type)));
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto b = __float2bfloat16(values[i]);
        const auto h = __float2half(values[i]);
        if (type == Element::Bfloat16) std::memcpy(bytes.data() + 2 * i, &b, 2);
        if (type == Element::Half) std::memcpy(bytes.data() + 2 * i, &h, 2);
        if (type == Element::Float) std::memcpy(bytes.data() + 4 * i, &values[i], 4);
    }
    return bytes;
}

inline std::vector<float> decoded(std::span<const std::byte> bytes, Element type) {
    std::vector<float> values(bytes.size() / static_cast<std::size_t>(kernels::cuda::bytesOf(type)));
    for (std::size_t i = 0; i < values.size(); ++i) {
        __nv_bfloat16 b;
        __half h;
        if (type == Element::Bfloat16) std::memcpy(&b, bytes.data() + 2 * i, 2), values[i] = __bfloat162float(b);
        if (type == Element::Half) std::memcpy(&h, bytes.data() + 2 * i, 2), values[i] = __half2float(h);
        if (type == Element::Float) std::memcpy(&values[i], bytes.data() + 4 * i, 4);
    }
    return values;
}

inline std::vector<float> normalValues(std::mt19937_64 &rng, std::size_t count, float scale, Element type) {
    std::normal_distribution<float> normal(0, scale);
    std::vector<float> values(count);
    for (float &v : values) v = rounded(normal(rng), type);
    return values;
}
// In [-1, 1): sums with weights that add up to 1 stay on a unit scale.
inline std::vector<float> unitValues(std::mt19937_64 &rng, std::size_t count, Element type) {
    std::uniform_real_distribution<float> uniform(-1, 1);
    std::vector<float> values(count);
    for (float &v : values) v = rounded(uniform(rng), type);
    return values;
}

template <class T>
inline DeviceArray<T> onDevice(std::span<const T> values) {
    DeviceArray<T> array;
    require(array.upload(values, "upload"), "upload");
    return array;
}
inline DeviceArray<std::byte> onDevice(std::span<const float> values, Element type) {
    return onDevice<std::byte>(encoded(values, type));
}
template <class T>
inline std::vector<T> fromDevice(const DeviceArray<T> &array) {
    std::vector<T> values(array.size());
    require(cudaMemcpy(values.data(), array.get(), array.size() * sizeof(T), cudaMemcpyDeviceToHost), "download");
    return values;
}

// Half a unit in the last place of a stored result: what even an exact one is off by.
inline double roundingOf(double value, Element type) {
    const int bits = type == Element::Bfloat16 ? 8 : (type == Element::Half ? 11 : 24);
    return value == 0 ? 0 : std::ldexp(1.0, std::ilogb(value) - bits);
}

inline const char *nameOf(Element type) {
    return type == Element::Bfloat16 ? "bf16" : (type == Element::Half ? "fp16" : "fp32");
}

// Median time in milliseconds of `repeats` runs after three warm-ups, each between two events. The host never waits in
// between, so that its own launch time stays out of the figures.
template <class Run>
double medianMs(Run run, int repeats = 20) {
    std::vector<cudaEvent_t> events(2 * static_cast<std::size_t>(repeats));
    for (auto &event : events) require(cudaEventCreate(&event), "event");
    for (int i = 0; i < 3; ++i) run();
    for (std::size_t i = 0; i < events.size(); i += 2) {
        require(cudaEventRecord(events[i]), "event");
        run();
        require(cudaEventRecord(events[i + 1]), "event");
    }
    require(cudaDeviceSynchronize(), "run");
    std::vector<float> times;
    for (std::size_t i = 0; i < events.size(); i += 2) {
        times.push_back(0);
        require(cudaEventElapsedTime(&times.back(), events[i], events[i + 1]), "event");
    }
    for (auto event : events) require(cudaEventDestroy(event), "event");
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

}  // namespace moa::gpu_test
