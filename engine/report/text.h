// How the report writes numbers and how it keeps foreign text harmless.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace moa::engine::report {

inline constexpr std::string_view kNotMeasured = "\u2013";  // en dash; never 0 in its place

// Valid UTF-8 of `text`: broken sequences become U+FFFD, control characters but tab and line feed are left out.
[[nodiscard]] std::string cleanText(std::string_view text);

// cleanText with & < > " ' as entities: safe as element content and in quoted attributes of HTML and SVG.
[[nodiscard]] std::string escapeXml(std::string_view text);

// cleanText on one line with the characters Markdown reads (and |, which ends a table cell) behind a backslash.
[[nodiscard]] std::string escapeMarkdown(std::string_view text);

// `text` if it is at most `limit` characters, else its first limit - 1 and an ellipsis; never cuts a character in two.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t limit);

// Three significant digits: 0.0123, 1.23, 12.3, 123, 1230, 1.23e+07. NaN and infinity give the en dash.
[[nodiscard]] std::string number(double value);

// number() with its sign: +1.23, -1.23 (a true minus), 0.
[[nodiscard]] std::string signedNumber(double value);

// A share 0..1 in per cent: 97.0 %, 0.123 %.
[[nodiscard]] std::string percent(double share);

// Tokens: 1k, 1.5k, 128k for multiples of 512, else digits.
[[nodiscard]] std::string tokens(double count);

// Bytes with a binary unit: 512 B, 1.50 KiB, 12.3 MiB.
[[nodiscard]] std::string bytes(double count);

// Seconds as 0.123 s, 12.3 s, 3 min 05 s, 1 h 02 min.
[[nodiscard]] std::string duration(double seconds);

// Digits in groups of three: 12,345,678.
[[nodiscard]] std::string grouped(std::int64_t value);

}  // namespace moa::engine::report
