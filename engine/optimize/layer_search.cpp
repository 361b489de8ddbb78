#include "engine/optimize/layer_search.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "engine/optimize/dual.h"
#include "engine/optimize/layer_solver.h"
#include "engine/optimize/sums_index.h"

namespace moa::engine {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::int64_t kPairsBetweenChecks = 20'000;  // a few milliseconds

struct State {
    double reduced = 0;
    RowSums sums = {};
    std::int32_t previous = -1;
    std::int32_t choice = -1;
};

class Search {
public:
    Search(const Problem &p, const std::vector<double> &prices, const SearchLimits &limits, const Progress &progress)
        : p_(p), prices_(prices), limits_(limits), progress_(progress), complete_(limits.threshold) {}

    SearchResult run() {
        if (!enumerateLayers()) return {std::nullopt, kInfinity, false, true};
        if (timedOut_) return {std::nullopt, 0, true, false};
        completions();
        states_.push_back({State{}});
        for (std::size_t l = 0; l < lists_.size(); ++l) {
            progress_.throwIfStopped("Optimizing");
            merge(l);
            if (timedOut_) return {std::nullopt, 0, true, false};
            if (states_.back().empty()) break;
        }
        SearchResult result;
        result.complete = complete_;
        result.exhausted = complete_ >= limits_.threshold && everythingBelow_ <= limits_.threshold;
        if (limits_.cells > 0) {
            result.complete = 0;
            result.exhausted = false;
        }
        if (states_.size() == lists_.size() + 1) result.plan = cheapestPlan();
        return result;
    }

private:
    bool enumerateLayers() {
        const auto priced = pricedCosts(p_, prices_);
        const LayerSolver solver(p_, priced);
        for (int l = 0; l < p_.layers; ++l) {
            if (solver.cheapest(l, nullptr) == kInfinity) return false;
            if (std::chrono::steady_clock::now() > limits_.deadline) {
                timedOut_ = true;
                return true;
            }
            lists_.push_back(solver.enumerate(l, limits_.threshold, limits_.layerSteps, progress_));
            complete_ = std::min(complete_, lists_.back().complete);
            order_.push_back(static_cast<std::size_t>(l));
            everythingBelow_ += spread(priced, l);
        }
        // Short lists first: the states grow late.
        std::ranges::stable_sort(order_, {}, [&](std::size_t l) { return lists_[l].choices.size(); });
        std::vector<LayerList> sorted;
        for (const auto l : order_) sorted.push_back(std::move(lists_[l]));
        lists_ = std::move(sorted);
        return true;
    }

    // More than any assignment of a layer costs above its cheapest.
    [[nodiscard]] double spread(const std::vector<double> &priced, int layer) const {
        double sum = 0;
        for (int u = layer * p_.unitsPerLayer; u < (layer + 1) * p_.unitsPerLayer; ++u) {
            double low = kInfinity;
            double high = -kInfinity;
            for (int r = 0; r < p_.rules; ++r) {
                const double c = priced[p_.at(u, r)];
                if (c == kInfinity) continue;
                low = std::min(low, c);
                high = std::max(high, c);
            }
            sum += high - low;
        }
        return sum;
    }

    // Least and largest sums that the layers from l on can add.
    void completions() {
        least_.assign(lists_.size() + 1, {});
        most_.assign(lists_.size() + 1, {});
        for (std::size_t l = lists_.size(); l-- > 0;)
            for (std::size_t k = 0; k < p_.rows.size(); ++k) {
                double low = kInfinity;
                double high = -kInfinity;
                for (const auto &choice : lists_[l].choices) {
                    low = std::min(low, choice.sums[k]);
                    high = std::max(high, choice.sums[k]);
                }
                least_[l][k] = least_[l + 1][k] + low;
                most_[l][k] = most_[l + 1][k] + high;
            }
    }

    [[nodiscard]] bool reachable(const RowSums &sums, std::size_t next) const {
        for (std::size_t k = 0; k < p_.rows.size(); ++k) {
            const auto &row = p_.rows[k];
            if (sums[k] + least_[next][k] > row.high + row.slack() || sums[k] + most_[next][k] < row.low - row.slack())
                return false;
        }
        return true;
    }

    // Largest threshold with at most limits_.pairs pairs of reduced cost below it; both lists are ascending.
    [[nodiscard]] double affordable(const std::vector<State> &from, const std::vector<LayerChoice> &choices) const {
        const auto pairsBelow = [&](double t) {
            std::int64_t count = 0;
            std::size_t j = choices.size();
            for (const auto &state : from) {
                while (j > 0 && state.reduced + choices[j - 1].reduced > t) --j;
                count += static_cast<std::int64_t>(j);
                if (j == 0 || count > limits_.pairs) break;
            }
            return count;
        };
        double low = 0;
        double high = limits_.threshold;
        if (pairsBelow(high) <= limits_.pairs) return high;
        for (int i = 0; i < 40; ++i) {
            const double middle = (low + high) / 2;
            (pairsBelow(middle) <= limits_.pairs ? low : high) = middle;
        }
        return low;
    }

