// Unicode's data for normalization form C, as plain tables. Internal to the tokenizer room.
#pragma once

#include <cstdint>
#include <span>

namespace moa::engine {

// A character with a canonical decomposition into two, which may compose to it again or not.
struct NfcPair {
    std::uint32_t composed;
    std::uint32_t first;
    std::uint32_t second;
    std::uint32_t composes;
};

// A character whose canonical decomposition is another one.
struct NfcSingle {
    std::uint32_t from;
    std::uint32_t to;
};

// Characters first..last have this canonical combining class (those in no range have 0).
struct NfcOrder {
    std::uint32_t first;
    std::uint32_t last;
    std::uint32_t order;
};

// All ascending by their first field.
[[nodiscard]] std::span<const NfcPair> nfcPairs() noexcept;
[[nodiscard]] std::span<const NfcSingle> nfcSingles() noexcept;
[[nodiscard]] std::span<const NfcOrder> nfcOrders() noexcept;

}  // namespace moa::engine
