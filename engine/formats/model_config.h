// From a config.json or GGUF metadata to model facts, every value checked against a range.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "engine/formats/gguf_file.h"
#include "engine/values/model_facts.h"

namespace moa::engine {

// Facts of a Hugging Face config.json in the old style (rope_theta, rope_scaling, torch_dtype) or the new one
// (rope_parameters, dtype). Accepted: llama, mistral, qwen2, qwen3, smollm3.
// Throws moa::Error naming the key for a missing, wrong or out-of-range value and for what is not computed.
[[nodiscard]] ModelFacts factsFromConfig(const nlohmann::json &config, const std::string &where);

// The same from GGUF metadata (general.architecture llama, qwen2 or qwen3).
[[nodiscard]] ModelFacts factsFromGguf(const GgufFile &file);

}  // namespace moa::engine
