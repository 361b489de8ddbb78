#include "engine/report/png.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/values/error.h"

namespace moa::engine::report {
namespace {

constexpr std::size_t kMostStored = 65535;  // bytes of one stored block of deflate (RFC 1951, 3.2.4)

void appendBig(std::string &out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>((value >> shift) & 0xFFU);
}

void appendChunk(std::string &out, std::string_view type, std::string_view data) {
    appendBig(out, static_cast<std::uint32_t>(data.size()));
    const std::string body = std::string(type) + std::string(data);
    out += body;
    appendBig(out, crc32(body));
}

// zlib stream (RFC 1950) of stored blocks.
std::string stored(std::string_view data) {
    std::string out("\x78\x01", 2);
    for (std::size_t at = 0; at < data.size(); at += kMostStored) {
        const std::size_t size = std::min(kMostStored, data.size() - at);
        out += static_cast<char>(at + size == data.size() ? 1 : 0);
        for (const std::size_t word : {size, ~size}) {
            out += static_cast<char>(word & 0xFFU);
            out += static_cast<char>((word >> 8U) & 0xFFU);
        }
        out += data.substr(at, size);
    }
    std::uint32_t a = 1;
    std::uint32_t b = 0;
    for (const char c : data) {
        a = (a + static_cast<unsigned char>(c)) % 65521U;
        b = (b + a) % 65521U;
    }
    appendBig(out, (b << 16U) | a);
    return out;
}

}  // namespace

std::uint32_t crc32(std::string_view bytes) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
    return ~crc;
}

std::string indexedPng(int width, int height, std::span<const std::uint8_t> pixels, std::span<const Colour> palette,
                       int transparent) {
    const bool fits = width > 0 && height > 0 && pixels.size() == static_cast<std::size_t>(width) * height &&
                      !palette.empty() && palette.size() <= 256 && transparent < static_cast<int>(palette.size()) &&
                      std::ranges::all_of(pixels, [&](std::uint8_t p) { return p < palette.size(); });
    if (!fits) {
        throw Error(
            "Cannot write the picture of a map", "report figure",
            fmt::format("{} pixels with {} colours do not make {} x {}", pixels.size(), palette.size(), width, height),
            "Report this as a fault of the program.");
    }
    std::string out = "\x89PNG\r\n\x1a\n";
    std::string header;
    appendBig(header, static_cast<std::uint32_t>(width));
    appendBig(header, static_cast<std::uint32_t>(height));
    header += std::string("\x08\x03\x00\x00\x00", 5);  // 8 bits, palette, deflate, no filter, not interlaced
    appendChunk(out, "IHDR", header);
    std::string colours;
    for (const Colour &c : palette) {
        for (const std::uint8_t v : {c.red, c.green, c.blue}) colours += static_cast<char>(v);
    }
    appendChunk(out, "PLTE", colours);
    if (transparent >= 0) {
        std::string alpha(static_cast<std::size_t>(transparent) + 1, '\xFF');
        alpha.back() = '\0';
        appendChunk(out, "tRNS", alpha);
    }
    std::string rows;
    rows.reserve(pixels.size() + height);
    for (int y = 0; y < height; ++y) {
        rows += '\0';
        for (const std::uint8_t p : pixels.subspan(static_cast<std::size_t>(y) * width, width)) {
            rows += static_cast<char>(p);
        }
    }
    appendChunk(out, "IDAT", stored(rows));
    appendChunk(out, "IEND", {});
    return out;
}

std::string base64(std::string_view bytes) {
    constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            group = (group << 8U) | (at + k < bytes.size() ? static_cast<unsigned char>(bytes[at + k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            const bool pad = at + k > bytes.size();
            out += pad ? '=' : kAlphabet[(group >> (18 - 6 * k)) & 63U];
        }
    }
    return out;
}

}  // namespace moa::engine::report
