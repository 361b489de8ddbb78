#include "engine/optimize/local_search.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/optimize/layer_solver.h"

namespace moa::engine {

namespace {

constexpr std::size_t kPairMoves = 1000;   // moves of least priced loss that are paired with one another
constexpr std::size_t kLayerChoices = 80;  // assignments of a whole layer that are tried as one move
constexpr std::int64_t kLayerSteps = 5'000;
constexpr int kMaxPasses = 60;

struct Move {
    int layer = 0;
    int unit = -1;  // -1: all units of the layer that have rule `from`
    int from = 0;
    int to = 0;
    const LayerChoice *choice = nullptr;  // the whole layer takes these rules instead
    double cost = 0;                      // change of the objective
    double priced = 0;                    // change of objective + prices * sums
    RowSums sums = {};                    // change of the rows' sums
};

class LocalSearch {
public:
    LocalSearch(const Problem &p, const PricedTable &priced, const std::vector<double> &prices, std::vector<int> plan,
                double threshold, const Progress &progress)
        : p_(p), prices_(prices), plan_(std::move(plan)), progress_(progress) {
        const LayerSolver solver(p_, priced);
        const Projection all(p_, std::vector<char>(p_.rows.size(), 1), {});
        for (int l = 0; l < p_.layers; ++l) {
            auto list = solver
                            .enumerate(l, threshold, kLayerSteps, all, true,
                                       std::chrono::steady_clock::time_point::max(), progress_)
                            .choices;
            if (list.size() > kLayerChoices) list.resize(kLayerChoices);
            for (auto &choice : list) choice.rules = solver.rulesOf(l, choice);
            choices_.push_back(std::move(list));
        }
        for (std::size_t k = 0; k < p_.rows.size(); ++k)
            for (int u = 0; u < p_.units(); ++u) sums_[k] += p_.coefficient(k, u, rule(u));
    }

    std::optional<std::vector<int>> run() {
        for (int i = 0; i < 4 * p_.units() + 16 && violation(sums_) > 0; ++i) {
            progress_.throwIfStopped("Optimizing");
            if (!repairStep()) return std::nullopt;
        }
        if (violation(sums_) > 0) return std::nullopt;
        for (int i = 0; i < kMaxPasses; ++i) {
            progress_.throwIfStopped("Optimizing");
            if (!improveStep()) break;
        }
        return plan_;
    }

private:
    [[nodiscard]] int rule(int unit) const { return plan_[static_cast<std::size_t>(unit)]; }

    // Sum over rows of how far they are outside, each relative to its size.
    [[nodiscard]] double violation(const RowSums &sums) const {
        double total = 0;
        for (std::size_t k = 0; k < p_.rows.size(); ++k) {
            const auto &row = p_.rows[k];
            total += std::max({0.0, sums[k] - row.high, row.low - sums[k]}) / (1 + std::abs(row.high));
        }
        return total;
    }

    // Do the rows hold after both moves? Leaves at the first that does not.
    [[nodiscard]] bool fits(const RowSums &a, const RowSums &b) const {
        for (std::size_t k = 0; k < p_.rows.size(); ++k) {
            const double sum = sums_[k] + a[k] + b[k];
            if (sum > p_.rows[k].high || sum < p_.rows[k].low) return false;
        }
        return true;
    }

    [[nodiscard]] RowSums plus(const RowSums &a, const RowSums &b) const {
        RowSums sum = a;
        for (std::size_t k = 0; k < p_.rows.size(); ++k) sum[k] += b[k];
        return sum;
    }

    void addUnit(Move &move, int unit) const {
        move.cost += p_.cost[p_.at(unit, move.to)] - p_.cost[p_.at(unit, move.from)];
        for (std::size_t k = 0; k < p_.rows.size(); ++k)
            move.sums[k] += p_.coefficient(k, unit, move.to) - p_.coefficient(k, unit, move.from);
    }

    void finish(Move move, std::vector<Move> &moves) const {
        move.priced = move.cost;
        for (std::size_t k = 0; k < p_.rows.size(); ++k) move.priced += prices_[k] * move.sums[k];
        moves.push_back(move);
    }

    [[nodiscard]] std::vector<Move> moves() const {
        std::vector<Move> result;
        for (int l = 0; l < p_.layers; ++l) {
            std::vector<int> users(static_cast<std::size_t>(p_.rules), 0);
            for (int u = l * p_.unitsPerLayer; u < (l + 1) * p_.unitsPerLayer; ++u)
                ++users[static_cast<std::size_t>(rule(u))];
            const auto distinct = std::ranges::count_if(users, [](int n) { return n > 0; });
            for (int u = l * p_.unitsPerLayer; u < (l + 1) * p_.unitsPerLayer; ++u) {
                const bool alone = users[static_cast<std::size_t>(rule(u))] == 1;
                for (int r = 0; r < p_.rules; ++r) {
                    const bool room = users[static_cast<std::size_t>(r)] > 0 || distinct < p_.ruleLimit || alone;
                    if (r == rule(u) || !room || p_.allowed[p_.at(u, r)] == 0) continue;
                    Move move{l, u, rule(u), r, nullptr, 0, 0, {}};
                    addUnit(move, u);
                    finish(move, result);
                }
            }
            for (int from = 0; from < p_.rules; ++from)
                if (users[static_cast<std::size_t>(from)] > 1) addGroupMoves(l, from, result);
            addLayerMoves(l, result);
        }
        return result;
    }

