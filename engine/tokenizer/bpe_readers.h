// Where byte-level BPE descriptions come from. Internal to the tokenizer room.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "engine/formats/gguf_file.h"
#include "engine/tokenizer/bpe_tokenizer.h"

namespace moa::engine {

// Hugging Face tokenizer.json with model type BPE and byte-level pre-tokenizer. Throws moa::Error naming the part that
// is not read (another model, normalizer, pre-tokenizer, post-processor) or contradicts itself.
[[nodiscard]] BpeDescription bpeFromJson(const nlohmann::json &json, const std::string &where);

// GGUF's tokenizer.ggml.model "gpt2" with the pre-tokenizers smollm, llama-bpe, qwen2, gpt-2 and default.
[[nodiscard]] BpeDescription bpeFromGguf(const GgufFile &file);

// The error of a tokenizer that is not read: its remedy names --ids.
[[noreturn]] void refuseTokenizer(const std::string &where, const std::string &why);

}  // namespace moa::engine
