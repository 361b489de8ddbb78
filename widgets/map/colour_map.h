// The colour maps of the window, and scales that lay values on them.
#pragma once

#include <QColor>
#include <QString>
#include <array>
#include <vector>

#include "widgets/map/cell_key.h"
#include "widgets/theme/theme.h"

namespace moa::widgets {

enum class ColourMapName { Viridis, Cividis, Magma, Diverging };

inline constexpr int kColours = 1024;

// 1,024 colours from a few published stops, interpolated in sRGB.
class ColourMap {
public:
    explicit ColourMap(ColourMapName name);

    // position 0..1, clamped.
    [[nodiscard]] QRgb at(double position) const noexcept;

private:
    std::array<QRgb, kColours> colours_;
};

// Every map with its translated name, in the order of choosers.
[[nodiscard]] std::vector<std::pair<ColourMapName, QString>> colourMapNames();

// Which value gets which place on the map.
struct ColourScale {
    ColourMapName map = ColourMapName::Viridis;
    bool logarithmic = false;
    double lower = 0;
    double upper = 1;

    // 0..1 between the limits, clamped; zero and less lie at 0 on a logarithmic scale. NaN where value is.
    [[nodiscard]] double position(double value) const noexcept;
    // The value at a position: inverse of the above.
    [[nodiscard]] double valueAt(double position) const noexcept;
    friend bool operator==(const ColourScale &, const ColourScale &) = default;
};

// What is not a value, in the colours of a theme; both apart from zero.
[[nodiscard]] QRgb maskedColour(const Theme &theme);
[[nodiscard]] QRgb nanColour(const Theme &theme);

// Colour of every key: the scale, linear or logarithmic, is baked in.
[[nodiscard]] std::vector<QRgb> colourTable(const ColourScale &scale, const Theme &theme);
// The same colours greyed towards the panel: what a plan masks.
[[nodiscard]] std::vector<QRgb> desaturated(const std::vector<QRgb> &table, const Theme &theme);
// And of the hatch that lies over them.
[[nodiscard]] std::vector<QRgb> hatched(const std::vector<QRgb> &desaturated, const Theme &theme);

}  // namespace moa::widgets