    void addLayerMoves(int layer, std::vector<Move> &result) const {
        const int first = layer * p_.unitsPerLayer;
        Move old{layer, -1, 0, 0, nullptr, 0, 0, {}};  // what leaves: minus the layer as it is
        for (int u = first; u < first + p_.unitsPerLayer; ++u) {
            old.cost -= p_.cost[p_.at(u, rule(u))];
            for (std::size_t k = 0; k < p_.rows.size(); ++k) old.sums[k] -= p_.coefficient(k, u, rule(u));
        }
        for (const auto &choice : choices_[static_cast<std::size_t>(layer)]) {
            auto move = old;
            move.choice = &choice;
            for (int u = 0; u < p_.unitsPerLayer; ++u)
                move.cost += p_.cost[p_.at(first + u, choice.rules[static_cast<std::size_t>(u)])];
            move.sums = plus(old.sums, choice.sums);
            finish(move, result);
        }
    }

    void addGroupMoves(int layer, int from, std::vector<Move> &result) const {
        for (int to = 0; to < p_.rules; ++to) {
            if (to == from) continue;
            Move move{layer, -1, from, to, nullptr, 0, 0, {}};
            bool allowed = true;
            for (int u = layer * p_.unitsPerLayer; u < (layer + 1) * p_.unitsPerLayer && allowed; ++u)
                if (rule(u) == from) {
                    allowed = p_.allowed[p_.at(u, to)] != 0;
                    addUnit(move, u);
                }
            if (allowed) finish(move, result);
        }
    }

    void apply(const Move &move) {
        if (move.choice != nullptr)
            std::ranges::copy(move.choice->rules,
                              plan_.begin() + static_cast<std::ptrdiff_t>(move.layer) * p_.unitsPerLayer);
        for (int u = move.layer * p_.unitsPerLayer; u < (move.layer + 1) * p_.unitsPerLayer; ++u)
            if (move.choice == nullptr && (move.unit == u || (move.unit < 0 && rule(u) == move.from)))
                plan_[static_cast<std::size_t>(u)] = move.to;
        sums_ = plus(sums_, move.sums);
    }

    bool repairStep() {
        const double now = violation(sums_);
        const double floor = 1e-9 * (p_.largestCost + 1e-300);
        const Move *best = nullptr;
        double bestRate = 0;
        const auto all = moves();
        for (const auto &move : all) {
            const double gain = now - violation(plus(sums_, move.sums));
            if (gain <= 1e-15) continue;
            const double rate = (std::max(move.priced, 0.0) + floor) / gain;
            if (best == nullptr || rate < bestRate) {
                best = &move;
                bestRate = rate;
            }
        }
        if (best == nullptr) return false;
        apply(*best);
        return true;
    }

    bool improveStep() {
        auto all = moves();
        const double worth = -1e-12 * p_.largestCost;
        const Move *first = nullptr;
        const Move *second = nullptr;
        double best = worth;
        for (const auto &move : all)
            if (move.cost < best && fits(move.sums, {})) {
                first = &move;
                best = move.cost;
            }
        if (first == nullptr) {
            const auto kept = std::min(kPairMoves, all.size());
            std::ranges::partial_sort(all, all.begin() + static_cast<std::ptrdiff_t>(kept), {}, &Move::priced);
            for (std::size_t i = 0; i < kept; ++i) {
                progress_.throwIfStopped("Optimizing");
                for (std::size_t j = i + 1; j < kept; ++j) {
                    const auto &a = all[i];
                    const auto &b = all[j];
                    if (a.cost + b.cost >= best || a.layer == b.layer || !fits(a.sums, b.sums)) continue;
                    first = &a;
                    second = &b;
                    best = a.cost + b.cost;
                }
            }
        }
        if (first == nullptr) return false;
        apply(*first);
        if (second != nullptr) apply(*second);
        return true;
    }

    const Problem &p_;
    const std::vector<double> &prices_;
    std::vector<int> plan_;
    const Progress &progress_;
    std::vector<std::vector<LayerChoice>> choices_;  // per layer, cheapest first
    RowSums sums_ = {};
};

}  // namespace

std::optional<std::vector<int>> repairAndImprove(const Problem &problem, const PricedTable &priced,
                                                 const std::vector<double> &prices, std::vector<int> plan,
                                                 double threshold, const Progress &progress) {
    return LocalSearch(problem, priced, prices, std::move(plan), threshold, progress).run();
}

}  // namespace moa::engine
