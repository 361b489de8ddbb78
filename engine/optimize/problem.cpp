#include "engine/optimize/problem.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include "engine/values/conventions.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

constexpr double kBudgetTolerance = 1e-9;  // of mean density
constexpr double kMostWhole = 1e9;         // sums of whole numbers up to here are exact
constexpr std::size_t kMostRules = 32767;  // rules of a layer are kept as 16-bit numbers

// Names the first entry that is no number: its length, unit and rule.
void refuseUnlessFinite(const OptimizerInstance &in) {
    const auto bad = std::ranges::find_if(in.loss, [](double loss) { return !std::isfinite(loss); });
    if (bad == in.loss.end()) return;
    const auto at = static_cast<std::size_t>(bad - in.loss.begin());
    const auto unit = at / in.rules.size() % static_cast<std::size_t>(in.units());
    const auto length = in.lengths[at / in.rules.size() / static_cast<std::size_t>(in.units())];
    const auto perLayer = static_cast<std::size_t>(in.unitsPerLayer);
    throw Error("The plan cannot be optimized",
                fmt::format("instance '{}', loss at length {}, layer {}, unit {}, rule {}", in.name, length,
                            unit / perLayer, unit % perLayer, at % in.rules.size()),
                fmt::format("it is {}, no finite number", *bad), "Profile the model again.");
}

bool within(const SpanBound &bound, const Rule &rule, const std::set<int> &lengths) {
    return std::ranges::all_of(lengths, [&](int n) {
        const double span = rule.span(n);
        return (!bound.minSpan || span >= *bound.minSpan) && (!bound.maxSpan || span <= *bound.maxSpan);
    });
}

void forbid(Problem &p, const OptimizerInstance &in) {
    p.allowed.assign(static_cast<std::size_t>(p.units()) * static_cast<std::size_t>(p.rules), 1);
    std::set<int> lengths(in.lengths.begin(), in.lengths.end());
    lengths.insert(in.budgetLengths.begin(), in.budgetLengths.end());
    for (const auto &bound : in.spanBounds)
        for (int r = 0; r < p.rules; ++r) {
            if (within(bound, in.rules[static_cast<std::size_t>(r)], lengths)) continue;
            for (int u = 0; u < p.units(); ++u)
                if ((!bound.unit || *bound.unit == u) && (!bound.layer || *bound.layer == u / in.unitsPerLayer))
                    p.allowed[p.at(u, r)] = 0;
        }
    if (!in.pins.empty()) p.unpinned = p.allowed;
    for (const auto &pin : in.pins)
        for (int r = 0; r < p.rules; ++r)
            if (r != pin.rule) p.allowed[p.at(pin.unit, r)] = 0;
}

void addRows(Problem &p, const OptimizerInstance &in) {
    for (std::size_t b = 0; b < in.budgets.size(); ++b) {
        const auto &budget = in.budgets[b];
        const double scale = static_cast<double>(blockCount(budget.length)) * p.units();
        Row row;
        row.budget = static_cast<int>(b);
        row.source = b;
        row.low = std::ceil((budget.lower - kBudgetTolerance) * scale);
        row.high = std::floor((budget.upper + kBudgetTolerance) * scale);
        for (const auto &rule : in.rules) row.perRule.push_back(keptAt(rule, budget.length));
        p.rows.push_back(std::move(row));
    }
    const auto table = static_cast<std::ptrdiff_t>(p.units()) * p.rules;
    for (const auto &bound : in.objectiveBounds) {
        const auto first = in.loss.begin() + bound.objective * table;
        p.rows.push_back({{}, {first, first + table}, bound.low, bound.high, 0, false, -1, p.rows.size()});
    }
    for (auto &row : p.rows) {
        const auto &coefficients = row.uniform() ? row.perRule : row.coefficient;
        for (const double c : coefficients) row.largestCoefficient = std::max(row.largestCoefficient, std::abs(c));
        row.whole = row.largestCoefficient < kMostWhole &&
                    std::ranges::all_of(coefficients, [](double c) { return c == std::round(c); });
    }
}

