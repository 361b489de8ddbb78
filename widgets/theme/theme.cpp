#include "widgets/theme/theme.h"

#include <QFontDatabase>
#include <algorithm>
#include <cmath>

namespace moa::widgets {

Theme Theme::light() {
    return {false, "#F6F7F9", "#FFFFFF", "#1B1F24", "#5B6470", "#D9DEE5", "#2563EB", "#1A7F4B", "#8A5A00", "#B3261E"};
}

Theme Theme::darkTheme() {
    return {true, "#14171B", "#1B1F25", "#E6E9EE", "#9AA4B2", "#2C323A", "#6EA8FE", "#4CC38A", "#E2A336", "#FF6B6B"};
}

Theme Theme::of(const QWidget &widget) {
    return widget.palette().color(QPalette::Window).lightness() < 128 ? darkTheme() : light();
}

QPalette Theme::palette() const {
    QPalette p(text, panel, border, border, secondary, text, text, panel, window);
    p.setColor(QPalette::Button, panel);
    p.setColor(QPalette::Base, panel);
    p.setColor(QPalette::AlternateBase, window);
    p.setColor(QPalette::ToolTipBase, panel);
    p.setColor(QPalette::ToolTipText, text);
    p.setColor(QPalette::PlaceholderText, secondary);
    p.setColor(QPalette::BrightText, bad);
    p.setColor(QPalette::Highlight, accent);
    p.setColor(QPalette::HighlightedText, dark ? window : panel);
    p.setColor(QPalette::Link, accent);
    p.setColor(QPalette::LinkVisited, accent);
    p.setColor(QPalette::Mid, border);
    p.setColor(QPalette::Midlight, border);
    p.setColor(QPalette::Shadow, border);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, secondary);
    p.setColor(QPalette::Disabled, QPalette::Highlight, border);
    p.setColor(QPalette::Disabled, QPalette::HighlightedText, secondary);
    return p;
}

QColor Theme::series(Series series) const {
    QColor colour;
    switch (series) {
        case Series::Plan: colour = "#0072B2"; break;
        case Series::Uniform: colour = "#E69F00"; break;
        case Series::Dense: colour = "#6B7280"; break;
        case Series::Imported: colour = "#009E73"; break;
        case Series::SecondPlan: colour = "#CC79A7"; break;
        case Series::Limit: colour = "#D55E00"; break;
    }
    while (dark && contrast(colour, panel) < 3) colour = colour.lighter(115);
    return colour;
}

namespace {

QFont sized(int pixels) {
    QFont font = QFontDatabase::families().contains("Inter") ? QFont("Inter") : QFont();
    font.setPixelSize(pixels);
    return font;
}

double luminance(const QColor &colour) {
    const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

}  // namespace

QFont bodyFont() {
    return sized(kBodyPixels);
}

QFont secondaryFont() {
    return sized(kSecondaryPixels);
}

QFont titleFont() {
    QFont font = sized(kTitlePixels);
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont numberFont() {
    // Qt 6.4 cannot switch OpenType features on; DejaVu's and most system fonts' figures are tabular, Inter's are not.
    QFont font = sized(kBodyPixels);
    if (font.family() == "Inter" && QFontDatabase::families().contains("DejaVu Sans")) font.setFamily("DejaVu Sans");
    return font;
}

double contrast(const QColor &a, const QColor &b) {
    const double x = luminance(a);
    const double y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

}  // namespace moa::widgets
