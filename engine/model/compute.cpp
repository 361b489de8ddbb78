#include "engine/model/compute.h"

#include <sched.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "engine/values/error.h"

namespace moa::engine {

namespace {

constexpr std::array<std::pair<ComputeDtype, std::string_view>, 4> kNames = {{
    {ComputeDtype::Float32, "float32"},
    {ComputeDtype::BFloat16, "bfloat16"},
    {ComputeDtype::Float16, "float16"},
    {ComputeDtype::Float64, "float64"},
}};

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

int availableThreads() noexcept {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    return std::max(1, CPU_COUNT(&set));
}

}  // namespace moa::engine
