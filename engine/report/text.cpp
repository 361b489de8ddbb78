#include "engine/report/text.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace moa::engine::report {
namespace {

constexpr std::string_view kReplacement = "\uFFFD";

// Bytes of the well-formed UTF-8 sequence at `at` (Unicode, table 3-7); 0 where there is none.
std::size_t sequenceLength(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t k) {
        return at + k < text.size() ? static_cast<unsigned char>(text[at + k]) : 0U;
    };
    const auto tail = [&](std::size_t k) { return (byte(k) & 0xC0U) == 0x80U; };
    const unsigned b0 = byte(0);
    const unsigned b1 = byte(1);
    if (b0 < 0x80) return 1;
    if (b0 >= 0xC2 && b0 <= 0xDF) return tail(1) ? 2 : 0;
    if (b0 >= 0xE0 && b0 <= 0xEF) {
        const bool range = (b0 != 0xE0 || b1 >= 0xA0) && (b0 != 0xED || b1 <= 0x9F);
        return tail(1) && tail(2) && range ? 3 : 0;
    }
    if (b0 >= 0xF0 && b0 <= 0xF4) {
        const bool range = (b0 != 0xF0 || b1 >= 0x90) && (b0 != 0xF4 || b1 <= 0x8F);
        return tail(1) && tail(2) && tail(3) && range ? 4 : 0;
    }
    return 0;
}

// Calls take(piece) for every character of the cleaned text.
template <typename Take>
void eachCharacter(std::string_view text, Take &&take) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = sequenceLength(text, at);
        if (length == 0) {
            take(kReplacement);
            ++at;
            continue;
        }
        const std::string_view piece = text.substr(at, length);
        const auto first = static_cast<unsigned char>(piece[0]);
        const bool control = (first < 0x20 && first != '\t' && first != '\n') || first == 0x7F;
        // U+FFFE and U+FFFF are well-formed UTF-8 but no XML characters.
        const bool noncharacter = piece == "\xEF\xBF\xBE" || piece == "\xEF\xBF\xBF";
        if (noncharacter) {
            take(kReplacement);
        } else if (!control) {
            take(piece);
        }
        at += length;
    }
}

}  // namespace

std::string cleanText(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    eachCharacter(text, [&](std::string_view piece) { out += piece; });
    return out;
}

std::string escapeXml(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 16);
    eachCharacter(text, [&](std::string_view piece) {
        switch (piece[0]) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += piece;
        }
    });
    return out;
}

std::string escapeMarkdown(std::string_view text) {
    constexpr std::string_view kSpecial = "\\`*_{}[]<>#|~!&$";
    std::string out;
    eachCharacter(text, [&](std::string_view piece) {
        if (piece[0] == '\n' || piece[0] == '\t') {
            out += ' ';
            return;
        }
        if (kSpecial.find(piece[0]) != std::string_view::npos) out += '\\';
        out += piece;
    });
    // A line that begins like a list would become one.
    if (!out.empty() && (out[0] == '-' || out[0] == '+' || out[0] == '=')) out.insert(out.begin(), '\\');
    return out;
}

std::string shortened(std::string_view text, std::size_t limit) {
    std::string out;
    std::size_t count = 0;
    std::size_t cut = 0;
    eachCharacter(text, [&](std::string_view piece) {
        if (++count == limit) cut = out.size();
        out += piece;
    });
    if (count <= limit) return out;
    out.resize(cut);
    return out + "\u2026";
}

std::string number(double value) {
    if (!std::isfinite(value)) return std::string(kNotMeasured);
    if (value == 0) return "0";
    if (value < 0) return fmt::format("\u2212{}", number(-value));
    if (value < 9.995e-5 || value >= 999'500) return fmt::format("{:.2e}", value);
    // Rounded first, so that 9.996 counts as 10.0 and 999.7 as 1000.
    const double rounded = std::stod(fmt::format("{:.2e}", value));
    const int exponent = static_cast<int>(std::floor(std::log10(rounded) + 1e-12));
    return fmt::format("{:.{}f}", rounded, std::max(0, 2 - exponent));
}

std::string signedNumber(double value) {
    return value > 0 && std::isfinite(value) ? fmt::format("+{}", number(value)) : number(value);
}

std::string percent(double share) {
    if (!std::isfinite(share)) return std::string(kNotMeasured);
    return number(share * 100) + "\u00A0%";
}

std::string tokens(double count) {
    if (!std::isfinite(count)) return std::string(kNotMeasured);
    if (count >= 1024 && std::fmod(count, 512) == 0) return fmt::format("{:g}k", count / 1024);
    return count < 0 ? fmt::format("\u2212{:.0f}", -count) : fmt::format("{:.0f}", count);
}

std::string bytes(double count) {
    constexpr std::array kUnits = {"KiB", "MiB", "GiB", "TiB"};
    if (!std::isfinite(count) || count < 0) return std::string(kNotMeasured);
    if (count < 1024) return fmt::format("{:.0f}\u00A0B", count);
    std::size_t unit = 0;
    for (count /= 1024; count >= 999.5 && unit + 1 < kUnits.size(); ++unit) count /= 1024;
    return number(count) + "\u00A0" + kUnits[unit];
}

std::string duration(double seconds) {
    if (!std::isfinite(seconds) || seconds < 0) return std::string(kNotMeasured);
    if (seconds < 99.5) return number(seconds) + "\u00A0s";
    const double whole = std::round(seconds);
    if (whole < 3600) return fmt::format("{:.0f} min {:02.0f} s", std::floor(whole / 60), std::fmod(whole, 60));
    return fmt::format("{:.0f} h {:02.0f} min", std::floor(whole / 3600), std::floor(std::fmod(whole, 3600) / 60));
}

std::string grouped(std::int64_t value) {
    std::string digits = fmt::format("{}", value);
    const std::size_t first = digits[0] == '-' ? 1 : 0;
    for (std::size_t at = digits.size(); at > first + 3;)
        digits.insert(digits.begin() + static_cast<std::ptrdiff_t>(at -= 3), ',');
    return digits;
}

}  // namespace moa::engine::report
