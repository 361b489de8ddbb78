// The checks of the engine on a GPU and how they report.
#pragma once

#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "engine/model/model.h"
#include "engine/values/plan.h"

namespace moa::gpu_test {

// Scores, decoding and influence of every small model on the GPU against the CPU; a recorded step against the same step
// in the open.
bool checkModels(const std::filesystem::path &root, std::mt19937 &rng);
// Work that does not fit is refused by name, running out of memory is survived, wrong devices are refused.
bool checkLimits(const std::filesystem::path &root, std::mt19937 &rng);

// Prints "ok" or "FAIL", the label and the figures; returns `good`.
bool report(const std::string &label, bool good, const std::string &figures);

[[nodiscard]] engine::Model load(const std::filesystem::path &path, engine::ComputeDtype dtype, bool cuda);
[[nodiscard]] std::vector<std::int32_t> randomIds(std::mt19937 &rng, int count, int vocab);

}  // namespace moa::gpu_test
