// Optimizer results as JSON: what is stored with a plan and what the command answers.
#pragma once

#include <nlohmann/json.hpp>

#include "engine/values/optimizer_instance.h"
#include "engine/values/plan.h"
#include "storage/project_file.h"

namespace moa {

[[nodiscard]] nlohmann::json toJson(const engine::OptimizerResult &result);
[[nodiscard]] engine::OptimizerResult resultFromJson(const nlohmann::json &json);
[[nodiscard]] nlohmann::json toJson(const engine::Densities &densities);
[[nodiscard]] std::vector<engine::Budget> budgetsFromJson(const nlohmann::json &settings);

}  // namespace moa
