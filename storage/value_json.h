// Value types as JSON text columns. Internal to storage.
#pragma once

#include <nlohmann/json.hpp>

#include "engine/values/model_facts.h"
#include "engine/values/run.h"

namespace moa::storage {

[[nodiscard]] nlohmann::json toJson(const engine::ModelFacts &facts);
[[nodiscard]] engine::ModelFacts modelFacts(const nlohmann::json &json);

// What of a run is not in its own columns or tables.
[[nodiscard]] nlohmann::json runFacts(const engine::EvaluationRun &run);
void readRunFacts(const nlohmann::json &json, engine::EvaluationRun &run);

}  // namespace moa::storage
