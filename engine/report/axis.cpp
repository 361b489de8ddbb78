#include "engine/report/axis.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/report/colours.h"
#include "engine/report/png.h"
#include "engine/report/text.h"

namespace moa::engine::report {
namespace {

// Ticks are round already: as few digits as they need.
std::string tickNumber(double tick) {
    return fmt::format("{:.4g}", std::abs(tick) < 1e-12 ? 0.0 : tick);
}

}  // namespace

double Scale::at(double value) const {
    const auto place = [&](double v) { return powers ? std::log2(std::max(v, 1e-12)) : v; };
    const double range = place(high) - place(low);
    const double share = range == 0 ? 0.5 : (place(value) - place(low)) / range;
    return from + share * (to - from);
}

Scale tokenScale(std::span<const int> lengths, double from, double to) {
    if (lengths.empty()) return {1024, 2048, from, to, true};
    const auto [least, most] = std::ranges::minmax(lengths);
    const double wider = least == most ? 1.5 : 1.08;
    return {std::max(least, 1) / wider, std::max(most, 1) * wider, from, to, true};
}

std::vector<double> powerTicks(double low, double high) {
    std::vector<double> ticks;
    for (int e = static_cast<int>(std::ceil(std::log2(std::max(low, 1.0)) - 1e-9)); e < 40; ++e) {
        const double value = std::ldexp(1.0, e);
        if (value > high * (1 + 1e-9)) break;
        ticks.push_back(value);
    }
    return ticks;
}

std::vector<double> roundTicks(double low, double high, int count) {
    if (!(high > low) || !std::isfinite(low) || !std::isfinite(high)) return {low};
    const double raw = (high - low) / count;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    const double unit = raw / power;
    const double step = power * (unit <= 1 ? 1 : unit <= 2.5 ? 2 : unit <= 5 ? 5 : 10);
    std::vector<double> ticks;
    for (double k = std::ceil(low / step - 1e-9); k * step <= high + step * 1e-9; ++k) ticks.push_back(k * step);
    return ticks;
}

void drawFrame(Svg &svg, const Frame &f) {
    const double left = std::min(f.x.from, f.x.to);
    const double right = std::max(f.x.from, f.x.to);
    const double top = std::min(f.y.from, f.y.to);
    const double bottom = std::max(f.y.from, f.y.to);
    for (const double tick : f.yTicks) {
        const double y = f.y.at(tick);
        svg.line({left, y}, {right, y}, "grid");
        const std::string label = f.yTokens    ? tokens(tick)
                                  : f.yPercent ? tickNumber(tick * 100) + "\u00A0%"
                                               : tickNumber(tick);
        svg.text({left - 6, y + 4}, label, Anchor::End, "t2");
    }
    for (const double tick : f.xTicks) {
        const double x = f.x.at(tick);
        svg.line({x, bottom}, {x, bottom + 4}, "axis");
        svg.text({x, bottom + 17}, tokens(tick), Anchor::Middle, "t2");
    }
    svg.line({left, bottom}, {right, bottom}, "axis");
    svg.line({left, top}, {left, bottom}, "axis");
    svg.text({(left + right) / 2, bottom + 34}, f.xName, Anchor::Middle, "t2");
    svg.textUp({left - 44, (top + bottom) / 2}, f.yName, "t2");
}

void drawWhisker(Svg &svg, double x, double low, double high, std::string_view cls) {
    svg.line({x, low}, {x, high}, cls);
    svg.line({x - 3, low}, {x + 3, low}, cls);
    svg.line({x - 3, high}, {x + 3, high}, cls);
}

void drawColourBar(Svg &svg, double x, double y, double height, std::string_view top, std::string_view bottom) {
    std::vector<std::uint8_t> pixels(256);
    for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] = static_cast<std::uint8_t>(255 - i);
    svg.image(x, y, 10, height, indexedPng(1, 256, pixels, viridisTable()));
    svg.text({x + 14, y + 9}, top, Anchor::Start, "t2");
    svg.text({x + 14, y + height}, bottom, Anchor::Start, "t2");
}

void spreadLabels(std::vector<double> &ys, double gap, double low, double high) {
    std::vector<std::size_t> order(ys.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return ys[i]; });
    double least = low;
    for (const std::size_t i : order) {
        ys[i] = std::max(ys[i], least);
        least = ys[i] + gap;
    }
    double most = high;
    for (auto it = order.rbegin(); it != order.rend(); ++it) {
        ys[*it] = std::min(ys[*it], most);
        most = ys[*it] - gap;
    }
}

}  // namespace moa::engine::report
