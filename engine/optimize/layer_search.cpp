#include "engine/optimize/layer_search.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/optimize/sums_index.h"

namespace moa::engine {

namespace {

constexpr int kLossCells = 100;
constexpr std::int64_t kPairsBetweenChecks = 20'000;  // a few milliseconds

// States after some layers; sums are flat, [state][row].
struct States {
    std::vector<double> reduced;
    std::vector<double> estimate;  // the least a plan through it costs
    std::vector<double> sums;
    std::vector<std::int32_t> previous;
    std::vector<std::int32_t> choice;
    [[nodiscard]] std::size_t size() const noexcept { return reduced.size(); }
};

class Search {
public:
    Search(const Problem &p, const PricedTable &priced, const std::vector<DualPoint> &points,
           const SearchLimits &limits, const Progress &progress)
        : p_(p),
          priced_(priced),
          points_(points),
          limits_(limits),
          progress_(progress),
          rows_(p.rows.size()),
          projection_(p, limits.active, points[0].sums),
          active_(projection_.rows()),
          complete_(limits.threshold) {}

    SearchResult run() {
        SearchResult result;
        if (!enumerateLayers()) return {{}, {}, kInfinity, kInfinity, false, true};
        if (timedOut_) return {{}, {}, 0, kInfinity, true, false};
        states_.push_back({{0}, {0}, std::vector<double>(rows_, 0), {-1}, {-1}});
        // A layer may have no choice: a limit above the exact ones is not part of its least cost.
        const bool choices = std::ranges::none_of(lists_, [](const LayerList &list) { return list.choices.empty(); });
        if (choices) completions();
        for (std::size_t l = 0; l < lists_.size() && choices; ++l) {
            progress_.throwIfStopped("Optimizing");
            merge(l);
            if (timedOut_) return {{}, {}, 0, kInfinity, true, false};
            if (states_.back().size() == 0) break;
        }
        result.complete = coarse() ? 0 : complete_;
        result.exhausted = everything() && !coarse() && complete_ >= limits_.threshold;
        result.least = kInfinity;
        if (states_.size() == lists_.size() + 1) cheapestPlans(result);
        return result;
    }

private:
    bool enumerateLayers() {
        const LayerSolver solver(p_, priced_);
        for (int l = 0; l < p_.layers; ++l) {
            if (solver.cheapest(l, nullptr) == kInfinity) return false;
            if (std::chrono::steady_clock::now() > limits_.deadline) {
                timedOut_ = true;
                return true;
            }
            lists_.push_back(solver.enumerate(l, limits_.threshold, limits_.layerSteps, projection_, limits_.sampled,
                                              limits_.deadline, progress_));
            complete_ = std::min(complete_, lists_.back().complete);
            order_.push_back(static_cast<std::size_t>(l));
            everythingBelow_ += spread(l);
        }
        // Short lists first: the states grow late.
        std::ranges::stable_sort(order_, {}, [&](std::size_t l) { return lists_[l].choices.size(); });
        std::vector<LayerList> sorted;
        for (const auto l : order_) sorted.push_back(std::move(lists_[l]));
        lists_ = std::move(sorted);
        return true;
    }

    // More than any assignment of a layer costs above its cheapest.
    [[nodiscard]] double spread(int layer) const {
        double sum = 0;
        for (int u = layer * p_.unitsPerLayer; u < (layer + 1) * p_.unitsPerLayer; ++u) {
            double low = kInfinity;
            double high = -kInfinity;
            for (int r = 0; r < p_.rules; ++r) {
                if (p_.allowed[p_.at(u, r)] == 0) continue;
                low = std::min(low, priced_.at(u, r));
                high = std::max(high, priced_.at(u, r));
            }
            sum += high - low;
        }
        return sum;
    }

