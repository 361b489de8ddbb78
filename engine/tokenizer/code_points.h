// Single characters of UTF-8 text that is known to be valid. Internal to the tokenizer room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace moa::engine {

// The character that begins at byte `at`; moves `at` behind it.
[[nodiscard]] std::uint32_t nextCodePoint(std::string_view text, std::size_t &at) noexcept;

// First byte of the character in front of byte `at` > 0.
[[nodiscard]] std::size_t previousStart(std::string_view text, std::size_t at) noexcept;

void appendCodePoint(std::uint32_t code, std::string &out);

// Unicode's White_Space property.
[[nodiscard]] bool isWhiteSpace(std::uint32_t code) noexcept;

}  // namespace moa::engine
