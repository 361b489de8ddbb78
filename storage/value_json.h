// Value types as JSON text columns. Internal to storage.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "engine/values/model_facts.h"
#include "engine/values/run.h"
#include "storage/database.h"

namespace moa::storage {

// Text of a column. Bytes that are no UTF-8 (a file name may hold some) are replaced, so that no text fails to be kept.
// Throws moa::Error for a number that is not finite, which JSON would keep as nothing and no reader takes back; `owner`
// says whose it is, such as "run r".
[[nodiscard]] std::string toText(const nlohmann::json &json, const std::string &owner);

// The next column as JSON. Throws moa::Error for text that is no JSON.
[[nodiscard]] nlohmann::json readJsonColumn(Statement &statement);

[[nodiscard]] nlohmann::json toJson(const engine::ModelFacts &facts);
// The next column as facts; path is left empty. Throws moa::Error for fields that are missing or of another type.
[[nodiscard]] engine::ModelFacts readModelFacts(Statement &statement);

// What of a run is not in its own columns or tables.
[[nodiscard]] nlohmann::json runFacts(const engine::EvaluationRun &run);
// The next column into `run`. Throws moa::Error like readModelFacts.
void readRunFacts(Statement &statement, engine::EvaluationRun &run);

}  // namespace moa::storage