    // Least and largest sums that the layers from l on can add, and what other prices say: after layers 0..l-1, a state
    // of sums s and reduced cost c costs at least c + tilt . s + offset[l] under another point.
    void completions() {
        least_.assign((lists_.size() + 1) * rows_, 0);
        most_.assign((lists_.size() + 1) * rows_, 0);
        for (std::size_t l = lists_.size(); l-- > 0;)
            for (std::size_t k = 0; k < rows_; ++k) {
                const auto [low, high] =
                    std::ranges::minmax(lists_[l].choices, {}, [&](const LayerChoice &c) { return c.sums[k]; });
                least_[l * rows_ + k] = least_[(l + 1) * rows_ + k] + low.sums[k];
                most_[l * rows_ + k] = most_[(l + 1) * rows_ + k] + high.sums[k];
            }
        // Estimates count the room a plan leaves in its rows, which no sum of reduced costs bounds: to exhaust the
        // plans, none may be left out by them.
        others_ = everything() ? 0 : points_.size() - 1;
        for (const auto k : active_)
            for (std::size_t i = 1; i <= others_; ++i) tilts_.push_back(points_[i].prices[k] - points_[0].prices[k]);
        for (std::size_t i = 1; i <= others_; ++i) offsets_.push_back(points_[i].bound - points_[0].bound);
        for (std::size_t l = 0; l < lists_.size(); ++l)
            for (std::size_t i = 1; i <= others_; ++i)
                offsets_.push_back(offsets_[l * others_ + i - 1] + points_[0].layers[order_[l]] -
                                   points_[i].layers[order_[l]]);
    }

    // base + tilt . sums under each of the other points, into `costs`.
    void tilt(double base, const double *sums, double *costs) const {
        for (std::size_t t = 0; t < others_; ++t) costs[t] += base;
        for (std::size_t i = 0; i < active_.size(); ++i)
            for (std::size_t t = 0; t < others_; ++t) costs[t] += tilts_[i * others_ + t] * sums[active_[i]];
    }

    // Does some completion of the layers from `next` on bring the active sums inside their rows?
    [[nodiscard]] bool reachable(const double *sums, std::size_t next) const {
        const double *least = least_.data() + next * rows_;
        const double *most = most_.data() + next * rows_;
        return std::ranges::all_of(active_, [&](std::size_t k) {
            const auto &row = p_.rows[k];
            return sums[k] + least[k] <= row.high + row.slack() && sums[k] + most[k] >= row.low - row.slack();
        });
    }

