// A cell of a map as 16 bits that can be compared and looked up.
//
// Keys order cells by what must not vanish: masked, then NaN, then values by their distance from zero. So the largest
// key of a footprint is the cell to show, signed maps included, and one table of 65,536 colours paints any scale.
// Values keep 8 significant bits (0.4 %); whoever needs the number reads the source.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace moa::widgets {

using CellKey = std::uint16_t;

inline constexpr CellKey kMaskedKey = 0;
inline constexpr CellKey kNanKey = 1;
inline constexpr int kKeys = 1 << 16;

[[nodiscard]] inline CellKey keyOf(float value) noexcept {
    if (std::isnan(value)) return kNanKey;
    const auto bits = std::bit_cast<std::uint32_t>(value + 0.0F);  // -0 becomes 0
    const std::uint32_t magnitude = ((bits & 0x7FFFFFFFU) + 0x8000U) >> 16;
    return static_cast<CellKey>((magnitude + 1) << 1 | bits >> 31);
}

// NaN for kMaskedKey and kNanKey.
[[nodiscard]] inline float valueOf(CellKey key) noexcept {
    if (key <= kNanKey) return std::numeric_limits<float>::quiet_NaN();
    const std::uint32_t magnitude = (static_cast<std::uint32_t>(key >> 1) - 1) << 16;
    return std::bit_cast<float>(magnitude | static_cast<std::uint32_t>(key & 1) << 31);
}

}  // namespace moa::widgets
