// The steps around the model in tokenizer.json. Internal to the tokenizer room.
#pragma once

#include <nlohmann/json.hpp>

#include "engine/tokenizer/bpe_description.h"

namespace moa::engine {

// Each reads one part of the file into `out` and throws moa::Error naming the step that is not read. Parts may be null.
void readNormalizer(const nlohmann::json &part, BpeDescription &out);
// Sets `byteLevel` where a ByteLevel step turns the text to the byte alphabet.
void readPreTokenizer(const nlohmann::json &part, BpeDescription &out, bool &byteLevel);
void readPostProcessor(const nlohmann::json &part, BpeDescription &out);
void readDecoder(const nlohmann::json &part, BpeDescription &out);

// A token id, checked against the limit.
[[nodiscard]] std::int32_t tokenIdOf(const nlohmann::json &value, const std::string &where);

}  // namespace moa::engine