    // Largest threshold with at most limits_.pairs pairs of reduced cost below it; both lists are ascending.
    [[nodiscard]] double affordable(const States &from, const std::vector<LayerChoice> &choices) const {
        const auto pairsBelow = [&](double t) {
            std::int64_t count = 0;
            std::size_t j = choices.size();
            for (const double reduced : from.reduced) {
                while (j > 0 && reduced + choices[j - 1].reduced > t) --j;
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

    // What makes two states one: their active sums, or the cells they lie in.
    const double *key(const double *sums, RowSums &cell) const {
        if (!coarse()) return projection_.key(sums);
        for (std::size_t i = 0; i < active_.size(); ++i) {
            const auto &row = p_.rows[active_[i]];
            const int cells = limits_.cells > 0 ? limits_.cells : row.uniform() ? 0 : kLossCells;
            cell[i] = sums[active_[i]];
            if (cells > 0) cell[i] = std::floor(cell[i] * cells / std::max(row.high - row.low, 1e-9));
        }
        return cell.data();
    }

    // Is every assignment of every layer within the threshold?
    [[nodiscard]] bool everything() const noexcept { return !limits_.sampled && everythingBelow_ <= limits_.threshold; }

    [[nodiscard]] bool coarse() const noexcept {
        return limits_.cells > 0 || (limits_.sampled && !projection_.uniform());
    }

    void merge(std::size_t l) {
        const auto &from = states_.back();
        const auto &choices = lists_[l].choices;
        const double threshold = affordable(from, choices);
        complete_ = std::min(complete_, threshold);
        std::vector<double> choiceCosts(choices.size() * others_, 0);
        for (std::size_t c = 0; c < choices.size(); ++c)
            tilt(choices[c].reduced, choices[c].sums.data(), choiceCosts.data() + c * others_);
        SumsIndex index(active_.size());
        States next;
        std::vector<double> stateCosts(others_);
        std::int64_t pairs = 0;
        for (std::size_t s = 0; s < from.size(); ++s) {
            if (pairs >= kPairsBetweenChecks || s == 0) {
                pairs = 0;
                progress_.throwIfStopped("Optimizing");
                timedOut_ = std::chrono::steady_clock::now() > limits_.deadline;
                if (timedOut_) return;
            }
            std::copy_n(offsets_.begin() + static_cast<std::ptrdiff_t>((l + 1) * others_), others_, stateCosts.begin());
            tilt(from.reduced[s], from.sums.data() + s * rows_, stateCosts.data());
            for (std::size_t c = 0; c < choices.size() && from.reduced[s] + choices[c].reduced <= threshold; ++c) {
                ++pairs;
                // The least a plan through this state costs, as far as the points know.
                double estimate = from.reduced[s] + choices[c].reduced;
                const double *choiceCost = choiceCosts.data() + c * others_;
                for (std::size_t t = 0; t < others_; ++t) estimate = std::max(estimate, stateCosts[t] + choiceCost[t]);
                if (estimate <= limits_.threshold) reach(from, s, choices[c], c, l + 1, estimate, index, next);
            }
        }
        states_.push_back(cheapestOf(next));
    }

    // The state after another layer, unless nothing completes it or a better one has the same sums.
    void reach(const States &from, std::size_t s, const LayerChoice &choice, std::size_t c, std::size_t layers,
               double estimate, SumsIndex &index, States &next) const {
        RowSums sums;
        for (std::size_t k = 0; k < rows_; ++k) sums[k] = from.sums[s * rows_ + k] + choice.sums[k];
        if (!reachable(sums.data(), layers)) return;
        const double reduced = from.reduced[s] + choice.reduced;
        RowSums cell;
        const auto at = index.add(key(sums.data(), cell));
        if (at == next.size()) {
            next.reduced.push_back(reduced);
            next.estimate.push_back(estimate);
            next.sums.insert(next.sums.end(), sums.begin(), sums.begin() + static_cast<std::ptrdiff_t>(rows_));
            next.previous.push_back(static_cast<std::int32_t>(s));
            next.choice.push_back(static_cast<std::int32_t>(c));
        } else if (preferred(reduced, sums, next, at)) {
            next.reduced[at] = std::min(reduced, next.reduced[at]);
            next.estimate[at] = std::min(estimate, next.estimate[at]);
            std::copy_n(sums.begin(), rows_, next.sums.begin() + static_cast<std::ptrdiff_t>(at * rows_));
            next.previous[at] = static_cast<std::int32_t>(s);
            next.choice[at] = static_cast<std::int32_t>(c);
        }
    }

    // Cheaper than the state of the same key, or as cheap and of more merit.
    [[nodiscard]] bool preferred(double reduced, const RowSums &sums, const States &next, std::size_t at) const {
        const double tie = kTie * limits_.threshold;
        if (reduced < next.reduced[at] - tie || projection_.whole()) return reduced < next.reduced[at];
        return reduced <= next.reduced[at] + tie &&
               projection_.merit(sums.data()) > projection_.merit(next.sums.data() + at * rows_);
    }

    // The states of least estimate, as many as the limit allows, by their reduced costs; `complete_` falls to the first
    // that is left out.
    States cheapestOf(const States &all) {
        std::vector<std::pair<double, std::size_t>> order;
        order.reserve(all.size());
        for (std::size_t i = 0; i < all.size(); ++i) order.emplace_back(all.estimate[i], i);
        if (order.size() > limits_.states) {
            const auto cut = order.begin() + static_cast<std::ptrdiff_t>(limits_.states);
            std::ranges::nth_element(order, cut);
            complete_ = std::min(complete_, cut->first);
            order.erase(cut, order.end());
        }
        for (auto &[value, i] : order) value = all.reduced[i];
        std::ranges::sort(order);
        States kept;
        for (const auto &[reduced, i] : order) {
            kept.reduced.push_back(reduced);
            const auto first = all.sums.begin() + static_cast<std::ptrdiff_t>(i * rows_);
            kept.sums.insert(kept.sums.end(), first, first + static_cast<std::ptrdiff_t>(rows_));
            kept.previous.push_back(all.previous[i]);
            kept.choice.push_back(all.choice[i]);
        }
        return kept;
    }

    // What a final state costs above the bound: its reduced cost, and what it leaves of the priced sides.
    [[nodiscard]] double costOf(const States &last, std::size_t s) const {
        double cost = last.reduced[s];
        for (const auto k : active_) {
            const double price = points_[0].prices[k];
            const double side = price > 0 ? p_.rows[k].high : p_.rows[k].low;
            if (price != 0) cost += price * (side - last.sums[s * rows_ + k]);
        }
        return cost;
    }

    [[nodiscard]] bool meetsAll(const double *sums) const {
        for (std::size_t k = 0; k < rows_; ++k) {
            const auto &row = p_.rows[k];
            if (sums[k] > row.high + row.slack() || sums[k] < row.low - row.slack()) return false;
        }
        return true;
    }

    // The final states meet every active row.
    void cheapestPlans(SearchResult &result) const {
        const auto &last = states_.back();
        std::size_t relaxed = last.size();
        std::size_t best = last.size();
        double cheapest = kInfinity;
        for (std::size_t s = 0; s < last.size(); ++s) {
            const double cost = costOf(last, s);
            if (cost < result.least) {
                result.least = cost;
                relaxed = s;
            }
            if (cost < cheapest && meetsAll(last.sums.data() + s * rows_)) {
                cheapest = cost;
                best = s;
            }
        }
        if (best < last.size()) result.plan = planOf(best);
        if (relaxed < last.size() && relaxed != best) result.relaxed = planOf(relaxed);
    }

    [[nodiscard]] std::vector<int> planOf(std::size_t last) const {
        std::vector<int> plan(static_cast<std::size_t>(p_.units()));
        for (std::size_t l = lists_.size(); l-- > 0;) {
            const auto &state = states_[l + 1];
            const auto rules = LayerSolver(p_, priced_)
                                   .rulesOf(static_cast<int>(order_[l]),
                                            lists_[l].choices[static_cast<std::size_t>(state.choice[last])]);
            std::copy(rules.begin(), rules.end(),
                      plan.begin() + static_cast<std::ptrdiff_t>(order_[l]) * p_.unitsPerLayer);
            last = static_cast<std::size_t>(state.previous[last]);
        }
        return plan;
    }

    const Problem &p_;
    const PricedTable &priced_;
    const std::vector<DualPoint> &points_;
    SearchLimits limits_;
    const Progress &progress_;
    std::size_t rows_;
    Projection projection_;
    const std::vector<std::size_t> &active_;  // rows
    double complete_;
    bool timedOut_ = false;
    double everythingBelow_ = 0;
    std::vector<std::size_t> order_;  // layer of each list
    std::vector<LayerList> lists_;
    std::vector<double> least_, most_;  // [layer][row]
    std::size_t others_ = 0;            // points beside the root
    std::vector<double> tilts_;         // [active row][other point]: prices less the root's
    std::vector<double> offsets_;       // [layers done][other point]
    std::vector<States> states_;        // after each layer
};

}  // namespace

SearchResult searchLayers(const Problem &problem, const PricedTable &priced, const std::vector<DualPoint> &points,
                          const SearchLimits &limits, const Progress &progress) {
    return Search(problem, priced, points, limits, progress).run();
}

}  // namespace moa::engine
