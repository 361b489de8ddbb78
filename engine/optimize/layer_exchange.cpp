#include "engine/optimize/layer_exchange.h"

#include <algorithm>

namespace moa::engine {

namespace {

constexpr std::int64_t kChoices = 40;  // of a layer
constexpr int kMostExchanges = 6;

}  // namespace

LayerExchange::LayerExchange(const Problem &problem, const PricedTable &priced, const DualPoint &root, double threshold,
                             const Progress &progress)
    : p_(problem), priced_(priced), root_(root), progress_(progress) {
    const LayerSolver solver(p_, priced_);
    const Projection all(p_, std::vector<char>(p_.rows.size(), 1), {});
    for (int l = 0; l < p_.layers; ++l) {
        progress.throwIfStopped("Optimizing");
        choices_.push_back(solver.enumerate(l, threshold, kChoices, all, true, progress).choices);
        costs_.emplace_back();
        for (const auto &choice : choices_.back()) costs_.back().push_back(unpriced(choice.reduced, choice.sums));
    }
    for (std::size_t k = 0; k < p_.rows.size(); ++k)
        if (root_.prices[k] != 0) sides_ += root_.prices[k] * (root_.prices[k] > 0 ? p_.rows[k].high : p_.rows[k].low);
}

double LayerExchange::unpriced(double reduced, const RowSums &sums) const {
    for (std::size_t k = 0; k < p_.rows.size(); ++k) reduced -= root_.prices[k] * sums[k];
    return reduced;
}

void LayerExchange::exchange(const std::vector<Place> &places, std::size_t l, std::size_t m, const Place &total,
                             Swap &best) const {
    const auto rows = p_.rows.size();
    const double rest = total.reduced - places[l].reduced - places[m].reduced;
    const double restCost = total.cost - places[l].cost - places[m].cost + sides_;
    RowSums others = {};
    for (std::size_t k = 0; k < rows; ++k) others[k] = total.sums[k] - places[l].sums[k] - places[m].sums[k];
    for (std::size_t i = 0; i < choices_[l].size(); ++i) {
        const auto &a = choices_[l][i];
        const double reduced = rest + a.reduced;
        if (!(reduced < best.above)) break;
        const double cost = restCost + costs_[l][i];
        RowSums low = {};
        RowSums high = {};
        for (std::size_t k = 0; k < rows; ++k) {
            low[k] = p_.rows[k].low - others[k] - a.sums[k];
            high[k] = p_.rows[k].high - others[k] - a.sums[k];
        }
        for (std::size_t j = 0; j < choices_[m].size(); ++j) {
            const auto &b = choices_[m][j];
            if (!(reduced + b.reduced < best.above)) break;
            // Of a plan that meets its rows.
            const double above = cost + costs_[m][j];
            if (above >= best.above) continue;
            bool fits = true;
            for (std::size_t k = 0; k < rows && fits; ++k) fits = b.sums[k] >= low[k] && b.sums[k] <= high[k];
            if (fits) best = {l, m, i, j, above, true};
        }
    }
}

std::optional<std::vector<int>> LayerExchange::improve(const std::vector<int> &plan, double above) const {
    std::vector<Place> places(static_cast<std::size_t>(p_.layers));
    Place total;
    for (int u = 0; u < p_.units(); ++u) {
        auto &place = places[static_cast<std::size_t>(u / p_.unitsPerLayer)];
        const int rule = plan[static_cast<std::size_t>(u)];
        place.reduced += priced_.at(u, rule);
        for (std::size_t k = 0; k < p_.rows.size(); ++k) place.sums[k] += p_.coefficient(k, u, rule);
    }
    for (std::size_t l = 0; l < places.size(); ++l) {
        places[l].reduced -= root_.layers[l];
        places[l].cost = unpriced(places[l].reduced, places[l].sums);
        total.reduced += places[l].reduced;
        total.cost += places[l].cost;
        for (std::size_t k = 0; k < p_.rows.size(); ++k) total.sums[k] += places[l].sums[k];
    }
    bool found = false;
    for (int round = 0; round < kMostExchanges; ++round) {
        progress_.throwIfStopped("Optimizing");
        Swap best{0, 0, 0, 0, above, false};
        for (std::size_t l = 0; l < places.size(); ++l)
            for (std::size_t m = l + 1; m < places.size(); ++m) exchange(places, l, m, total, best);
        if (!best.found) break;
        found = true;
        above = best.above;
        const auto take = [&](std::size_t l, std::size_t i) {
            const auto &choice = choices_[l][i];
            total.reduced += choice.reduced - places[l].reduced;
            total.cost += costs_[l][i] - places[l].cost;
            for (std::size_t k = 0; k < p_.rows.size(); ++k) total.sums[k] += choice.sums[k] - places[l].sums[k];
            places[l] = {choice.reduced, costs_[l][i], choice.sums, &choice};
        };
        take(best.first, best.i);
        take(best.second, best.j);
    }
    if (!found) return std::nullopt;
    auto result = plan;
    const LayerSolver solver(p_, priced_);
    for (std::size_t l = 0; l < places.size(); ++l) {
        if (places[l].choice == nullptr) continue;
        const auto rules = solver.rulesOf(static_cast<int>(l), *places[l].choice);
        std::ranges::copy(rules, result.begin() + static_cast<std::ptrdiff_t>(l) * p_.unitsPerLayer);
    }
    return result;
}

}  // namespace moa::engine
