// The CPU as a device: the kernels of kernels/attention.h over plain memory.
#pragma once

#include <memory>

#include "engine/model/compute_device.h"

namespace moa::engine {

[[nodiscard]] std::shared_ptr<const ComputeDevice> cpuDevice();

}  // namespace moa::engine
