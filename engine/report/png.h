// Just enough PNG to put a small picture of 256 colours into a page without a codec.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/report/colours.h"

namespace moa::engine::report {

// PNG with a palette. `pixels`: indices into `palette`, row-major, width * height of them; `transparent`: the index
// that is not painted. The data is stored, not compressed (PNG, third edition, 10.1): a 256 x 256 map takes 64 KiB.
// Throws moa::Error when the sizes do not fit each other or the palette.
[[nodiscard]] std::string indexedPng(int width, int height, std::span<const std::uint8_t> pixels,
                                     std::span<const Colour> palette, int transparent = -1);

[[nodiscard]] std::string base64(std::string_view bytes);  // RFC 4648, padded

[[nodiscard]] std::uint32_t crc32(std::string_view bytes);  // ISO 3309, as in PNG

}  // namespace moa::engine::report
