#include "engine/tokenizer/code_points.h"

namespace moa::engine {

std::uint32_t nextCodePoint(std::string_view text, std::size_t &at) noexcept {
    const auto byte = [&] { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at++])); };
    const std::uint32_t lead = byte();
    if (lead < 0x80) return lead;
    int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    std::uint32_t code = lead & (0x3FU >> more);
    for (; more > 0; --more) code = code << 6 | (byte() & 0x3F);
    return code;
}

std::size_t previousStart(std::string_view text, std::size_t at) noexcept {
    do --at;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U);
    return at;
}

void appendCodePoint(std::uint32_t code, std::string &out) {
    const auto put = [&](std::uint32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (code < 0x80) return put(code);
    if (code < 0x800) {
        put(0xC0 | code >> 6);
    } else {
        if (code < 0x10000) {
            put(0xE0 | code >> 12);
        } else {
            put(0xF0 | code >> 18);
            put(0x80 | (code >> 12 & 0x3F));
        }
        put(0x80 | (code >> 6 & 0x3F));
    }
    put(0x80 | (code & 0x3F));
}

bool isWhiteSpace(std::uint32_t code) noexcept {
    return code == 0x20 || (code >= 0x09 && code <= 0x0D) || code == 0x85 || code == 0xA0 || code == 0x1680 ||
           (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F ||
           code == 0x3000;
}

}  // namespace moa::engine
