// Lower case of single characters, as a plain table. Internal to the tokenizer room.
#pragma once

#include <cstdint>
#include <span>

namespace moa::engine {

struct LowerPair {
    std::uint32_t from;
    std::uint32_t to;
};

// Ascending; all but U+0130, which becomes two characters.
[[nodiscard]] std::span<const LowerPair> lowerPairs() noexcept;

}  // namespace moa::engine
