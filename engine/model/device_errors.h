// What can go wrong on a device, as moa::Error.
#pragma once

#include <c10/util/Exception.h>

#include <cstdint>
#include <string>
#include <utility>

#include "engine/model/compute_device.h"

namespace moa::engine {

[[nodiscard]] inline double gigabytes(std::int64_t bytes) {
    return static_cast<double>(bytes) / 1e9;
}

// Refuses work that does not fit: `need` bytes for `subject` ("the profile of 8192 tokens") against what is free. What
// cannot be known (the CPU) is not refused.
void checkRoom(const ComputeDevice &device, const std::string &what, const std::string &subject, std::int64_t need,
               const std::string &remedy);

[[noreturn]] void throwDeviceError(const ComputeDevice &device, const std::string &what, const c10::Error &error);

// Runs work(); an error of a GPU, out of memory above all, becomes a moa::Error and leaves the device fit for use.
template <class F>
auto onDevice(const ComputeDevice &device, const std::string &what, F &&work) {
    if (device.torch().is_cpu()) return std::forward<F>(work)();
    try {
        return std::forward<F>(work)();
    } catch (const c10::Error &error) {
        throwDeviceError(device, what, error);
    }
}

}  // namespace moa::engine
