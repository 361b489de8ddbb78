// The report's colours in one place: the window's visual language as a style sheet, and the colour map of the figures.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace moa::engine::report {

struct Colour {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    friend bool operator==(const Colour &, const Colour &) = default;
};

[[nodiscard]] std::string hex(Colour colour);  // #rrggbb

// Viridis (matplotlib, CC0) at 0..1, clamped; NaN gives the lowest colour.
[[nodiscard]] Colour viridis(double at);
[[nodiscard]] const std::array<Colour, 256> &viridisTable();

// Black or white, whichever reads better on `background` (WCAG relative luminance).
[[nodiscard]] std::string_view inkOn(Colour background);

// Classes of the figures, light and dark (prefers-color-scheme). A page carries them once, as custom properties, and
// prints light; a file of its own has literal colours, since many programs that show SVG know no custom properties.
enum class StyleFor { Page, File };
[[nodiscard]] std::string figureStyle(StyleFor use);

// Style of the page around the figures; needs figureStyle(StyleFor::Page).
[[nodiscard]] std::string_view pageStyle();

}  // namespace moa::engine::report
