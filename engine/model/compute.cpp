#include "engine/model/compute.h"

#include <sched.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <optional>
#include <string>
#include <utility>

#include "engine/model/cuda_plugin.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

constexpr std::array<std::pair<ComputeDtype, std::string_view>, 4> kNames = {{
    {ComputeDtype::Float32, "float32"},
    {ComputeDtype::BFloat16, "bfloat16"},
    {ComputeDtype::Float16, "float16"},
    {ComputeDtype::Float64, "float64"},
}};

constexpr std::int64_t kUnlimited = std::int64_t{1} << 60;

// The number after `name` in a text of words; nullopt without a number there.
std::optional<std::int64_t> fieldOf(const std::string &path, std::string_view name) {
    std::ifstream file(path);
    std::string word;
    while (!name.empty() && file >> word)
        if (word == name) break;
    std::int64_t value = 0;
    return file >> value ? std::optional(value) : std::nullopt;
}

}  // namespace

std::string_view toString(ComputeDtype dtype) noexcept {
    for (const auto &[value, name] : kNames)
        if (value == dtype) return name;
    return "unknown";
}

ComputeDtype parseComputeDtype(std::string_view name) {
    for (const auto &[value, text] : kNames)
        if (text == name) return value;
    throw Error("The computing type is not known", "--dtype " + std::string(name),
                "it is none of the types that are built", "Use float32, bfloat16, float16 or float64.");
}

std::string toString(DeviceChoice device) {
    return device.cuda ? "cuda:" + std::to_string(device.index) : "cpu";
}

DeviceChoice parseDevice(std::string_view name) {
    constexpr std::string_view kNumbered = "cuda:";
    if (name == "cpu") return {};
    if (name == "auto") return {gpuCount() > 0, 0};
    if (name == "cuda") return {true, 0};
    DeviceChoice device{true, 0};
    if (name.starts_with(kNumbered)) {
        const auto number = name.substr(kNumbered.size());
        const auto *end = number.data() + number.size();
        const auto [read, error] = std::from_chars(number.data(), end, device.index);
        if (error == std::errc() && read == end && device.index >= 0) return device;
    }
    throw Error("The device is not known", "--device " + std::string(name), "it is neither the CPU nor a GPU's number",
                "Use cpu, cuda, a number such as cuda:1, or auto.");
}

ComputeDtype defaultDtype(DeviceChoice device) noexcept {
    return device.cuda ? ComputeDtype::BFloat16 : ComputeDtype::Float32;
}

int availableThreads() noexcept {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    return std::max(1, CPU_COUNT(&set));
}

std::int64_t availableMemory() {
    constexpr std::int64_t kKib = 1024;
    std::int64_t available = fieldOf("/proc/meminfo", "MemAvailable:").value_or(kUnlimited / kKib) * kKib;
    const std::string group = "/sys/fs/cgroup/";  // of a container: the root of its own control group
    if (const auto limit = fieldOf(group + "memory.max", ""))
        available = std::min(available, *limit - fieldOf(group + "memory.stat", "anon").value_or(0));
    return std::max<std::int64_t>(available, 0);
}

}  // namespace moa::engine
