#include "engine/formats/utf8.h"

#include <cstdint>

namespace moa::engine {

namespace {

// Length of the valid UTF-8 sequence at the start of `text`; 0 when invalid, with `bad` the length of the maximal
// prefix to replace (Unicode 3.9, table 3-7).
std::size_t sequenceLength(std::string_view text, std::size_t &bad) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint8_t lead = byte(0);
    bad = 1;
    if (lead < 0x80) return 1;
    const std::size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                               : lead >= 0xE0 && lead <= 0xEF ? 3
                               : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                              : 0;
    for (std::size_t i = 1; i < length; ++i) {
        std::uint8_t low = 0x80;
        std::uint8_t high = 0xBF;
        if (i == 1 && lead == 0xE0) low = 0xA0;
        if (i == 1 && lead == 0xED) high = 0x9F;
        if (i == 1 && lead == 0xF0) low = 0x90;
        if (i == 1 && lead == 0xF4) high = 0x8F;
        if (i >= text.size() || byte(i) < low || byte(i) > high) return 0;
        bad = i + 1;
    }
    return length;
}

}  // namespace

std::size_t invalidUtf8(std::string_view text) noexcept {
    std::size_t bad = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto length = sequenceLength(text.substr(at, 4), bad);
        if (length == 0) return at;
        at += length;
    }
    return std::string_view::npos;
}

std::string lossyUtf8(std::string_view bytes) {
    std::string text;
    std::size_t bad = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        const auto length = sequenceLength(bytes.substr(at, 4), bad);
        text += length > 0 ? bytes.substr(at, length) : std::string_view("\xEF\xBF\xBD");
        at += length > 0 ? length : bad;
    }
    return text;
}

}  // namespace moa::engine
