// The byte alphabet of GPT-2: every byte as a printable character. Internal to the tokenizer room.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace moa::engine {

// Bytes that a token written in the alphabet stands for; nullopt when it holds another character.
// Source: openai/gpt-2, encoder.py, bytes_to_unicode.
[[nodiscard]] std::optional<std::string> bytesOfToken(std::string_view token);

}  // namespace moa::engine
