#include "widgets/plan/constraint_edits.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace moa::widgets {

namespace {

using Unit = std::pair<int, int>;  // layer, unit in its layer

// Keeps the first of a kind for every unit, in their order.
template <class T, class UnitOf>
void keepFirst(std::vector<T> &list, const UnitOf &unitOf) {
    std::set<Unit> seen;
    std::erase_if(list, [&](const T &entry) {
        const std::optional<Unit> unit = unitOf(entry);
        return unit && !seen.insert(*unit).second;
    });
}

// Every entry once for each unit that `spread` gives in place of its own.
template <class T, class Spread>
std::vector<T> spreadOver(const std::vector<T> &list, const Spread &spread) {
    std::vector<T> result;
    for (const T &entry : list) spread(entry, result);
    return result;
}

}  // namespace

engine::Rule nearestRule(const engine::RuleGrid &grid, const engine::Rule &rule) {
    if (grid.rules.empty() || std::ranges::find(grid.rules, rule) != grid.rules.end()) return rule;
    const auto distance = [&](const engine::Rule &other) {
        double most = 0;
        for (const auto *lengths : {&grid.profileLengths, &grid.extendLengths, &grid.outputLengths})
            for (const int n : *lengths) most = std::max(most, std::abs(other.span(n) - rule.span(n)));
        return most;
    };
    return *std::ranges::min_element(grid.rules, {}, distance);
}

PlanProblem applyEdit(PlanProblem problem, const ConstraintEdit &edit, int heads, int kvHeads,
                      const engine::RuleGrid &grid) {
    using Kind = ConstraintEdit::Kind;
    const int group = problem.queryHeads || kvHeads < 1 ? 1 : std::max(1, heads / kvHeads);
    std::set<Unit> units;
    for (const HeadId &head : edit.heads) units.emplace(head.layer, head.head / group);
    const auto ours = [&](int layer, int unit) { return units.contains({layer, unit}); };
    if (edit.kind != Kind::Bound) {
        std::erase_if(problem.pins, [&](const RulePin &pin) { return ours(pin.layer, pin.unit); });
        std::erase_if(problem.exclude, [&](const Unit &unit) { return ours(unit.first, unit.second); });
    }
    if (edit.kind == Kind::Bound || edit.kind == Kind::Clear)
        std::erase_if(problem.spanBounds, [&](const engine::SpanBound &bound) {
            return bound.layer && bound.unit && ours(*bound.layer, *bound.unit);
        });
    for (const auto &[layer, unit] : units) {
        if (edit.kind == Kind::Pin) problem.pins.push_back({layer, unit, nearestRule(grid, edit.rule)});
        if (edit.kind == Kind::Exclude) problem.exclude.emplace_back(layer, unit);
        if (edit.kind == Kind::Bound && (edit.minSpan || edit.maxSpan))
            problem.spanBounds.push_back({layer, unit, edit.minSpan, edit.maxSpan});
    }
    return problem;
}

PlanProblem withUnits(PlanProblem problem, bool queryHeads, int heads, int kvHeads) {
    if (problem.queryHeads == queryHeads || kvHeads < 1) return problem;
    const int group = std::max(1, heads / kvHeads);
    problem.queryHeads = queryHeads;
    // New units of an old one.
    const auto targets = [&](int unit) {
        std::vector<int> units;
        for (int h = 0; h < (queryHeads ? group : 1); ++h)
            units.push_back(queryHeads ? unit * group + h : unit / group);
        return units;
    };
    problem.pins = spreadOver(problem.pins, [&](const RulePin &pin, std::vector<RulePin> &out) {
        for (const int unit : targets(pin.unit)) out.push_back({pin.layer, unit, pin.rule});
    });
    problem.exclude = spreadOver(problem.exclude, [&](const Unit &entry, std::vector<Unit> &out) {
        for (const int unit : targets(entry.second)) out.emplace_back(entry.first, unit);
    });
    problem.spanBounds =
        spreadOver(problem.spanBounds, [&](const engine::SpanBound &bound, std::vector<engine::SpanBound> &out) {
            if (!bound.unit) return out.push_back(bound);
            for (const int unit : targets(*bound.unit))
                out.push_back({bound.layer, unit, bound.minSpan, bound.maxSpan});
        });
    keepFirst(problem.pins, [](const RulePin &pin) { return std::optional<Unit>({pin.layer, pin.unit}); });
    keepFirst(problem.exclude, [](const Unit &unit) { return std::optional<Unit>(unit); });
    keepFirst(problem.spanBounds, [](const engine::SpanBound &bound) {
        return bound.unit ? std::optional<Unit>({bound.layer.value_or(-1), *bound.unit}) : std::nullopt;
    });
    return problem;
}

}  // namespace moa::widgets
