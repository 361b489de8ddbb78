// Numbers as every view writes them: three significant digits, thousands grouped, a true minus, and an en dash for what
// was not measured (a NaN). All follow the default QLocale.
#pragma once

#include <QString>
#include <cstdint>
#include <limits>

namespace moa::widgets {

// A value that was not measured.
inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// "–": not measured. The reason belongs into a tooltip.
[[nodiscard]] QString notMeasured();

// Three significant digits, never fewer than the digits before the point: 0.0123, 1.23, 12.3, 1,234, 1.23e-5.
[[nodiscard]] QString numberText(double value);
// The same with its sign always written; 0 has none.
[[nodiscard]] QString deltaText(double value);
// A share 0..1 as per cent: "25.0 %".
[[nodiscard]] QString percentText(double share);
// A whole number with its thousands grouped: "8,192".
[[nodiscard]] QString countText(std::int64_t count);
// Tokens in a few characters, for axes and choosers: 1024 -> "1k", 1536 -> "1.5k", 1000 -> "1,000".
[[nodiscard]] QString tokenText(double tokens);
// 1536 -> "1.50 KiB".
[[nodiscard]] QString bytesText(double bytes);
// "12.3 ms", "4.20 s", "3 min 20 s", "2 h 05 min".
[[nodiscard]] QString durationText(double seconds);

}  // namespace moa::widgets
