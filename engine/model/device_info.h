// What a user is told of a device before anything runs on it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/model/compute.h"

namespace moa::engine {

struct DeviceInfo {
    DeviceChoice choice;
    std::string name;                       // "CPU", or the GPU's name
    std::optional<std::int64_t> freeBytes;  // of a GPU's memory
};

// Opens the device: the first call for a GPU takes a second or two. Throws moa::Error where it cannot be used.
[[nodiscard]] DeviceInfo deviceInfo(DeviceChoice device);

}  // namespace moa::engine
