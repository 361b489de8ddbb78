#include "engine/optimize/layer_solver.h"

#include <algorithm>
#include <limits>

#include "engine/optimize/sums_index.h"

namespace moa::engine {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr int kExactLimit = 4;

// Rules in order with the running minimum per unit: visits every set of at most `limit` rules once.
class SetWalk {
public:
    SetWalk(const Problem &p, const double *priced, int limit) : p_(p), priced_(priced), limit_(limit) {
        const auto units = static_cast<std::size_t>(p.unitsPerLayer);
        best_.assign(static_cast<std::size_t>(limit + 1) * units, kInfinity);
        for (int r = 0; r < p.rules; ++r)
            for (int u = 0; u < p.unitsPerLayer; ++u)
                if (priced_[u * p.rules + r] < kInfinity) {
                    useful_.push_back(r);
                    break;
                }
    }

    // visit(rules, count, sum of minima) for every set; prune(sum) never applies since more rules only lower it.
    template <class Visit>
    void run(Visit &&visit) {
        walk(0, 0, visit);
    }

private:
    template <class Visit>
    void walk(std::size_t from, int depth, Visit &visit) {
        if (depth == limit_) return;
        const int units = p_.unitsPerLayer;
        const double *above = best_.data() + static_cast<std::ptrdiff_t>(depth) * units;
        double *mine = best_.data() + static_cast<std::ptrdiff_t>(depth + 1) * units;
        for (std::size_t i = from; i < useful_.size(); ++i) {
            const int r = useful_[i];
            double sum = 0;
            for (int u = 0; u < units; ++u) {
                mine[u] = std::min(above[u], priced_[u * p_.rules + r]);
                sum += mine[u];
            }
            set_[static_cast<std::size_t>(depth)] = r;
            visit(set_.data(), depth + 1, sum);
            walk(i + 1, depth + 1, visit);
        }
    }

    const Problem &p_;
    const double *priced_;
    int limit_;
    std::vector<double> best_;
    std::vector<int> useful_;
    std::array<int, kExactLimit + 1> set_ = {};
};

int cheapestRule(const double *row, const int *set, int count) {
    int best = set[0];
    for (int i = 1; i < count; ++i)
        if (row[set[i]] < row[best]) best = set[i];
    return best;
}

}  // namespace

double LayerSolver::cheapest(int layer, std::int16_t *plan, bool *exact) const {
    const int units = p_.unitsPerLayer;
    const double *priced = priced_.data() + p_.at(layer * units, 0);
    const bool unlimited = p_.ruleLimit >= std::min(units, p_.rules);
    if (unlimited || p_.ruleLimit > kExactLimit) {
        if (exact != nullptr && !unlimited) *exact = false;
        double sum = 0;
        for (int u = 0; u < units; ++u) {
            const double *row = priced + static_cast<std::ptrdiff_t>(u) * p_.rules;
            const auto best = std::min_element(row, row + p_.rules) - row;
            if (plan != nullptr) plan[u] = static_cast<std::int16_t>(best);
            sum += row[best];
        }
        return sum;
    }
    double least = kInfinity;
    std::array<int, kExactLimit> bestSet = {};
    int bestCount = 0;
    SetWalk(p_, priced, p_.ruleLimit).run([&](const int *set, int count, double sum) {
        if (sum >= least) return;
        least = sum;
        bestCount = count;
        std::copy(set, set + count, bestSet.begin());
    });
    for (int u = 0; u < units && plan != nullptr && bestCount > 0; ++u)
        plan[u] = static_cast<std::int16_t>(
            cheapestRule(priced + static_cast<std::ptrdiff_t>(u) * p_.rules, bestSet.data(), bestCount));
    return least;
}

// Assignments of one layer, set by set, depth first over its units.
class LayerEnumeration {
public:
    LayerEnumeration(const LayerSolver &solver, int layer, double threshold, std::int64_t steps,
                     const Progress &progress)
        : p_(solver.p_),
          progress_(progress),
          layer_(layer),
          priced_(solver.priced_.data() + p_.at(layer * p_.unitsPerLayer, 0)),
          threshold_(threshold),
          steps_(steps),
          index_(p_.rows.size()),
          rest_(static_cast<std::size_t>(p_.unitsPerLayer) + 1, 0),
          rules_(static_cast<std::size_t>(p_.unitsPerLayer), 0) {}

