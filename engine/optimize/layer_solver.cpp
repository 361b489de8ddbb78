#include "engine/optimize/layer_solver.h"

#include <algorithm>
#include <numeric>

#include "engine/optimize/layer_enumeration.h"
#include "engine/optimize/rule_sets.h"

namespace moa::engine {

double cheapestAssignment(const Problem &p, const double *table, std::size_t stride, std::int16_t *plan) {
    const auto cost = [&](int unit, int rule) {
        return table[static_cast<std::size_t>(rule) * stride + static_cast<std::size_t>(unit)];
    };
    std::vector<int> set;
    double least = kInfinity;
    const bool anySet = p.unlimited() || p.ruleLimit > kExactLimit;
    if (anySet) {
        set.resize(static_cast<std::size_t>(p.rules));
        std::iota(set.begin(), set.end(), 0);
    } else {
        RuleSets(table, static_cast<std::size_t>(p.rules), stride, p.ruleLimit)
            .run(kInfinity, [&](const int *s, int count, double sum) {
                if (sum < least) {
                    least = sum;
                    set.assign(s, s + count);
                }
                return least;
            });
        if (least == kInfinity || plan == nullptr) return least;
    }
    double sum = 0;
    for (int u = 0; u < p.unitsPerLayer; ++u) {
        const int best = *std::ranges::min_element(set, {}, [&](int r) { return cost(u, r); });
        if (plan != nullptr) plan[u] = static_cast<std::int16_t>(best);
        sum += cost(u, best);
    }
    return anySet ? sum : least;
}

Projection::Projection(const Problem &problem, const std::vector<char> &active, const std::vector<double> &sums) {
    for (std::size_t k = 0; k < problem.rows.size(); ++k) {
        const auto &row = problem.rows[k];
        const double size = 1 + std::max(std::abs(row.low), std::abs(row.high));
        if (active[k] != 0) {
            rows_.push_back(k);
            uniform_ = uniform_ && row.uniform();
        }
        const bool idle = active[k] != 0 || sums.empty() || !row.uniform();
        wish_.push_back(idle ? 0 : sums[k] < row.low ? 1 / size : sums[k] > row.high ? -1 / size : 0);
    }
}

const double *Projection::key(const double *sums) const {
    if (whole()) return sums;
    for (std::size_t i = 0; i < rows_.size(); ++i) key_[i] = sums[rows_[i]];
    return key_.data();
}

double Projection::merit(const double *sums) const {
    double merit = 0;
    for (std::size_t k = 0; k < wish_.size(); ++k) merit += wish_[k] * sums[k];
    return merit;
}

std::vector<std::int16_t> LayerSolver::rulesOf(int layer, const LayerChoice &choice) const {
    if (!choice.rules.empty()) return choice.rules;
    const auto &[first, second, count] = choice.pair;
    std::vector<std::int16_t> rules(static_cast<std::size_t>(p_.unitsPerLayer), first);
    if (count == 0) return rules;
    std::vector<std::pair<double, int>> units;
    orderUnits(p_, priced_, layer, first, second, units);
    for (int i = 0; i < count; ++i) rules[static_cast<std::size_t>(units[static_cast<std::size_t>(i)].second)] = second;
    return rules;
}

LayerList LayerSolver::enumerate(int layer, double threshold, std::int64_t steps, const Projection &projection,
                                 bool sampled, std::chrono::steady_clock::time_point deadline,
                                 const Progress &progress) const {
    const double least = cheapest(layer, nullptr);
    LayerEnumeration enumeration(p_, priced_, projection, layer, least);
    if (enumeration.byCounts()) return enumeration.pairs(threshold, steps);
    if (sampled && p_.ruleLimit == 2) {
        auto list = enumeration.pairs(threshold, steps);
        list.complete = 0;
        return list;
    }
    // From small thresholds up, so that the work before the one that no longer fits is small too.
    LayerList list;
    for (double part = threshold * 0x1p-20;; part = std::min(part * 4, threshold)) {
        progress.throwIfStopped("Optimizing");
        bool whole = true;
        auto found = enumeration.assignments(part, steps, deadline, progress, whole);
        if (!whole) {
            if (list.choices.empty()) list.choices = std::move(found.choices);
            return list;
        }
        list = std::move(found);
        if (part == threshold) return list;
    }
}

}  // namespace moa::engine
