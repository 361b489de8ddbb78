// The sets of at most two rules a layer may use, with what is remembered of their costs. Internal to the optimizer.
#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <vector>

#include "engine/optimize/set_scan.h"

namespace moa::engine {

// Prices move a little from one look at a layer to the next. Where no unit's cost of rule r moved by less than m[r], a
// set {i, j} costs at least what it did plus units * min(m[i], m[j]): most sets need not be summed again.
class PairCosts {
public:
    PairCosts(std::size_t layers, std::size_t units, std::size_t rules, std::size_t stride);

    // Least cost of a set of one or two rules of the layer, given its [rule][stride] table, and the first such set in
    // the order {0}, {0, 1}, ..., {1}, {1, 2}, ...; infinite when none serves all units. Remembers the layer anew when
    // much had to be summed.
    double cheapest(std::size_t layer, const double *table, std::array<int, 2> &set);

    // visit(first, second, cost) for every set of cost <= most, in that order; second == first: one rule.
    template <class Visit>
    void visit(std::size_t layer, const double *table, double most, Visit &&visit) const {
        std::vector<double> moved(rules_);
        std::vector<double> floors(rules_);
        const bool known = layers_[layer].known;
        if (known) movedBy(layer, table, moved.data());
        const double margin = known ? marginOf(moved, most) : 0;
        for (std::size_t i = 0; i < rules_; ++i) {
            if (known)
                floorsOf(layer, i, moved.data(), floors.data());
            else
                scanPairs(table + i * stride_, table, stride_, i, rules_, floors.data());
            for (std::size_t j = i; j < rules_; ++j) {
                if (!(floors[j] <= most + margin)) continue;
                const double cost = known ? pairCost(table + i * stride_, table + j * stride_, stride_) : floors[j];
                if (cost <= most) visit(static_cast<int>(i), static_cast<int>(j), cost);
            }
        }
    }

private:
    struct Layer {
        bool known = false;
        std::array<int, 2> best = {};
    };

    double remember(std::size_t layer, const double *table);
    // Least change of every rule's costs since the layer was remembered: [rules].
    void movedBy(std::size_t layer, const double *table, double *moved) const;
    // What the sets {i, j} cost at least: [j], from i on.
    void floorsOf(std::size_t layer, std::size_t i, const double *moved, double *floors) const;
    // More than the floors' rounding.
    [[nodiscard]] double marginOf(const std::vector<double> &moved, double most) const;

    std::size_t units_, rules_, stride_;
    std::vector<Layer> layers_;
    std::vector<double> tables_;  // [layer][rule][stride], as remembered
    std::vector<double> costs_;   // [layer][rule][rule], of the sets {i, j >= i}
    std::vector<double> moved_, floors_;
};

}  // namespace moa::engine
