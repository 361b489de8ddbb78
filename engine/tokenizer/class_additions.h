// Characters that Unicode assigned after the version PCRE2 knows. Internal to the tokenizer room.
#pragma once

#include <cstdint>
#include <span>

namespace moa::engine {

// Characters first..last have the general category written `major` `minor` ("Lo") in the tokenizers library and another
// one in PCRE2.
struct ClassAddition {
    std::uint32_t first;
    std::uint32_t last;
    char major;
    char minor;
};

// Ascending.
[[nodiscard]] std::span<const ClassAddition> classAdditions() noexcept;

}  // namespace moa::engine
