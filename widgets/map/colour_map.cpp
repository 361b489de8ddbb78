#include "widgets/map/colour_map.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <span>

namespace moa::widgets {

namespace {

// Gives the texts of this file a context for translators.
struct ColourMapText {
    Q_DECLARE_TR_FUNCTIONS(ColourMap)
};

// Stops at equal distances. viridis, magma: S. van der Walt, N. Smith (CC0); cividis: J. Nunez and others,
// doi:10.1371/journal.pone.0199239; diverging: ColorBrewer RdBu, reversed.
constexpr std::array<QRgb, 11> kViridis{0xff440154, 0xff482576, 0xff414487, 0xff35608d, 0xff2a788e, 0xff21908c,
                                        0xff22a884, 0xff43bf71, 0xff7ad151, 0xffbbdf27, 0xfffde725};
constexpr std::array<QRgb, 10> kCividis{0xff00204d, 0xff00336f, 0xff39486b, 0xff575c6d, 0xff707173,
                                        0xff8a8779, 0xffa69d75, 0xffc4b56c, 0xffe4cf5b, 0xffffea46};
constexpr std::array<QRgb, 11> kMagma{0xff000004, 0xff150e37, 0xff3b0f70, 0xff641a80, 0xff8c2981, 0xffb63679,
                                      0xffde4968, 0xfff76f5c, 0xfffe9f6d, 0xfffece91, 0xfffcfdbf};
constexpr std::array<QRgb, 11> kDiverging{0xff053061, 0xff2166ac, 0xff4393c3, 0xff92c5de, 0xffd1e5f0, 0xfff7f7f7,
                                          0xfffddbc7, 0xfff4a582, 0xffd6604d, 0xffb2182b, 0xff67001f};

std::span<const QRgb> stopsOf(ColourMapName name) {
    switch (name) {
        case ColourMapName::Cividis: return kCividis;
        case ColourMapName::Magma: return kMagma;
        case ColourMapName::Diverging: return kDiverging;
        case ColourMapName::Viridis: break;
    }
    return kViridis;
}

QRgb mixed(QRgb a, QRgb b, double share) {
    const auto channel = [share](int x, int y) { return static_cast<int>(std::lround(x + (y - x) * share)); };
    return qRgb(channel(qRed(a), qRed(b)), channel(qGreen(a), qGreen(b)), channel(qBlue(a), qBlue(b)));
}

}  // namespace

ColourMap::ColourMap(ColourMapName name) {
    const std::span<const QRgb> stops = stopsOf(name);
    for (int i = 0; i < kColours; ++i) {
        const double place = static_cast<double>(i) / (kColours - 1) * static_cast<double>(stops.size() - 1);
        const auto left = std::min(static_cast<size_t>(place), stops.size() - 2);
        colours_[static_cast<size_t>(i)] = mixed(stops[left], stops[left + 1], place - static_cast<double>(left));
    }
}

QRgb ColourMap::at(double position) const noexcept {
    return colours_[static_cast<size_t>(std::lround(std::clamp(position, 0.0, 1.0) * (kColours - 1)))];
}

std::vector<std::pair<ColourMapName, QString>> colourMapNames() {
    return {{ColourMapName::Viridis, ColourMapText::tr("Viridis")},
            {ColourMapName::Cividis, ColourMapText::tr("Cividis")},
            {ColourMapName::Magma, ColourMapText::tr("Magma")},
            {ColourMapName::Diverging, ColourMapText::tr("Diverging")}};
}

double ColourScale::position(double value) const noexcept {
    if (std::isnan(value)) return value;
    if (upper <= lower) return value > upper ? 1 : 0;
    if (!logarithmic) return std::clamp((value - lower) / (upper - lower), 0.0, 1.0);
    if (value <= lower || lower <= 0) return 0;
    return std::clamp(std::log(value / lower) / std::log(upper / lower), 0.0, 1.0);
}

double ColourScale::valueAt(double position) const noexcept {
    if (!logarithmic || lower <= 0) return lower + position * (upper - lower);
    return lower * std::pow(upper / lower, position);
}

QRgb maskedColour(const Theme &theme) {
    return theme.window.rgb();
}

QRgb nanColour(const Theme &theme) {
    return theme.dark ? qRgb(0x8c, 0x5a, 0x5a) : qRgb(0xc9, 0xa0, 0xa0);
}

std::vector<QRgb> colourTable(const ColourScale &scale, const Theme &theme) {
    const ColourMap map(scale.map);
    std::vector<QRgb> table(kKeys);
    table[kMaskedKey] = maskedColour(theme);
    table[kNanKey] = nanColour(theme);
    for (int key = kNanKey + 1; key < kKeys; ++key) {
        const float value = valueOf(static_cast<CellKey>(key));
        // The last keys are no values.
        table[static_cast<size_t>(key)] = std::isnan(value) ? table[kNanKey] : map.at(scale.position(value));
    }
    return table;
}

std::vector<QRgb> desaturated(const std::vector<QRgb> &table, const Theme &theme) {
    std::vector<QRgb> grey(table.size());
    const QRgb panel = theme.panel.rgb();
    constexpr double kFade = 0.45;
    for (size_t i = 0; i < table.size(); ++i) {
        const int light = qGray(table[i]);
        grey[i] = mixed(qRgb(light, light, light), panel, kFade);
    }
    grey[kMaskedKey] = table[kMaskedKey];
    return grey;
}

std::vector<QRgb> hatched(const std::vector<QRgb> &desaturated, const Theme &theme) {
    std::vector<QRgb> table(desaturated.size());
    constexpr double kInk = 0.35;
    for (size_t i = 0; i < table.size(); ++i) table[i] = mixed(desaturated[i], theme.secondary.rgb(), kInk);
    table[kMaskedKey] = desaturated[kMaskedKey];
    return table;
}

}  // namespace moa::widgets