    // False when the steps did not suffice.
    bool run(double least) {
        least_ = least;
        const bool unlimited = p_.ruleLimit >= std::min(p_.unitsPerLayer, p_.rules) || p_.ruleLimit > kExactLimit;
        if (unlimited) {
            all_.resize(static_cast<std::size_t>(p_.rules));
            for (int r = 0; r < p_.rules; ++r) all_[static_cast<std::size_t>(r)] = r;
            assign(all_.data(), p_.rules);
        } else {
            SetWalk(p_, priced_, p_.ruleLimit).run([&](const int *set, int count, double sum) {
                if (steps_ > 0 && --steps_ > 0 && sum - least_ <= threshold_) assign(set, count);
            });
        }
        return steps_ > 0;
    }

    std::vector<LayerChoice> take() {
        std::ranges::sort(choices_, {}, &LayerChoice::reduced);
        return std::move(choices_);
    }

private:
    void assign(const int *set, int count) {
        // rest_[u]: least cost of units u.. from this set.
        for (int u = p_.unitsPerLayer - 1; u >= 0; --u) {
            const double *row = priced_ + static_cast<std::ptrdiff_t>(u) * p_.rules;
            rest_[static_cast<std::size_t>(u)] =
                rest_[static_cast<std::size_t>(u) + 1] + row[cheapestRule(row, set, count)];
        }
        descend(set, count, 0, 0, {});
    }

    void descend(const int *set, int count, int unit, double spent, const RowSums &sums) {
        if (steps_ <= 0) return;
        if (unit == p_.unitsPerLayer) {
            if ((--steps_ & 4095) == 0) progress_.throwIfStopped("Optimizing");
            keep(spent - least_, sums);
            return;
        }
        const double *row = priced_ + static_cast<std::ptrdiff_t>(unit) * p_.rules;
        const auto base = p_.at(layer_ * p_.unitsPerLayer + unit, 0);
        for (int i = 0; i < count; ++i) {
            const double cost = spent + row[set[i]];
            if (!(cost + rest_[static_cast<std::size_t>(unit) + 1] - least_ <= threshold_)) continue;
            RowSums next = sums;
            for (std::size_t k = 0; k < p_.rows.size(); ++k)
                next[k] += p_.rows[k].coefficient[base + static_cast<std::size_t>(set[i])];
            rules_[static_cast<std::size_t>(unit)] = static_cast<std::int16_t>(set[i]);
            descend(set, count, unit + 1, cost, next);
        }
    }

    void keep(double reduced, const RowSums &sums) {
        // Limits above the exact ones are not part of the walk: checked here.
        if (p_.ruleLimit > kExactLimit && p_.ruleLimit < p_.unitsPerLayer) {
            auto sorted = rules_;
            std::ranges::sort(sorted);
            if (std::ranges::unique(sorted).begin() - sorted.begin() > p_.ruleLimit) return;
        }
        const auto at = index_.add(sums);
        if (at == choices_.size()) {
            choices_.push_back({reduced, sums, rules_});
        } else if (auto &old = choices_[at]; reduced < old.reduced) {
            old.reduced = reduced;
            old.rules = rules_;
        }
    }

    const Problem &p_;
    const Progress &progress_;
    int layer_;
    const double *priced_;
    double threshold_;
    std::int64_t steps_;
    double least_ = 0;
    SumsIndex index_;
    std::vector<LayerChoice> choices_;
    std::vector<double> rest_;
    std::vector<std::int16_t> rules_;
    std::vector<int> all_;
};

LayerList LayerSolver::enumerate(int layer, double threshold, std::int64_t steps, const Progress &progress) const {
    const double least = cheapest(layer, nullptr);
    // From small thresholds up, so that the work before the one that no longer fits is small too.
    LayerList list;
    for (double part = threshold * 0x1p-20;; part = std::min(part * 4, threshold)) {
        progress.throwIfStopped("Optimizing");
        LayerEnumeration enumeration(*this, layer, part, steps, progress);
        if (!enumeration.run(least)) {
            if (list.choices.empty()) list.choices = enumeration.take();
            return list;
        }
        list = {enumeration.take(), part};
        if (part == threshold) return list;
    }
}

}  // namespace moa::engine
