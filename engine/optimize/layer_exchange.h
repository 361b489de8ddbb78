// Plans made better by exchanging the assignments of two layers at once. Internal to the optimizer.
#pragma once

#include <optional>
#include <vector>

#include "engine/optimize/dual.h"
#include "engine/optimize/layer_solver.h"
#include "engine/values/progress.h"

namespace moa::engine {

// Knows each layer's cheapest assignments under the root's prices.
class LayerExchange {
public:
    // `threshold`: reduced cost up to which assignments are known, as far as they are not too many.
    LayerExchange(const Problem &problem, const PricedTable &priced, const DualPoint &root, double threshold,
                  const Progress &progress);

    // From `plan`, which keeps the choices of the problem but may break rows: the best exchange of two layers that
    // meets every row, again and again while that costs less than `above` over the root's bound. nullopt: there is
    // none.
    [[nodiscard]] std::optional<std::vector<int>> improve(const std::vector<int> &plan, double above) const;

private:
    // What a layer, or all of them, is and has.
    struct Place {
        double reduced = 0;
        double cost = 0;  // the same without the prices, but for a constant
        RowSums sums = {};
        const LayerChoice *choice = nullptr;  // nullptr: as the plan has it
    };
    struct Swap {
        std::size_t first = 0;  // layers
        std::size_t second = 0;
        std::size_t i = 0;  // their new choices
        std::size_t j = 0;
        double above = 0;  // the bound
        bool found = false;
    };

    void exchange(const std::vector<Place> &places, std::size_t l, std::size_t m, const Place &total, Swap &best) const;
    [[nodiscard]] double unpriced(double reduced, const RowSums &sums) const;

    const Problem &p_;
    const PricedTable &priced_;
    const DualPoint &root_;
    const Progress &progress_;
    std::vector<std::vector<LayerChoice>> choices_;  // per layer, ascending
    std::vector<std::vector<double>> costs_;         // theirs, unpriced
    double sides_ = 0;                               // what the rows are worth under the prices
};

}  // namespace moa::engine
