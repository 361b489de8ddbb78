// Bytes as tokens: the byte alphabet of GPT-2 (every byte a printable character) and <0x00> to <0xFF>. Internal to the
// tokenizer room.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moa::engine {

// Bytes that a token written in the alphabet stands for; nullopt when it holds another character.
// Source: openai/gpt-2, encoder.py, bytes_to_unicode.
[[nodiscard]] std::optional<std::string> bytesOfToken(std::string_view token);

// "<0x0A>": a byte as vocabularies with byte fallback write it, and back (nullopt: another token).
[[nodiscard]] std::string byteToken(std::uint8_t byte);
[[nodiscard]] std::optional<std::uint8_t> byteOfToken(std::string_view token) noexcept;

}  // namespace moa::engine
