#include "engine/report/svg.h"

#include <fmt/format.h>

#include <cmath>

#include "engine/report/colours.h"
#include "engine/report/png.h"
#include "engine/report/text.h"

namespace moa::engine::report {
namespace {

// Two decimals, trailing zeros dropped; what is not finite becomes 0, since one bad number spoils a whole document.
std::string px(double value) {
    if (!std::isfinite(value)) return "0";
    std::string out = fmt::format("{:.2f}", value);
    while (out.back() == '0') out.pop_back();
    if (out.back() == '.') out.pop_back();
    return out == "-0" ? "0" : out;
}

std::string pointList(std::span<const Point> points) {
    std::string out;
    for (const Point &p : points) {
        if (!out.empty()) out += ' ';
        out += px(p.x) + "," + px(p.y);
    }
    return out;
}

std::string attribute(std::string_view name, std::string_view value) {
    return value.empty() ? std::string() : fmt::format(" {}=\"{}\"", name, escapeXml(value));
}

std::string_view toText(Anchor anchor) {
    switch (anchor) {
        case Anchor::Middle: return "middle";
        case Anchor::End: return "end";
        default: return "";
    }
}

}  // namespace

Svg::Svg(double width, double height, std::string_view label) : width_(width), height_(height), label_(label) {}

void Svg::close(std::string_view element, std::string_view tip) {
    if (tip.empty()) {
        body_ += "/>\n";
    } else {
        body_ += fmt::format("><title>{}</title></{}>\n", escapeXml(tip), element);
    }
}

void Svg::rect(double x, double y, double w, double h, std::string_view cls, std::string_view fill,
               std::string_view tip) {
    body_ += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{}{}", px(x), px(y), px(w), px(h),
                         attribute("class", cls), attribute("fill", fill));
    close("rect", tip);
}

void Svg::line(Point from, Point to, std::string_view cls) {
    body_ += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"{}/>\n", px(from.x), px(from.y), px(to.x),
                         px(to.y), attribute("class", cls));
}

void Svg::polyline(std::span<const Point> points, std::string_view cls) {
    body_ += fmt::format("<polyline points=\"{}\"{}/>\n", pointList(points), attribute("class", cls));
}

void Svg::polygon(std::span<const Point> points, std::string_view cls) {
    body_ += fmt::format("<polygon points=\"{}\"{}/>\n", pointList(points), attribute("class", cls));
}

void Svg::marker(Point at, int shape, std::string_view cls, std::string_view tip) {
    const auto [x, y] = at;
    if (shape % 4 == 0) {
        body_ += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"3.5\"{}", px(x), px(y), attribute("class", cls));
        close("circle", tip);
    } else if (shape % 4 == 1) {
        rect(x - 3.2, y - 3.2, 6.4, 6.4, cls, {}, tip);
    } else {
        const Point diamond[] = {{x, y - 4.6}, {x + 4.6, y}, {x, y + 4.6}, {x - 4.6, y}};
        const Point triangle[] = {{x, y - 4.4}, {x + 4.4, y + 3.6}, {x - 4.4, y + 3.6}};
        const auto points = shape % 4 == 2 ? std::span<const Point>(diamond) : std::span<const Point>(triangle);
        body_ += fmt::format("<polygon points=\"{}\"{}", pointList(points), attribute("class", cls));
        close("polygon", tip);
    }
}

void Svg::text(Point at, std::string_view text, Anchor anchor, std::string_view cls, std::string_view fill) {
    // A fill set as attribute loses against the style sheet, hence the style.
    const std::string style = fill.empty() ? std::string() : fmt::format("fill:{}", fill);
    body_ += fmt::format("<text x=\"{}\" y=\"{}\"{}{}{}>{}</text>\n", px(at.x), px(at.y),
                         attribute("text-anchor", toText(anchor)), attribute("class", cls), attribute("style", style),
                         escapeXml(text));
}

void Svg::textUp(Point at, std::string_view text, std::string_view cls) {
    body_ += fmt::format("<text transform=\"translate({},{}) rotate(-90)\" text-anchor=\"middle\"{}>{}</text>\n",
                         px(at.x), px(at.y), attribute("class", cls), escapeXml(text));
}

void Svg::image(double x, double y, double w, double h, std::string_view png) {
    body_ += fmt::format(
        "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\" "
        "image-rendering=\"optimizeSpeed\" style=\"image-rendering:pixelated\" "
        "href=\"data:image/png;base64,{}\"/>\n",
        px(x), px(y), px(w), px(h), base64(png));
}

void Svg::hatch(std::span<const Point> points) {
    hatched_ = true;
    polygon(points, "masked");
    body_ += fmt::format("<polygon points=\"{}\" fill=\"url(#hatch)\"/>\n", pointList(points));
}

std::string Svg::element() const {
    std::string out = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"fig\" role=\"img\" width=\"{0}\" height=\"{1}\" "
        "viewBox=\"0 0 {0} {1}\" aria-label=\"{2}\">\n",
        px(width_), px(height_), escapeXml(label_));
    if (hatched_) {
        out +=
            "<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
            "patternTransform=\"rotate(45)\"><line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\" class=\"hatch\"/></pattern>"
            "</defs>\n";
    }
    return out + body_ + "</svg>\n";
}

std::string Svg::file() const {
    const std::string inside = element();
    const std::size_t start = inside.find('>') + 1;
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + inside.substr(0, start) + "\n<style>" +
           figureStyle(StyleFor::File) + "</style>\n<rect class=\"bg\" width=\"100%\" height=\"100%\"/>" +
           inside.substr(start);
}

}  // namespace moa::engine::report
