#include "engine/optimize/layer_enumeration.h"

#include <algorithm>
#include <numeric>

#include "engine/optimize/rule_sets.h"

namespace moa::engine {

namespace {

constexpr double kThinner = 1.12;  // from one to the next

// The first `dense` of `count` places, then ever fewer.
template <class Visit>
void forThinned(std::size_t count, std::size_t dense, Visit &&visit) {
    for (std::size_t i = 0; i < count;
         i = i < dense ? i + 1 : std::max(i + 1, static_cast<std::size_t>(kThinner * static_cast<double>(i))))
        visit(i);
}

}  // namespace

void orderUnits(const Problem &p, const PricedTable &priced, int layer, int first, int second,
                std::vector<std::pair<double, int>> &units) {
    units.clear();
    const double *table = priced.layer(layer);
    for (int u = 0; u < p.unitsPerLayer; ++u) {
        const double a = table[static_cast<std::size_t>(first) * priced.stride() + static_cast<std::size_t>(u)];
        const double b = table[static_cast<std::size_t>(second) * priced.stride() + static_cast<std::size_t>(u)];
        units.emplace_back(a == kInfinity ? -kInfinity : b - a, u);
    }
    std::ranges::sort(units);
}

LayerEnumeration::LayerEnumeration(const Problem &problem, const PricedTable &priced, const Projection &projection,
                                   int layer, double least)
    : p_(problem),
      priced_(priced),
      projection_(projection),
      layer_(layer),
      stride_(priced.stride()),
      table_(priced.layer(layer)),
      least_(least),
      uniform_(std::ranges::all_of(problem.rows, &Row::uniform)),
      index_(projection.rows().size()) {}

bool LayerEnumeration::byCounts() const noexcept {
    return p_.ruleLimit <= 2 && projection_.uniform();
}

void LayerEnumeration::walkPair(int first, int second, double value, double threshold, std::vector<Pair> &found) {
    const double base = value - least_;
    const auto add = [&](int count, double reduced) {
        found.push_back(
            {reduced,
             {static_cast<std::int16_t>(first), static_cast<std::int16_t>(second), static_cast<std::int16_t>(count)}});
    };
    if (first == second) return add(0, base);
    orderUnits(p_, priced_, layer_, first, second, units_);
    const auto n = static_cast<int>(units_.size());
    const auto middle =
        static_cast<int>(std::ranges::count_if(units_, [](const auto &unit) { return unit.first < 0; }));
    // All units with one rule are the sets of one rule's business.
    if (middle > 0 && middle < n) add(middle, base);
    double reduced = base;
    for (int count = middle; count + 1 < n; ++count) {
        reduced += units_[static_cast<std::size_t>(count)].first;
        if (!(reduced <= threshold)) break;
        add(count + 1, reduced);
    }
    reduced = base;
    for (int count = middle; count > 1; --count) {
        reduced -= units_[static_cast<std::size_t>(count) - 1].first;
        if (!(reduced <= threshold)) break;
        add(count - 1, reduced);
    }
}

RowSums LayerEnumeration::sumsOf(const Pair &found) const {
    RowSums sums = {};
    const auto &[first, second, count] = found.pair;
    for (std::size_t k = 0; k < p_.rows.size(); ++k) {
        if (!p_.rows[k].uniform()) continue;
        const auto &perRule = p_.rows[k].perRule;
        sums[k] = (p_.unitsPerLayer - count) * perRule[static_cast<std::size_t>(first)] +
                  count * perRule[static_cast<std::size_t>(second)];
    }
    return sums;
}

LayerChoice LayerEnumeration::choiceOf(const Pair &found) const {
    LayerChoice choice{found.reduced, sumsOf(found), {}, found.pair};
    if (uniform_) return choice;
    choice.rules = LayerSolver(p_, priced_).rulesOf(layer_, choice);
    for (std::size_t k = 0; k < p_.rows.size(); ++k)
        for (int u = 0; u < p_.unitsPerLayer && !p_.rows[k].uniform(); ++u)
            choice.sums[k] +=
                p_.coefficient(k, layer_ * p_.unitsPerLayer + u, choice.rules[static_cast<std::size_t>(u)]);
    return choice;
}

// Each set of one or two rules of at most this reduced cost, with what it costs.
void LayerEnumeration::visitPairs(double threshold, const std::function<void(int, int, double)> &visit) {
    if (priced_.pairs())
        priced_.visitPairs(layer_, least_ + threshold, visit);
    else
        RuleSets(table_, static_cast<std::size_t>(p_.rules), stride_, p_.ruleLimit)
            .run(least_ + threshold, [&](const int *set, int count, double value) {
                visit(set[0], set[count - 1], value);
                return least_ + threshold;
            });
}

std::vector<LayerChoice> LayerEnumeration::thinned(double threshold, std::size_t most) {
    struct Set {
        double value = 0;
        int first = 0;
        int second = 0;
        auto operator<=>(const Set &) const = default;
    };
    std::vector<Set> sets;
    visitPairs(threshold, [&](int first, int second, double value) { sets.push_back({value, first, second}); });
    std::ranges::sort(sets);
    std::vector<Pair> found;
    forThinned(sets.size(), most / 4,
               [&](std::size_t i) { walkPair(sets[i].first, sets[i].second, sets[i].value, threshold, found); });
    std::ranges::sort(found, {},
                      [](const Pair &p) { return std::tuple(p.reduced, p.pair.first, p.pair.second, p.pair.count); });
    std::vector<LayerChoice> choices;
    forThinned(found.size(), most / 2, [&](std::size_t i) {
        if (choices.size() < most) choices.push_back(choiceOf(found[i]));
    });
    return choices;
}

LayerList LayerEnumeration::pairs(double threshold, std::int64_t most) {
    std::vector<Pair> found;
    visitPairs(threshold,
               [&](int first, int second, double value) { walkPair(first, second, value, threshold, found); });
    std::ranges::sort(found, {},
                      [](const Pair &p) { return std::tuple(p.reduced, p.pair.first, p.pair.second, p.pair.count); });
    LayerList list{{}, threshold};
    SumsIndex index(projection_.rows().size());
    std::vector<std::pair<Pair, double>> kept;  // with its merit
    for (const auto &pair : found) {
        const auto sums = projection_.uniform() ? sumsOf(pair) : choiceOf(pair).sums;
        const auto at = index.add(projection_.key(sums.data()));
        const double merit = projection_.merit(sums.data());
        if (at < kept.size()) {
            auto &[old, oldMerit] = kept[at];
            if (pair.reduced > old.reduced + kTie * threshold || merit <= oldMerit) continue;
            const double reduced = old.reduced;
            old = pair;
            old.reduced = reduced;
            oldMerit = merit;
            continue;
        }
        if (static_cast<std::int64_t>(kept.size()) == most) {
            list.complete = pair.reduced;
            break;
        }
        kept.emplace_back(pair, merit);
    }
    for (const auto &[pair, merit] : kept) list.choices.push_back(choiceOf(pair));
    return list;
}

LayerList LayerEnumeration::assignments(double threshold, std::int64_t steps, Clock::time_point deadline,
                                        const Progress &progress, bool &whole) {
    progress_ = &progress;
    deadline_ = deadline;
    threshold_ = threshold;
    steps_ = steps;
    index_ = SumsIndex(projection_.rows().size());
    choices_.clear();
    rest_.assign(static_cast<std::size_t>(p_.unitsPerLayer) + 1, 0);
    rules_.assign(static_cast<std::size_t>(p_.unitsPerLayer), 0);
    if (p_.unlimited() || p_.ruleLimit > kExactLimit) {
        std::vector<int> all(static_cast<std::size_t>(p_.rules));
        std::iota(all.begin(), all.end(), 0);
        assign(all.data(), p_.rules);
    } else {
        RuleSets(table_, static_cast<std::size_t>(p_.rules), stride_, p_.ruleLimit)
            .run(least_ + threshold_, [&](const int *set, int count, double) {
                if (steps_ > 0 && --steps_ > 0) assign(set, count);
                return steps_ > 0 ? least_ + threshold_ : -kInfinity;
            });
    }
    whole = steps_ > 0;
    std::ranges::stable_sort(choices_, {}, &LayerChoice::reduced);
    return {std::move(choices_), threshold};
}

void LayerEnumeration::assign(const int *set, int count) {
    for (auto u = static_cast<std::size_t>(p_.unitsPerLayer); u-- > 0;) {
        double least = kInfinity;
        for (int i = 0; i < count; ++i) least = std::min(least, cost(u, set[i]));
        rest_[u] = rest_[u + 1] + least;
    }
    descend(set, count, 0, 0, {});
}

void LayerEnumeration::descend(const int *set, int count, std::size_t unit, double spent, const RowSums &sums) {
    if (steps_ <= 0) return;
    if (unit == static_cast<std::size_t>(p_.unitsPerLayer)) {
        if ((--steps_ & 4095) == 0) {
            progress_->throwIfStopped("Optimizing");
            if (Clock::now() > deadline_) steps_ = 0;
        }
        keep(spent - least_, sums);
        return;
    }
    for (int i = 0; i < count; ++i) {
        const double sum = spent + cost(unit, set[i]);
        if (!(sum + rest_[unit + 1] - least_ <= threshold_)) continue;
        RowSums next = sums;
        for (std::size_t k = 0; k < p_.rows.size(); ++k)
            next[k] += p_.coefficient(k, layer_ * p_.unitsPerLayer + static_cast<int>(unit), set[i]);
        rules_[unit] = static_cast<std::int16_t>(set[i]);
        descend(set, count, unit + 1, sum, next);
    }
}

void LayerEnumeration::keep(double reduced, const RowSums &sums) {
    // Limits above the exact ones are not part of the walk: checked here.
    if (p_.ruleLimit > kExactLimit && !p_.unlimited()) {
        auto sorted = rules_;
        std::ranges::sort(sorted);
        if (std::unique(sorted.begin(), sorted.end()) - sorted.begin() > p_.ruleLimit) return;
    }
    const auto at = index_.add(projection_.key(sums.data()));
    if (at == choices_.size()) {
        choices_.push_back({reduced, sums, rules_, {}});
        return;
    }
    auto &old = choices_[at];
    const double tie = projection_.whole() ? 0 : kTie * threshold_;
    const bool better =
        reduced < old.reduced - tie || (tie > 0 && reduced <= old.reduced + tie &&
                                        projection_.merit(sums.data()) > projection_.merit(old.sums.data()));
    if (!better) return;
    old = {std::min(reduced, old.reduced), sums, rules_, {}};
}

}  // namespace moa::engine
