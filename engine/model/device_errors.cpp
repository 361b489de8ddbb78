#include "engine/model/device_errors.h"

#include <fmt/format.h>

#include "engine/values/error.h"

namespace moa::engine {

void checkRoom(const ComputeDevice &device, const std::string &what, const std::string &subject, std::int64_t need,
               const std::string &remedy) {
    const auto free = device.freeBytes();
    if (!free || need <= *free) return;
    throw Error(
        what, device.name(),
        fmt::format("{} would take {:.1f} GB, and {:.1f} GB are free", subject, gigabytes(need), gigabytes(*free)),
        remedy);
}

void throwDeviceError(const ComputeDevice &device, const std::string &what, const c10::Error &error) {
    const bool full = dynamic_cast<const c10::OutOfMemoryError *>(&error) != nullptr;
    if (full) device.releaseMemory();
    const std::string why = error.what_without_backtrace();
    throw Error(what, device.name(), full ? "its memory is full" : why.substr(0, why.find('\n')),
                full ? "Use shorter lengths, a smaller batch or --dtype bfloat16, or --device cpu."
                     : "Start again; if it comes back, use --device cpu and report it.");
}

}  // namespace moa::engine
