// UTF-8 from outside: found wrong, or made presentable.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace moa::engine {

// Offset of the first byte that is not UTF-8 (Unicode 3.9, table 3-7), or npos.
[[nodiscard]] std::size_t invalidUtf8(std::string_view text) noexcept;

// The text with every maximal invalid part replaced by U+FFFD.
[[nodiscard]] std::string lossyUtf8(std::string_view bytes);

}  // namespace moa::engine