    // What makes two states one: their sums, or the cells they lie in.
    [[nodiscard]] RowSums key(RowSums sums) const {
        if (limits_.cells == 0) return sums;
        for (std::size_t k = 0; k < p_.rows.size(); ++k)
            sums[k] = std::floor(sums[k] * limits_.cells / std::max(p_.rows[k].high - p_.rows[k].low, 1e-9));
        return sums;
    }

    void merge(std::size_t l) {
        const auto &from = states_.back();
        const auto &choices = lists_[l].choices;
        const double threshold = affordable(from, choices);
        complete_ = std::min(complete_, threshold);
        SumsIndex index(p_.rows.size());
        std::vector<State> next;
        std::int64_t pairs = 0;
        for (std::size_t s = 0; s < from.size(); ++s) {
            if (pairs >= kPairsBetweenChecks || s == 0) {
                pairs = 0;
                progress_.throwIfStopped("Optimizing");
                timedOut_ = std::chrono::steady_clock::now() > limits_.deadline;
                if (timedOut_) return;
            }
            for (std::size_t c = 0; c < choices.size(); ++c) {
                const double reduced = from[s].reduced + choices[c].reduced;
                if (reduced > threshold) break;
                ++pairs;
                State state{reduced, from[s].sums, static_cast<std::int32_t>(s), static_cast<std::int32_t>(c)};
                for (std::size_t k = 0; k < p_.rows.size(); ++k) state.sums[k] += choices[c].sums[k];
                if (!reachable(state.sums, l + 1)) continue;
                const auto at = index.add(key(state.sums));
                if (at == next.size())
                    next.push_back(state);
                else if (reduced < next[at].reduced)
                    next[at] = state;
            }
        }
        states_.push_back(cheapestOf(next));
    }

    // The states of least reduced cost in ascending order, as many as the limit allows; `complete_` falls to the first
    // that is left out.
    std::vector<State> cheapestOf(const std::vector<State> &all) {
        std::vector<std::pair<double, std::size_t>> order;
        order.reserve(all.size());
        for (std::size_t i = 0; i < all.size(); ++i) order.emplace_back(all[i].reduced, i);
        if (order.size() > limits_.states) {
            const auto cut = order.begin() + static_cast<std::ptrdiff_t>(limits_.states);
            std::ranges::nth_element(order, cut);
            complete_ = std::min(complete_, cut->first);
            order.erase(cut, order.end());
        }
        std::ranges::sort(order);
        std::vector<State> kept;
        kept.reserve(order.size());
        for (const auto &[reduced, i] : order) kept.push_back(all[i]);
        return kept;
    }

    // The final states meet every row; among them the one of least true cost.
    [[nodiscard]] std::optional<std::vector<int>> cheapestPlan() const {
        const auto &last = states_.back();
        if (last.empty()) return std::nullopt;
        const auto trueCost = [&](const State &state) {
            double cost = state.reduced;
            for (std::size_t k = 0; k < p_.rows.size(); ++k) cost -= prices_[k] * state.sums[k];
            return cost;
        };
        const State *best = &last.front();
        for (const auto &state : last)
            if (trueCost(state) < trueCost(*best)) best = &state;
        std::vector<int> plan(static_cast<std::size_t>(p_.units()));
        const State *state = best;
        for (std::size_t l = lists_.size(); l-- > 0;) {
            const auto &rules = lists_[l].choices[static_cast<std::size_t>(state->choice)].rules;
            std::copy(rules.begin(), rules.end(),
                      plan.begin() + static_cast<std::ptrdiff_t>(order_[l]) * p_.unitsPerLayer);
            state = &states_[l][static_cast<std::size_t>(state->previous)];
        }
        return plan;
    }

    const Problem &p_;
    const std::vector<double> &prices_;
    SearchLimits limits_;
    const Progress &progress_;
    double complete_;
    bool timedOut_ = false;
    double everythingBelow_ = 0;
    std::vector<std::size_t> order_;  // layer of each list
    std::vector<LayerList> lists_;
    std::vector<RowSums> least_;
    std::vector<RowSums> most_;
    std::vector<std::vector<State>> states_;  // after each layer
};

}  // namespace

SearchResult searchLayers(const Problem &problem, const std::vector<double> &prices, const SearchLimits &limits,
                          const Progress &progress) {
    return Search(problem, prices, limits, progress).run();
}

}  // namespace moa::engine
