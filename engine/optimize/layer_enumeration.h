// Assignments of one layer within a threshold of its cheapest. Internal to the optimizer.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <vector>

#include "engine/optimize/layer_solver.h"
#include "engine/optimize/sums_index.h"

namespace moa::engine {

// Units of a layer by what they lose when they take `second` instead of `first`, ascending.
void orderUnits(const Problem &problem, const PricedTable &priced, int layer, int first, int second,
                std::vector<std::pair<double, int>> &units);

class LayerEnumeration {
public:
    using Clock = std::chrono::steady_clock;

    // `least`: the priced cost of the layer's cheapest assignment.
    LayerEnumeration(const Problem &problem, const PricedTable &priced, const Projection &projection, int layer,
                     double least);

    // At most two rules, and only budget rows tell apart: their sums follow from the two rules and from how many units
    // take the second, and the cheapest units to take it are known by sorting. A layer then has at most rules^2 / 2 *
    // units assignments that matter.
    [[nodiscard]] bool byCounts() const noexcept;

    // At most two rules: for each two and each number of units that take the second, the cheapest assignment, as far as
    // its reduced cost is at most the threshold; the cheapest `most` of them when there are more, and `complete` says
    // how far that goes if this is all that matters (see byCounts).
    [[nodiscard]] LayerList pairs(double threshold, std::int64_t most);

    // At most two rules: some `most` assignments of at most this reduced cost, ascending: the cheapest, and of the
    // dearer ones ever fewer.
    [[nodiscard]] std::vector<LayerChoice> thinned(double threshold, std::size_t most);

    // Any limit and any rows: set by set, depth first over the units. `whole` becomes false when the steps or the time
    // did not suffice; the list is then incomplete.
    [[nodiscard]] LayerList assignments(double threshold, std::int64_t steps, Clock::time_point deadline,
                                        const Progress &progress, bool &whole);

private:
    struct Pair {
        double reduced = 0;
        LayerChoice::Pair pair;
    };

    [[nodiscard]] double cost(std::size_t unit, int rule) const {
        return table_[static_cast<std::size_t>(rule) * stride_ + unit];
    }
    void visitPairs(double threshold, const std::function<void(int, int, double)> &visit);
    void walkPair(int first, int second, double value, double threshold, std::vector<Pair> &found);
    [[nodiscard]] LayerChoice choiceOf(const Pair &pair) const;
    [[nodiscard]] RowSums sumsOf(const Pair &pair) const;
    void assign(const int *set, int count);
    void descend(const int *set, int count, std::size_t unit, double spent, const RowSums &sums);
    void keep(double reduced, const RowSums &sums);

    const Problem &p_;
    const PricedTable &priced_;
    const Projection &projection_;
    int layer_;
    std::size_t stride_;
    const double *table_;
    double least_;
    bool uniform_ = true;  // no row counts a unit otherwise than another
    std::vector<std::pair<double, int>> units_;

    // Of `assignments`.
    const Progress *progress_ = nullptr;
    Clock::time_point deadline_;
    double threshold_ = 0;
    std::int64_t steps_ = 0;
    SumsIndex index_;
    std::vector<LayerChoice> choices_;
    std::vector<double> rest_;  // least cost of the units from u on
    std::vector<std::int16_t> rules_;
};

}  // namespace moa::engine
