#include "engine/optimize/pair_costs.h"

#include <algorithm>
#include <cmath>

namespace moa::engine {

namespace {

constexpr std::size_t kMostSummed = 8;  // part of all sets, above which the layer is remembered anew
constexpr double kRounding = 1e-12;

}  // namespace

PairCosts::PairCosts(std::size_t layers, std::size_t units, std::size_t rules, std::size_t stride)
    : units_(units),
      rules_(rules),
      stride_(stride),
      layers_(layers),
      tables_(layers * rules * stride),
      costs_(layers * rules * rules),
      moved_(rules),
      floors_(rules) {}

double PairCosts::remember(std::size_t layer, const double *table) {
    auto &known = layers_[layer];
    known.known = true;
    std::copy_n(table, rules_ * stride_, tables_.begin() + static_cast<std::ptrdiff_t>(layer * rules_ * stride_));
    double *costs = costs_.data() + layer * rules_ * rules_;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < rules_; ++i) {
        double *row = costs + i * rules_;
        scanPairs(table + i * stride_, table, stride_, i, rules_, row);
        const auto best = std::min_element(row + i, row + rules_);
        if (*best >= least) continue;
        least = *best;
        known.best = {static_cast<int>(i), static_cast<int>(best - row)};
    }
    return least;
}

void PairCosts::movedBy(std::size_t layer, const double *table, double *moved) const {
    const double *then = tables_.data() + layer * rules_ * stride_;
    for (std::size_t r = 0; r < rules_; ++r) {
        double least = std::numeric_limits<double>::infinity();
        // Infinite stays infinite: their difference is no number, and not less.
        for (std::size_t u = 0; u < units_; ++u) {
            const double change = table[r * stride_ + u] - then[r * stride_ + u];
            least = change < least ? change : least;
        }
        moved[r] = least;
    }
}

void PairCosts::floorsOf(std::size_t layer, std::size_t i, const double *moved, double *floors) const {
    const double *costs = costs_.data() + (layer * rules_ + i) * rules_;
    const auto units = static_cast<double>(units_);
    const double own = moved[i];
    for (std::size_t j = i; j < rules_; ++j) floors[j] = costs[j] + units * (moved[j] < own ? moved[j] : own);
}

double PairCosts::marginOf(const std::vector<double> &moved, double most) const {
    double largest = std::abs(most);
    for (const double m : moved)
        if (std::isfinite(m)) largest = std::max(largest, std::abs(m) * static_cast<double>(units_));
    return std::isfinite(largest) ? kRounding * largest : 0;
}

double PairCosts::cheapest(std::size_t layer, const double *table, std::array<int, 2> &set) {
    auto &known = layers_[layer];
    if (!known.known) {
        const double least = remember(layer, table);
        set = known.best;
        return least;
    }
    movedBy(layer, table, moved_.data());
    const auto row = [&](int rule) { return table + static_cast<std::size_t>(rule) * stride_; };
    const double hint = pairCost(row(known.best[0]), row(known.best[1]), stride_);
    const double most = hint + marginOf(moved_, hint);
    double least = std::numeric_limits<double>::infinity();
    std::size_t summed = 0;
    for (std::size_t i = 0; i < rules_; ++i) {
        floorsOf(layer, i, moved_.data(), floors_.data());
        for (std::size_t j = i; j < rules_; ++j) {
            if (!(floors_[j] <= most)) continue;
            ++summed;
            const double cost = pairCost(table + i * stride_, table + j * stride_, stride_);
            if (cost >= least) continue;
            least = cost;
            set = {static_cast<int>(i), static_cast<int>(j)};
        }
        if (summed * kMostSummed < rules_ * (rules_ + 1) / 2) continue;
        least = remember(layer, table);
        set = known.best;
        return least;
    }
    known.best = set;
    return least;
}

}  // namespace moa::engine
