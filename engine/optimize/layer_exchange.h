// Plans made better by exchanging the assignments of two layers at once. Internal to the optimizer.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/optimize/dual.h"
#include "engine/optimize/layer_solver.h"
#include "engine/values/progress.h"

namespace moa::engine {

// Knows some assignments of each layer under the root's prices: the cheapest, and ever fewer of the dearer ones.
class LayerExchange {
public:
    // `threshold`: reduced cost up to which assignments are of use; at most `choices` of a layer are known.
    LayerExchange(const Problem &problem, const PricedTable &priced, const DualPoint &root, double threshold,
                  std::size_t choices, const Progress &progress);

    // From `plan`, which keeps the choices of the problem but may break rows: the best exchange of one or two layers,
    // again and again, at most `exchanges` times, where broken rows have a penalty. nullopt: that ends at no plan that
    // meets every row and costs less than `above` over the root's bound.
    [[nodiscard]] std::optional<std::vector<int>> improve(const std::vector<int> &plan, double above,
                                                          int exchanges) const;

private:
    // Assignments of a layer, ascending by `reduced`.
    struct Layer {
        std::vector<LayerChoice> choices;
        std::vector<double> reduced;
        std::vector<double> cost;  // the same without the prices, but for a constant
        std::vector<double> sums;  // [row][choice]
    };
    // What a layer, or all of them, is and has.
    struct Place {
        double reduced = 0;
        double cost = 0;
        RowSums sums = {};
        const LayerChoice *choice = nullptr;  // nullptr: as the plan has it
    };
    struct Swap {
        std::size_t first = 0;  // layers
        std::size_t second = 0;
        std::size_t i = 0;  // their new choices
        std::size_t j = 0;
        double merit = 0;
        bool found = false;
    };
    // Where an improvement stands.
    struct State {
        std::vector<Place> places;
        Place total;
        double above = 0;  // reduced costs are to stay below
        RowSums penalties = {};
    };

    [[nodiscard]] State stateOf(const std::vector<int> &plan) const;
    // Cost over the root's bound, and the penalties of broken rows.
    [[nodiscard]] double meritOf(const State &state) const;
    [[nodiscard]] bool meetsRows(const RowSums &sums) const;
    void exchangeOne(const State &state, std::size_t l, Swap &best) const;
    void exchangeTwo(const State &state, std::size_t l, std::size_t m, std::vector<double> &merits, Swap &best) const;
    void take(State &state, std::size_t l, std::size_t i) const;
    [[nodiscard]] std::vector<int> planOf(const State &state, const std::vector<int> &plan) const;
    [[nodiscard]] double unpriced(double reduced, const RowSums &sums) const;

    const Problem &p_;
    const PricedTable &priced_;
    const DualPoint &root_;
    const Progress &progress_;
    std::vector<Layer> layers_;
    double sides_ = 0;  // what the rows are worth under the prices
};

}  // namespace moa::engine
