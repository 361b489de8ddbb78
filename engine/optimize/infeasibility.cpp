#include "engine/optimize/infeasibility.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <vector>

#include "engine/optimize/problem.h"
#include "engine/values/conventions.h"

namespace moa::engine {

namespace {

constexpr std::chrono::seconds kTimeForWords{4};

using Judge = std::function<bool(const OptimizerInstance &)>;

// Leaves out what is not needed for the contradiction, in halves first so that long lists go quickly.
template <class T>
void filter(OptimizerInstance &in, std::vector<T> OptimizerInstance::*list, const Judge &infeasible) {
    for (auto part = static_cast<std::ptrdiff_t>((in.*list).size()); part > 0; part /= 2)
        for (auto end = static_cast<std::ptrdiff_t>((in.*list).size()); end > 0; end -= part) {
            auto without = in;
            auto &items = without.*list;
            items.erase(items.begin() + std::max<std::ptrdiff_t>(end - part, 0), items.begin() + end);
            if (infeasible(without)) in = std::move(without);
        }
}

// The side of each budget that does not matter is opened (upper 1, lower 0).
void filterSides(OptimizerInstance &in, const Judge &infeasible) {
    for (std::size_t i = 0; i < in.budgets.size(); ++i)
        for (const bool upper : {false, true}) {
            auto without = in;
            (upper ? without.budgets[i].upper : without.budgets[i].lower) = upper ? 1 : 0;
            if (infeasible(without)) in = std::move(without);
        }
}

std::string unitName(const OptimizerInstance &in, int unit) {
    return fmt::format("unit {} of layer {}", unit % in.unitsPerLayer, unit / in.unitsPerLayer);
}

std::string ruleName(const Rule &rule) {
    return fmt::format("({:g}, {:g})", rule.alpha, rule.beta);
}

// Densities at a length that single rules give, least and most.
std::pair<double, double> densityRange(const OptimizerInstance &in, int length) {
    double low = 1;
    double high = 0;
    for (const auto &rule : in.rules) {
        const double d = static_cast<double>(keptAt(rule, length)) / blockCount(length);
        low = std::min(low, d);
        high = std::max(high, d);
    }
    return {low, high};
}

std::string describe(const OptimizerInstance &in, const Budget &b) {
    const auto [low, high] = densityRange(in, b.length);
    const auto rules = fmt::format("(single rules keep {:.4g} to {:.4g} there)", low, high);
    if (b.lower <= 0) return fmt::format("the upper budget {:g} at {} {}", b.upper, b.length, rules);
    if (b.upper >= 1) return fmt::format("the lower budget {:g} at {} {}", b.lower, b.length, rules);
    return fmt::format("the budget {:g} to {:g} at {} {}", b.lower, b.upper, b.length, rules);
}

std::string describe(const OptimizerInstance &in, const Pin &pin) {
    return fmt::format("the pin of {} to rule {}", unitName(in, pin.unit),
                       ruleName(in.rules[static_cast<std::size_t>(pin.rule)]));
}

std::string describe(const OptimizerInstance &in, const SpanBound &bound) {
    std::string who = "all units";
    if (bound.unit)
        who = unitName(in, *bound.unit);
    else if (bound.layer)
        who = fmt::format("layer {}", *bound.layer);
    std::string text = "the span of " + who;
    if (bound.minSpan) text += fmt::format(" of at least {:g} tokens", *bound.minSpan);
    if (bound.maxSpan) text += fmt::format("{} of at most {:g} tokens", bound.minSpan ? " and" : "", *bound.maxSpan);
    return text;
}

std::string describe(const OptimizerInstance &, const ObjectiveBound &bound) {
    return fmt::format("the loss of objective {} between {:g} and {:g}", bound.objective, bound.low, bound.high);
}

// Contradictions of pins alone have plainer words than a list of constraints.
std::string pinContradiction(const OptimizerInstance &in) {
    std::map<int, std::set<int>> byUnit;
    std::map<int, std::set<int>> byLayer;
    for (const auto &pin : in.pins) {
        byUnit[pin.unit].insert(pin.rule);
        byLayer[pin.unit / in.unitsPerLayer].insert(pin.rule);
    }
    for (const auto &[unit, rules] : byUnit)
        if (rules.size() > 1)
            return fmt::format("The {} is pinned to {} different rules.", unitName(in, unit), rules.size());
    for (const auto &[layer, rules] : byLayer)
        if (in.maxRulesPerLayer > 0 && static_cast<int>(rules.size()) > in.maxRulesPerLayer)
            return fmt::format("The pins of layer {} need {} distinct rules, but at most {} are allowed in a layer.",
                               layer, rules.size(), in.maxRulesPerLayer);
    return {};
}

}  // namespace

std::string explainInfeasible(const OptimizerInstance &instance,
                              const std::function<bool(const OptimizerInstance &)> &judge) {
    const auto end = std::chrono::steady_clock::now() + kTimeForWords;
    bool smallest = true;
    // When time is up, everything left stays in the list; a set that was not proven infeasible does too.
    const Judge infeasible = [&](const OptimizerInstance &part) {
        if (std::chrono::steady_clock::now() < end) return judge(part);
        smallest = false;
        return false;
    };
    if (auto words = pinContradiction(instance); !words.empty()) return words;
    auto in = instance;
    // Budgets go first: where pins, spans and the limit contradict one another without them, these are the reason.
    filter(in, &OptimizerInstance::objectiveBounds, infeasible);
    filter(in, &OptimizerInstance::budgets, infeasible);
    bool limit = in.maxRulesPerLayer > 0;
    if (limit) {
        auto without = in;
        without.maxRulesPerLayer = 0;
        if (infeasible(without)) {
            in = std::move(without);
            limit = false;
        }
    }
    filter(in, &OptimizerInstance::spanBounds, infeasible);
    filter(in, &OptimizerInstance::pins, infeasible);
    filterSides(in, infeasible);
    std::vector<std::string> parts;
    for (const auto &b : in.budgets) parts.push_back(describe(in, b));
    for (const auto &b : in.objectiveBounds) parts.push_back(describe(in, b));
    for (const auto &pin : in.pins) parts.push_back(describe(in, pin));
    for (const auto &b : in.spanBounds) parts.push_back(describe(in, b));
    if (limit) parts.push_back(fmt::format("the limit of {} distinct rules in a layer", in.maxRulesPerLayer));
    if (parts.empty()) return "No plan exists for these rules and units.";
    if (parts.size() == 1) {
        parts[0][0] = 'T';
        return parts[0] + " cannot be met by any plan.";
    }
    return fmt::format("{}: {}.",
                       smallest ? "These contradict one another, and none of them can be left out"
                                : "These contradict one another, though not all may be needed",
                       fmt::join(parts, "; "));
}

}  // namespace moa::engine
