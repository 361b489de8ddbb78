#include "engine/model/device_info.h"

#include "engine/model/cpu_device.h"
#include "engine/model/cuda_plugin.h"

namespace moa::engine {

DeviceInfo deviceInfo(DeviceChoice device) {
    const auto opened = device.cuda ? openCuda(device.index) : cpuDevice();
    return {device, opened->name(), opened->freeBytes()};
}

}  // namespace moa::engine
