// Plan files in MoA's two-key JSON, with our own sidecar.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "engine/values/plan.h"

namespace moa::engine {

// {"alphas": [[..]], "betas": [[..]]}, both [layers][query heads]: read and written unchanged (numbers round-trip).
// Throws moa::Error for other keys, ragged rows, values that are not finite numbers, and beta outside 0..1.
[[nodiscard]] Plan parsePlan(std::string_view text, std::string_view where);
[[nodiscard]] Plan readPlan(const std::filesystem::path &path);
[[nodiscard]] nlohmann::json planToJson(const Plan &plan);

// Writes NAME.json and, where `meta` is an object, its sidecar NAME.meta.json. Each file is there whole or not at all.
void writePlan(const std::filesystem::path &path, const Plan &plan, const nlohmann::json &meta);

// The sidecar of a plan file, null when there is none.
[[nodiscard]] nlohmann::json readSidecar(const std::filesystem::path &planPath);
[[nodiscard]] std::filesystem::path sidecarPath(const std::filesystem::path &planPath);

// Throws moa::Error when the plan's shape is not the model's.
void checkPlanShape(const Plan &plan, int layers, int heads, std::string_view where);

}  // namespace moa::engine
