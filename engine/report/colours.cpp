#include "engine/report/colours.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace moa::engine::report {
namespace {

// Six hex digits per entry, 256 entries.
constexpr std::string_view kViridis =
    "44015444025645045745055946075a46085c460a5d460b5e470d60470e6147106347116447136548146748166848176948186a481a6c"
    "481b6d481c6e481d6f481f70482071482173482374482475482576482677482878482979472a7a472c7a472d7b472e7c472f7d46307e"
    "46327e46337f463480453581453781453882443983443a83443b84433d84433e85423f85424086424186414287414487404588404688"
    "3f47883f48893e49893e4a893e4c8a3d4d8a3d4e8a3c4f8a3c508b3b518b3b528b3a538b3a548c39558c39568c38588c38598c375a8c"
    "375b8d365c8d365d8d355e8d355f8d34608d34618d33628d33638d32648e32658e31668e31678e31688e30698e306a8e2f6b8e2f6c8e"
    "2e6d8e2e6e8e2e6f8e2d708e2d718e2c718e2c728e2c738e2b748e2b758e2a768e2a778e2a788e29798e297a8e297b8e287c8e287d8e"
    "277e8e277f8e27808e26818e26828e26828e25838e25848e25858e24868e24878e23888e23898e238a8d228b8d228c8d228d8d218e8d"
    "218f8d21908d21918c20928c20928c20938c1f948c1f958b1f968b1f978b1f988b1f998a1f9a8a1e9b8a1e9c891e9d891f9e891f9f88"
    "1fa0881fa1881fa1871fa28720a38620a48621a58521a68522a78522a88423a98324aa8325ab8225ac8226ad8127ad8128ae8029af7f"
    "2ab07f2cb17e2db27d2eb37c2fb47c31b57b32b67a34b67935b77937b87838b9773aba763bbb753dbc743fbc7340bd7242be7144bf70"
    "46c06f48c16e4ac16d4cc26c4ec36b50c46a52c56954c56856c66758c7655ac8645cc8635ec96260ca6063cb5f65cb5e67cc5c69cd5b"
    "6ccd5a6ece5870cf5773d05675d05477d1537ad1517cd2507fd34e81d34d84d44b86d54989d5488bd6468ed64590d74393d74195d840"
    "98d83e9bd93c9dd93ba0da39a2da37a5db36a8db34aadc32addc30b0dd2fb2dd2db5de2bb8de29bade28bddf26c0df25c2df23c5e021"
    "c8e020cae11fcde11dd0e11cd2e21bd5e21ad8e219dae319dde318dfe318e2e418e5e419e7e419eae51aece51befe51cf1e51df4e61e"
    "f6e620f8e621fbe723fde725";
static_assert(kViridis.size() == 256 * 6);

constexpr std::uint8_t hexDigit(char c) {
    return static_cast<std::uint8_t>(c <= '9' ? c - '0' : c - 'a' + 10);
}

constexpr std::array<Colour, 256> readTable() {
    std::array<Colour, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        const auto byte = [&](std::size_t k) {
            return static_cast<std::uint8_t>(hexDigit(kViridis[i * 6 + k]) * 16 + hexDigit(kViridis[i * 6 + k + 1]));
        };
        table[i] = {byte(0), byte(2), byte(4)};
    }
    return table;
}

constexpr std::array<Colour, 256> kTable = readTable();

