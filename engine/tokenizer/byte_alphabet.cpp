#include "engine/tokenizer/byte_alphabet.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstdint>

namespace moa::engine {

namespace {

bool isPlain(int byte) {
    return (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
}

// Byte of each character 0..323, -1 where none: plain bytes are themselves, the others follow from 256 on.
std::array<int, 324> makeAlphabet() {
    std::array<int, 324> bytes = {};
    bytes.fill(-1);
    int next = 256;
    for (int byte = 0; byte < 256; ++byte) bytes[static_cast<std::size_t>(isPlain(byte) ? byte : next++)] = byte;
    return bytes;
}

}  // namespace

std::optional<std::string> bytesOfToken(std::string_view token) {
    static const auto kAlphabet = makeAlphabet();
    std::string bytes;
    for (std::size_t i = 0; i < token.size();) {
        const auto lead = static_cast<std::uint8_t>(token[i]);
        std::size_t character = lead;
        if (lead >= 0xC2 && lead <= 0xC5 && i + 1 < token.size()) {
            character = static_cast<std::size_t>((lead & 0x1F) << 6 | (static_cast<std::uint8_t>(token[i + 1]) & 0x3F));
            i += 2;
        } else if (lead < 0x80) {
            ++i;
        } else {
            return std::nullopt;
        }
        if (character >= kAlphabet.size() || kAlphabet[character] < 0) return std::nullopt;
        bytes += static_cast<char>(kAlphabet[character]);
    }
    return bytes;
}

std::string byteToken(std::uint8_t byte) {
    return fmt::format("<0x{:02X}>", byte);
}

std::optional<std::uint8_t> byteOfToken(std::string_view token) noexcept {
    if (token.size() != 6 || !token.starts_with("<0x") || token[5] != '>') return std::nullopt;
    std::uint8_t byte = 0;
    const auto parsed = std::from_chars(token.data() + 3, token.data() + 5, byte, 16);
    if (parsed.ptr != token.data() + 5) return std::nullopt;
    return byte;
}

}  // namespace moa::engine
