// Colours, fonts and distances of the window, in one place.
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QWidget>

namespace moa::widgets {

// The same series has the same colour in every view (Okabe-Ito).
enum class Series { Plan, Uniform, Dense, Imported, SecondPlan, Limit };

// 8 px grid.
inline constexpr int kGrid = 8;
inline constexpr int kPanelPadding = 12;
inline constexpr int kCornerRadius = 6;
inline constexpr int kBodyPixels = 13;
inline constexpr int kSecondaryPixels = 11;
inline constexpr int kTitlePixels = 18;

struct Theme {
    bool dark = false;
    QColor window;
    QColor panel;
    QColor text;
    QColor secondary;
    QColor border;
    QColor accent;
    QColor good;
    QColor caution;
    QColor bad;

    [[nodiscard]] static Theme light();
    [[nodiscard]] static Theme darkTheme();
    // The theme a widget is painted in, told by its palette: views repaint on QEvent::PaletteChange and ask again.
    [[nodiscard]] static Theme of(const QWidget &widget);

    // Fusion's palette, disabled group and placeholder text included.
    [[nodiscard]] QPalette palette() const;
    // Lightened in the dark theme where the contrast with `panel` would fall under 3.
    [[nodiscard]] QColor series(Series series) const;
};

// Inter where it is installed, else the system's font; tabular figures are asked for by `numberFont`.
[[nodiscard]] QFont bodyFont();
[[nodiscard]] QFont secondaryFont();
[[nodiscard]] QFont titleFont();
[[nodiscard]] QFont numberFont();

// WCAG 2 contrast ratio, 1..21.
[[nodiscard]] double contrast(const QColor &a, const QColor &b);

}  // namespace moa::widgets
