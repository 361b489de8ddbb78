#include "engine/optimize/layer_exchange.h"

#include <algorithm>
#include <cmath>

#include "engine/optimize/layer_enumeration.h"

// The choice between clones is made before ThreadSanitizer is ready for it.
#if defined(__x86_64__) && !defined(__SANITIZE_THREAD__)
#define MOA_WIDE [[gnu::target_clones("avx2", "default")]]
#else
#define MOA_WIDE
#endif

namespace moa::engine {

namespace {

constexpr double kPenalty = 4;  // of a row's price, at least
constexpr int kHarder = 3;      // times the penalties grow where rows stay broken

// What `rows` rows of sums break, times their penalties, added to `merits`: sums are [row][count].
MOA_WIDE void addPenalties(const double *sums, std::size_t rows, std::size_t stride, std::size_t count,
                           const double *low, const double *high, const double *penalty, double *merits) {
    for (std::size_t k = 0; k < rows; ++k) {
        const double *row = sums + k * stride;
        for (std::size_t j = 0; j < count; ++j) {
            const double over = row[j] - high[k];
            const double under = low[k] - row[j];
            const double outside = over > under ? over : under;
            merits[j] += penalty[k] * (outside > 0 ? outside : 0);
        }
    }
}

}  // namespace

LayerExchange::LayerExchange(const Problem &problem, const PricedTable &priced, const DualPoint &root, double threshold,
                             std::size_t choices, const Progress &progress)
    : p_(problem), priced_(priced), root_(root), progress_(progress) {
    const Projection all(p_, std::vector<char>(p_.rows.size(), 1), {});
    for (int l = 0; l < p_.layers; ++l) {
        progress.throwIfStopped("Optimizing");
        LayerEnumeration enumeration(p_, priced_, all, l, root.layers[static_cast<std::size_t>(l)]);
        Layer layer;
        layer.choices = enumeration.thinned(threshold, choices);
        for (const auto &choice : layer.choices) {
            layer.reduced.push_back(choice.reduced);
            layer.cost.push_back(unpriced(choice.reduced, choice.sums));
        }
        for (std::size_t k = 0; k < p_.rows.size(); ++k)
            for (const auto &choice : layer.choices) layer.sums.push_back(choice.sums[k]);
        layers_.push_back(std::move(layer));
    }
    for (std::size_t k = 0; k < p_.rows.size(); ++k)
        if (root_.prices[k] != 0) sides_ += root_.prices[k] * (root_.prices[k] > 0 ? p_.rows[k].high : p_.rows[k].low);
}

double LayerExchange::unpriced(double reduced, const RowSums &sums) const {
    for (std::size_t k = 0; k < p_.rows.size(); ++k) reduced -= root_.prices[k] * sums[k];
    return reduced;
}

LayerExchange::State LayerExchange::stateOf(const std::vector<int> &plan) const {
    State state{std::vector<Place>(static_cast<std::size_t>(p_.layers)), {}, 0, {}};
    for (int u = 0; u < p_.units(); ++u) {
        auto &place = state.places[static_cast<std::size_t>(u / p_.unitsPerLayer)];
        const int rule = plan[static_cast<std::size_t>(u)];
        place.reduced += priced_.at(u, rule);
        for (std::size_t k = 0; k < p_.rows.size(); ++k) place.sums[k] += p_.coefficient(k, u, rule);
    }
    for (std::size_t l = 0; l < state.places.size(); ++l) {
        auto &place = state.places[l];
        place.reduced -= root_.layers[l];
        place.cost = unpriced(place.reduced, place.sums);
        state.total.reduced += place.reduced;
        state.total.cost += place.cost;
        for (std::size_t k = 0; k < p_.rows.size(); ++k) state.total.sums[k] += place.sums[k];
    }
    // A row without a price is worth about what the others are.
    const auto side = [&](std::size_t k) {
        return std::max({std::abs(p_.rows[k].low), std::abs(p_.rows[k].high), 1e-12});
    };
    double weight = std::abs(root_.bound);
    for (std::size_t k = 0; k < p_.rows.size(); ++k) weight = std::max(weight, std::abs(root_.prices[k]) * side(k));
    for (std::size_t k = 0; k < p_.rows.size(); ++k)
        state.penalties[k] = kPenalty * std::abs(root_.prices[k]) + weight / side(k);
    return state;
}

double LayerExchange::meritOf(const State &state) const {
    double merit = state.total.cost + sides_;
    for (std::size_t k = 0; k < p_.rows.size(); ++k)
        merit += state.penalties[k] *
                 std::max({0.0, state.total.sums[k] - p_.rows[k].high, p_.rows[k].low - state.total.sums[k]});
    return merit;
}

bool LayerExchange::meetsRows(const RowSums &sums) const {
    for (std::size_t k = 0; k < p_.rows.size(); ++k)
        if (sums[k] < p_.rows[k].low || sums[k] > p_.rows[k].high) return false;
    return true;
}

void LayerExchange::exchangeOne(const State &state, std::size_t l, Swap &best) const {
    const auto &layer = layers_[l];
    const auto &place = state.places[l];
    for (std::size_t i = 0; i < layer.choices.size(); ++i) {
        if (!(state.total.reduced - place.reduced + layer.reduced[i] < state.above)) break;
        double merit = state.total.cost - place.cost + layer.cost[i] + sides_;
        for (std::size_t k = 0; k < p_.rows.size(); ++k) {
            const double sum = state.total.sums[k] - place.sums[k] + layer.choices[i].sums[k];
            merit += state.penalties[k] * std::max({0.0, sum - p_.rows[k].high, p_.rows[k].low - sum});
        }
        if (merit < best.merit) best = {l, l, i, i, merit, true};
    }
}

void LayerExchange::exchangeTwo(const State &state, std::size_t l, std::size_t m, std::vector<double> &merits,
                                Swap &best) const {
    const auto rows = p_.rows.size();
    const auto &first = layers_[l];
    const auto &second = layers_[m];
    const auto &total = state.total;
    const double rest = total.reduced - state.places[l].reduced - state.places[m].reduced;
    const double restCost = total.cost - state.places[l].cost - state.places[m].cost + sides_;
    RowSums others = {};
    for (std::size_t k = 0; k < rows; ++k)
        others[k] = total.sums[k] - state.places[l].sums[k] - state.places[m].sums[k];
    for (std::size_t i = 0; i < first.choices.size(); ++i) {
        // No plan costs less than its reduced cost.
        const double room = std::min(state.above, best.merit) - rest - first.reduced[i];
        if (!(room > 0)) break;
        const auto count =
            static_cast<std::size_t>(std::ranges::lower_bound(second.reduced, room) - second.reduced.begin());
        RowSums low = {};
        RowSums high = {};
        for (std::size_t k = 0; k < rows; ++k) {
            low[k] = p_.rows[k].low - others[k] - first.choices[i].sums[k];
            high[k] = p_.rows[k].high - others[k] - first.choices[i].sums[k];
        }
        const double cost = restCost + first.cost[i];
        for (std::size_t j = 0; j < count; ++j) merits[j] = cost + second.cost[j];
        addPenalties(second.sums.data(), rows, second.choices.size(), count, low.data(), high.data(),
                     state.penalties.data(), merits.data());
        for (std::size_t j = 0; j < count; ++j)
            if (merits[j] < best.merit) best = {l, m, i, j, merits[j], true};
    }
}

void LayerExchange::take(State &state, std::size_t l, std::size_t i) const {
    const auto &layer = layers_[l];
    const auto &choice = layer.choices[i];
    auto &place = state.places[l];
    state.total.reduced += choice.reduced - place.reduced;
    state.total.cost += layer.cost[i] - place.cost;
    for (std::size_t k = 0; k < p_.rows.size(); ++k) state.total.sums[k] += choice.sums[k] - place.sums[k];
    place = {choice.reduced, layer.cost[i], choice.sums, &choice};
}

std::optional<std::vector<int>> LayerExchange::improve(const std::vector<int> &plan, double above,
                                                       int exchanges) const {
    auto state = stateOf(plan);
    std::vector<double> merits;
    for (const auto &layer : layers_) merits.resize(std::max(merits.size(), layer.choices.size()));
    std::optional<std::vector<int>> found;
    int harder = 0;
    for (int round = 0; round < exchanges; ++round) {
        progress_.throwIfStopped("Optimizing");
        const bool broken = !meetsRows(state.total.sums);
        state.above = std::max(above, state.total.reduced);
        // Less is rounding.
        const double now = meritOf(state);
        Swap best{0, 0, 0, 0, now - 1e-9 * std::abs(now), false};
        if (broken)
            for (std::size_t l = 0; l < layers_.size(); ++l) exchangeOne(state, l, best);
        if (!best.found)
            for (std::size_t l = 0; l < layers_.size(); ++l)
                for (std::size_t m = l + 1; m < layers_.size(); ++m) exchangeTwo(state, l, m, merits, best);
        if (!best.found) {
            if (!broken || harder++ == kHarder) break;
            for (auto &penalty : state.penalties) penalty *= 8;
            continue;
        }
        take(state, best.first, best.i);
        if (best.second != best.first) take(state, best.second, best.j);
        if (meetsRows(state.total.sums) && state.total.cost + sides_ < above) {
            above = state.total.cost + sides_;
            found = planOf(state, plan);
        }
    }
    return found;
}

std::vector<int> LayerExchange::planOf(const State &state, const std::vector<int> &plan) const {
    auto result = plan;
    const LayerSolver solver(p_, priced_);
    for (std::size_t l = 0; l < state.places.size(); ++l) {
        if (state.places[l].choice == nullptr) continue;
        const auto rules = solver.rulesOf(static_cast<int>(l), *state.places[l].choice);
        std::ranges::copy(rules, result.begin() + static_cast<std::ptrdiff_t>(l) * p_.unitsPerLayer);
    }
    return result;
}

}  // namespace moa::engine
