// The byte alphabet of GPT-2: every byte as a printable character. Internal to the tokenizer room.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace moa::engine {

// Bytes that a token written in the alphabet stands for; nullopt when it holds another character.
// Source: openai/gpt-2, encoder.py, bytes_to_unicode.
[[nodiscard]] std::optional<std::string> bytesOfToken(std::string_view token);

// Offset of the first byte that is not UTF-8, or npos.
[[nodiscard]] std::size_t invalidUtf8(std::string_view text) noexcept;

// The text with every maximal invalid part replaced by U+FFFD.
[[nodiscard]] std::string lossyUtf8(std::string_view bytes);

}  // namespace moa::engine
