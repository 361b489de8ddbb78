#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/report/figures.h"
#include "engine/report/sections.h"
#include "engine/report/text.h"

namespace moa::engine::report {
namespace {

const Rule *ruleOf(const ReportInput &input, const UnitShare &unit) {
    return input.plan.plan.rules.empty() ? nullptr : &input.plan.plan.rule(unit.layer, unit.firstHead);
}

Table headsTable(const ReportInput &input, const std::vector<UnitShare> &units) {
    const std::vector<int> lengths = reportLengths(input);
    Table table{
        "The heads that carry the loss. Share: loss at the shortest rule over the total of all heads, mean over the "
        "profiled lengths. Measures are of the group's first head, from block sums.",
        {},
        {"Heads", "Rule of the plan", "Share of the loss"},
        {},
        {},
        -1,
        2};
    if (!lengths.empty()) table.header.push_back(fmt::format("Span at {}, tokens", tokens(lengths.back())));
    if (!input.measures.empty()) {
        for (const char *name : {"Mean distance, tokens", "Sink mass", "Block entropy, nats"}) {
            table.header.emplace_back(name);
        }
    }
    for (const UnitShare &unit : units) {
        const Rule *rule = ruleOf(input, unit);
        std::vector<Cell> row = {{unitName(unit), {}, {}, Tone::None},
                                 {rule == nullptr ? std::string(kNotMeasured) : ruleName(*rule), {}, {}, Tone::None},
                                 {percent(unit.share), {}, {}, Tone::None}};
        if (!lengths.empty()) {
            row.push_back({rule == nullptr
                               ? std::string(kNotMeasured)
                               : tokens(std::round(std::min(rule->span(lengths.back()), 1.0 * lengths.back()))),
                           {},
                           {},
                           Tone::None});
        }
        if (!input.measures.empty()) {
            const auto &m = input.measures[static_cast<std::size_t>(unit.layer) * input.model.heads + unit.firstHead];
            row.push_back({number(m.meanDistance), {}, {}, Tone::None});
            row.push_back({percent(m.sinkMass), {}, {}, Tone::None});
            row.push_back({number(m.blockEntropy), {}, {}, Tone::None});
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

std::string headsWords(const ReportInput &input, const std::vector<UnitShare> &units) {
    double sum = 0;
    for (const UnitShare &unit : units) sum += unit.share;
    const int total = input.loss.units();
    const bool groups = input.loss.unitsPerLayer != input.model.heads;
    const char *kind = groups ? "kv groups" : "query heads";
    std::string out = sum >= 0.8
                          ? fmt::format("{} of {} {} hold {} of the loss that the shortest windows would cost",
                                        units.size(), total, kind, percent(sum))
                          : fmt::format(
                                "The loss that the shortest windows would cost is spread: the {} heaviest of {} {} "
                                "hold {} of it",
                                units.size(), total, kind, percent(sum));
    if (units.front().share > 0.3) {
        out += fmt::format("; {} alone {}", unitName(units.front()), percent(units.front().share));
    }
    return out +
           ". A head that looks far back and matters needs a long span; a head that looks far back and does not "
           "matter can do without.";
}

}  // namespace

Section headsSection(const ReportInput &input) {
    Section section{"heads", "Which heads matter", {}};
    const std::vector<UnitShare> units = headsThatMatter(input);
    if (units.empty()) {
        section.parts.push_back(Paragraph{
            "The loss of the heads was not measured: there is no profile in this report. Run moa profile run.", false,
            Tone::Caution});
    } else {
        section.parts.push_back(Paragraph{headsWords(input, units), true, Tone::None});
    }
    if (auto svg = headGridFigure(input)) {
        section.parts.push_back(
            Figure{"head-grid", std::move(*svg),
                   "All heads. Left: share of the loss (log scale over three decades); framed: the heads that matter. "
                   "Right: kv "
                   "density of each head, the most blocks a row keeps over all blocks."});
    }
    if (!units.empty()) section.parts.push_back(headsTable(input, units));
    for (std::size_t k = 0; k < units.size(); ++k) {
        auto svg = blockMapFigure(input, units[k]);
        if (!svg) continue;
        const bool large = std::max(input.maps.influence.nb, input.maps.attention.nb) > 256;
        section.parts.push_back(Figure{
            fmt::format("map-layer{}-head{}", units[k].layer, units[k].firstHead), std::move(*svg),
            fmt::format(
                "L{}: rows are queries, columns keys, 64 x 64 tokens a block, log scale. Hatched: what the plan masks "
                "in the optimizer's layout (band plus sink column).{}",
                unitName(units[k]).substr(1),
                large ? " Drawn at 256 cells a side, the largest block under each." : "")});
    }
    return section;
}

}  // namespace moa::engine::report