// Rows that every plan meets only cost time, and one whose sum cannot change has no sensible price: both are decided
// here, unit by unit, and leave the problem.
void dropIdleRows(Problem &p) {
    std::erase_if(p.rows, [&](const Row &row) {
        double least = 0;
        double most = 0;
        for (int u = 0; u < p.units(); ++u) {
            double low = std::numeric_limits<double>::infinity();
            double high = -low;
            for (int r = 0; r < p.rules; ++r) {
                if (p.allowed[p.at(u, r)] == 0) continue;
                const double c = row.uniform() ? row.perRule[static_cast<std::size_t>(r)] : row.coefficient[p.at(u, r)];
                low = std::min(low, c);
                high = std::max(high, c);
            }
            if (low > high) {  // no rule is left for this unit
                p.impossible = true;
                return false;
            }
            least += low;
            most += high;
        }
        p.impossible = p.impossible || least > row.high + row.slack() || most < row.low - row.slack();
        return least >= row.low && most <= row.high;
    });
}

}  // namespace

int keptAt(const Rule &rule, int length) {
    return kvBlocks(rule, blockCount(length));
}

Problem compile(const OptimizerInstance &in) {
    const auto table = static_cast<std::size_t>(in.units()) * in.rules.size();
    if (in.layers < 1 || in.unitsPerLayer < 1 || in.rules.empty() || in.loss.size() != table * in.lengths.size() ||
        in.weights.size() != in.lengths.size())
        throw Error("The plan cannot be optimized", "instance '" + in.name + "'",
                    "its tables do not fit its units and rules", "Build the instance again.");
    if (in.rules.size() > kMostRules)
        throw Error("The plan cannot be optimized", "instance '" + in.name + "'",
                    fmt::format("{} rules are more than {}", in.rules.size(), kMostRules), "Use a larger step.");
    Problem p;
    p.instance = &in;
    p.layers = in.layers;
    p.unitsPerLayer = in.unitsPerLayer;
    p.rules = static_cast<int>(in.rules.size());
    p.ruleLimit = in.maxRulesPerLayer > 0 ? std::min(in.maxRulesPerLayer, p.rules) : p.rules;
    if (p.unlimited()) {
        p.layers = p.units();
        p.unitsPerLayer = 1;
        p.ruleLimit = 1;
    }
    p.cost.assign(table, 0);
    for (std::size_t n = 0; n < in.lengths.size(); ++n)
        for (std::size_t i = 0; i < table; ++i) p.cost[i] += in.weights[n] * in.loss[n * table + i];
    refuseUnlessFinite(in);
    for (const double c : p.cost) p.largestCost = std::max(p.largestCost, std::abs(c));
    forbid(p, in);
    addRows(p, in);
    dropIdleRows(p);
    return p;
}

double Problem::costOf(const std::vector<int> &plan) const {
    double sum = 0;
    for (int u = 0; u < units(); ++u) sum += cost[at(u, plan[static_cast<std::size_t>(u)])];
    return sum;
}

std::vector<double> Problem::sumsOf(const std::vector<int> &plan) const {
    std::vector<double> sums(rows.size(), 0);
    for (std::size_t k = 0; k < rows.size(); ++k)
        for (int u = 0; u < units(); ++u) sums[k] += coefficient(k, u, plan[static_cast<std::size_t>(u)]);
    return sums;
}

bool Problem::keepsChoices(const std::vector<int> &plan) const {
    if (plan.size() != static_cast<std::size_t>(units())) return false;
    std::vector<int> lastLayer(static_cast<std::size_t>(rules),
                               -1);  // that took the rule
    for (int l = 0; l < layers; ++l) {
        int distinct = 0;
        for (int u = l * unitsPerLayer; u < (l + 1) * unitsPerLayer; ++u) {
            const int r = plan[static_cast<std::size_t>(u)];
            if (r < 0 || r >= rules || allowed[at(u, r)] == 0) return false;
            if (std::exchange(lastLayer[static_cast<std::size_t>(r)], l) != l) ++distinct;
        }
        if (distinct > ruleLimit) return false;
    }
    return true;
}

bool Problem::accepts(const std::vector<int> &plan) const {
    if (!keepsChoices(plan)) return false;
    const auto sums = sumsOf(plan);
    for (std::size_t k = 0; k < rows.size(); ++k)
        if (sums[k] < rows[k].low - rows[k].slack() || sums[k] > rows[k].high + rows[k].slack()) return false;
    return true;
}

}  // namespace moa::engine