double luminance(Colour c) {
    const auto linear = [](std::uint8_t v) {
        const double x = v / 255.0;
        return x <= 0.03928 ? x / 12.92 : std::pow((x + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
}

// The window's visual language; the series are Okabe-Ito, lighter in the dark where contrast asks for it.
struct NamedColour {
    std::string_view name;
    std::string_view light;
    std::string_view dark;
};

constexpr NamedColour kColours[] = {
    {"window", "#F6F7F9", "#14171B"}, {"panel", "#FFFFFF", "#1B1F25"},    {"text", "#1B1F24", "#E6E9EE"},
    {"second", "#5B6470", "#9AA4B2"}, {"border", "#D9DEE5", "#2C323A"},   {"accent", "#2563EB", "#6EA8FE"},
    {"good", "#1A7F4B", "#4CC38A"},   {"caution", "#8A5A00", "#E2A336"},  {"bad", "#B3261E", "#FF6B6B"},
    {"faint", "#AEB6C1", "#4A5361"},  {"plan", "#0072B2", "#3FA7E4"},     {"uniform", "#E69F00", "#E69F00"},
    {"dense", "#6B7280", "#A3ABB8"},  {"imported", "#009E73", "#22B98F"}, {"other", "#CC79A7", "#CC79A7"},
    {"limit", "#D55E00", "#F07A1F"},
};
constexpr std::string_view kSeriesColours[] = {"plan", "uniform", "dense", "imported", "other", "limit"};

// @name stands for a colour of kColours.
constexpr std::string_view kFigureTemplate = R"css(
.fig{font-family:Inter,system-ui,"Segoe UI","DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums}
.fig text{font-size:11px;fill:@text}
.fig text.t2{fill:@second}
.fig text.title{font-size:12px;font-weight:600}
.fig text.bold{font-weight:600}
.fig text.halo{stroke:@panel;stroke-width:3px;paint-order:stroke;stroke-linejoin:round}
.fig .bg{fill:@panel}
.fig .axis{stroke:@second;stroke-width:1;fill:none}
.fig .grid{stroke:@border;stroke-width:1;fill:none}
.fig .rule{stroke:@faint;stroke-width:1;fill:none}
.fig .limit{stroke:@limit;stroke-width:1.5;stroke-dasharray:5 3;fill:none}
.fig .mark{stroke:@limit;stroke-width:2;fill:none}
.fig .masked{fill:@panel;fill-opacity:.45}
.fig .hatch{stroke:@second;stroke-width:1;stroke-opacity:.7}
.fig .none{fill:@border}
)css";

// kFigureTemplate and one group of classes per series, with literal colours or, for null, custom properties.
std::string styled(std::string_view NamedColour::*mode) {
    std::string out(kFigureTemplate);
    for (std::size_t i = 0; i < std::size(kSeriesColours); ++i) {
        out += fmt::format(
            ".fig .line.s{0}{{stroke:@{1};stroke-width:1.5;fill:none}}.fig "
            ".strong.s{0}{{stroke:@{1};stroke-width:3;fill:none}}"
            ".fig .fill.s{0}{{fill:@{1}}}.fig .hollow.s{0}{{fill:@panel;stroke:@{1};stroke-width:1.5}}\n",
            i, kSeriesColours[i]);
    }
    for (const NamedColour &c : kColours) {
        const std::string mark = fmt::format("@{}", c.name);
        const std::string value = mode == nullptr ? fmt::format("var(--{})", c.name) : std::string(c.*mode);
        for (auto at = out.find(mark); at != std::string::npos; at = out.find(mark, at + value.size())) {
            out.replace(at, mark.size(), value);
        }
    }
    return out;
}

}  // namespace

std::string hex(Colour c) {
    return fmt::format("#{:02x}{:02x}{:02x}", c.red, c.green, c.blue);
}

Colour viridis(double at) {
    if (!(at > 0)) return kTable.front();
    return kTable[static_cast<std::size_t>(std::lround(std::min(at, 1.0) * 255))];
}

const std::array<Colour, 256> &viridisTable() {
    return kTable;
}

std::string_view inkOn(Colour background) {
    const double l = luminance(background);
    return (l + 0.05) / 0.05 > 1.05 / (l + 0.05) ? "#000000" : "#ffffff";
}

std::string figureStyle(StyleFor use) {
    if (use == StyleFor::File) {
        return styled(&NamedColour::light) + "@media (prefers-color-scheme:dark){" + styled(&NamedColour::dark) + "}\n";
    }
    std::string light = ":root{";
    std::string dark = "@media screen and (prefers-color-scheme:dark){:root{";
    for (const NamedColour &c : kColours) {
        light += fmt::format("--{}:{};", c.name, c.light);
        dark += fmt::format("--{}:{};", c.name, c.dark);
    }
    return light + "}\n" + dark + "}}\n" + styled(nullptr);
}

std::string_view pageStyle() {
    return R"css(
*{box-sizing:border-box}
html{background:var(--window);color:var(--text);font:14px/1.5 Inter,system-ui,"Segoe UI","DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums}
body{max-width:1040px;margin:0 auto;padding:24px 16px 64px}
h1{font-size:24px;line-height:1.25;margin:8px 0 4px}
h2{font-size:18px;margin:0 0 8px}
h3{font-size:14px;margin:16px 0 4px}
p{margin:8px 0;max-width:76ch}
ul{margin:8px 0;padding-left:20px;max-width:76ch}
li{margin:4px 0}
section{background:var(--panel);border:1px solid var(--border);border-radius:6px;padding:16px;margin:16px 0}
.sub,figcaption,caption,.note{color:var(--second)}
.sub{margin:0 0 8px;overflow-wrap:anywhere}
.lead{font-size:15px}
nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:4px 16px;max-width:none}
a{color:var(--accent)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;margin:8px 0;font-size:13px}
caption{text-align:left;font-size:12px;padding:0 0 4px;caption-side:top}
th,td{padding:4px 8px;border-bottom:1px solid var(--border);text-align:right;vertical-align:top;white-space:nowrap}
th{font-weight:600}
thead th{border-bottom:1px solid var(--second);vertical-align:bottom}
th.left,td.left{text-align:left;white-space:normal;overflow-wrap:anywhere;min-width:15ch}
thead tr.groups th{border-bottom:1px solid var(--border);text-align:center;color:var(--second)}
tr.chosen th,tr.chosen td{font-weight:600;background:color-mix(in srgb,var(--plan) 10%,transparent)}
td small{display:block;color:var(--second);font-size:11px;font-weight:400}
.good{color:var(--good)}.bad{color:var(--bad)}.caution{color:var(--caution)}
figure{margin:16px 0;overflow-x:auto}
figure svg{max-width:100%;height:auto;display:block}
figcaption{font-size:12px;max-width:84ch;margin-top:4px}
pre{background:var(--window);border:1px solid var(--border);border-radius:6px;padding:8px 12px;white-space:pre-wrap;overflow-wrap:anywhere;font-size:12px}
.key{display:inline-block;width:10px;height:10px;border-radius:2px;margin-right:6px}
.key.s0{background:var(--plan)}.key.s1{background:var(--uniform)}.key.s2{background:var(--dense)}.key.s3{background:var(--imported)}.key.s4{background:var(--other)}.key.s5{background:var(--limit)}
@media print{body{max-width:none;padding:0}section{border:0;padding:0;break-inside:auto}figure,tr,pre{break-inside:avoid}h2,h3,caption,thead{break-after:avoid}nav{display:none}html{background:#fff;font-size:11px}.scroll,figure{overflow:visible}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
)css";
}

}  // namespace moa::engine::report
