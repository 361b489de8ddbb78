// Values as the JSON answers of the contract.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/project/project.h"

namespace moa::command {

[[nodiscard]] nlohmann::json calibrationJson(const engine::CalibrationSet &set);
// {status, plan, objective, bound, gap, loss, densities, shadow_prices, seconds, grid ...}
[[nodiscard]] nlohmann::json optimizeJson(const OptimizeAnswer &answer, const engine::ModelFacts &facts);
// {run, task, plan, allowance, rows, kv_bytes, dense_kv_bytes, densities, settings, seconds}
[[nodiscard]] nlohmann::json runJson(const engine::EvaluationRun &run);
[[nodiscard]] std::string runText(const engine::EvaluationRun &run);
// alphas, betas and the four densities per length.
[[nodiscard]] nlohmann::json planJson(const engine::Plan &plan, int kvHeads, const std::vector<int> &lengths,
                                      std::int64_t allowance);
// The story of product.md: retrieval, perplexity and memory of dense, uniform and the plan, and what it means.
[[nodiscard]] std::string storyText(const std::vector<engine::EvaluationRun> &runs, const std::string &plan);

}  // namespace moa::command
