#include "engine/report/heads.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace moa::engine::report {

std::vector<UnitShare> unitShares(const ReportInput &input) {
    const LossTable &loss = input.loss;
    if (loss.units() == 0 || loss.rules == 0) return {};
    const int heads = std::max(1, input.model.heads / loss.unitsPerLayer);
    std::vector<UnitShare> units;
    for (int u = 0; u < loss.units(); ++u) {
        units.push_back({u, u / loss.unitsPerLayer, u % loss.unitsPerLayer * heads, heads, 0});
    }
    int measured = 0;
    for (int l = 0; l < static_cast<int>(loss.lengths.size()); ++l) {
        double total = 0;
        for (int u = 0; u < loss.units(); ++u) total += loss.at(l, u, 0);
        if (loss.estimated[l] || !(total > 0) || !std::isfinite(total)) continue;
        for (UnitShare &unit : units) unit.share += loss.at(l, unit.unit, 0) / total;
        ++measured;
    }
    for (UnitShare &unit : units) unit.share /= std::max(measured, 1);
    std::ranges::stable_sort(units, std::greater{}, &UnitShare::share);
    return units;
}

std::vector<UnitShare> headsThatMatter(const ReportInput &input, std::size_t limit) {
    std::vector<UnitShare> units = unitShares(input);
    double sum = 0;
    std::size_t count = 0;
    while (count < units.size() && count < limit && (count == 0 || sum < 0.8)) sum += units[count++].share;
    units.resize(count);
    return units;
}

std::string unitName(const UnitShare &unit) {
    if (unit.heads == 1) return fmt::format("layer {}, query head {}", unit.layer, unit.firstHead);
    const char *between = unit.heads == 2 ? " and " : "\u2013";
    return fmt::format("layer {}, query heads {}{}{}", unit.layer, unit.firstHead, between,
                       unit.firstHead + unit.heads - 1);
}

std::string ruleName(const Rule &rule) {
    // All digits: a rule is exact.
    return fmt::format("\u03B1 {}{:g}, \u03B2 {:g}", rule.alpha < 0 ? "\u2212" : "", std::abs(rule.alpha), rule.beta);
}

std::vector<RuleUse> ruleUses(const Plan &plan, int length) {
    std::vector<RuleUse> uses;
    for (const Rule &rule : plan.rules) {
        auto at = std::ranges::find(uses, rule, &RuleUse::rule);
        if (at == uses.end()) at = uses.insert(at, {rule, 0});
        ++at->heads;
    }
    std::ranges::stable_sort(uses, {}, [&](const RuleUse &use) { return use.rule.span(length); });
    return uses;
}

std::vector<int> reportLengths(const ReportInput &input) {
    std::set<int> lengths(input.loss.lengths.begin(), input.loss.lengths.end());
    lengths.insert(input.grid.profileLengths.begin(), input.grid.profileLengths.end());
    lengths.insert(input.grid.extendLengths.begin(), input.grid.extendLengths.end());
    for (const Budget &budget : input.plan.budgets) lengths.insert(budget.length);
    for (const auto &[length, ignored] : input.plan.densities) lengths.insert(length);
    lengths.erase(lengths.begin(), lengths.upper_bound(0));
    return {lengths.begin(), lengths.end()};
}

bool isProfiled(const ReportInput &input, int length) {
    const auto at = std::ranges::find(input.loss.lengths, length);
    if (at != input.loss.lengths.end()) return !input.loss.estimated[at - input.loss.lengths.begin()];
    return std::ranges::find(input.grid.profileLengths, length) != input.grid.profileLengths.end();
}

}  // namespace moa::engine::report
