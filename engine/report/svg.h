// A tiny writer of SVG: numbers with two decimals, every text escaped, coordinates in px with y down.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace moa::engine::report {

struct Point {
    double x = 0;
    double y = 0;
};

enum class Anchor { Start, Middle, End };

class Svg {
public:
    // width, height in px; label: what a screen reader says.
    Svg(double width, double height, std::string_view label);

    // `cls` are class names of figureStyle(); `fill` is a colour for values from a colour map.
    void rect(double x, double y, double w, double h, std::string_view cls, std::string_view fill = {},
              std::string_view tip = {});
    void line(Point from, Point to, std::string_view cls);
    void polyline(std::span<const Point> points, std::string_view cls);
    void polygon(std::span<const Point> points, std::string_view cls);
    // Marker of series 0 (disc), 1 (square), 2 (diamond), 3 (triangle) ...: never colour alone.
    void marker(Point at, int shape, std::string_view cls, std::string_view tip = {});
    void text(Point at, std::string_view text, Anchor anchor = Anchor::Start, std::string_view cls = {},
              std::string_view fill = {});
    void textUp(Point at, std::string_view text, std::string_view cls = {});  // turned by 90 degrees, centred
    // A PNG scaled without smoothing.
    void image(double x, double y, double w, double h, std::string_view png);
    // Hatching of a polygon with the 6 px pattern, over a veil in the panel's colour.
    void hatch(std::span<const Point> points);

    // The <svg> element for use inside a page that carries figureStyle().
    [[nodiscard]] std::string element() const;
    // A file of its own, with its style and background.
    [[nodiscard]] std::string file() const;

private:
    void close(std::string_view element, std::string_view tip);

    double width_;
    double height_;
    std::string label_;
    std::string body_;
    bool hatched_ = false;
};

}  // namespace moa::engine::report
