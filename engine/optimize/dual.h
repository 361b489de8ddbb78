// The Lagrangian dual: rows priced, layers solved exactly. Internal to the optimizer.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/optimize/price_master.h"
#include "engine/optimize/priced_table.h"
#include "engine/optimize/problem.h"
#include "engine/values/progress.h"

namespace moa::engine {

struct DualPoint {
    std::vector<double> prices;  // per row; positive: the upper side costs,
                                 // negative: the lower side
    double bound = 0;            // proven lower bound of the objective; infinite: no plan exists
    std::vector<int> plan;       // cheapest plan under these prices (limit kept when it is exact)
    double cost = 0;             // of the plan, unpriced
    std::vector<double> sums;    // of the plan, per row
    std::vector<double> layers;  // priced cost of each layer of the plan: the layer's least
};

struct DualAim {
    double tolerance = 1e-6;                         // relative: how near to the dual's maximum
    double enough = 0;                               // a bound above this proves that no plan exists
    bool warm = false;                               // the prices to start from are near the best
    const std::vector<MasterPlan> *known = nullptr;  // plans met before, on the same rows
};

// Maximises the bound over the prices by cutting planes inside a trust region.
class Dual {
public:
    // Evaluations look at the progress' stop token layer by layer.
    Dual(const Problem &problem, const Progress &progress) : p_(&problem), progress_(&progress), table_(problem) {}

    [[nodiscard]] DualPoint evaluate(const std::vector<double> &prices);

    // From `start`; prices that are not warm are replaced by the best common price first. `met`, when not null, gets
    // every point on the way.
    [[nodiscard]] DualPoint maximize(const std::vector<double> &start, const DualAim &aim, std::vector<DualPoint> *met);

    // How far the sum of each row can move: the largest spread a unit can choose from, times the units. At least the
    // row's slack.
    [[nodiscard]] std::vector<double> extents() const;

    // Priced as at the point.
    [[nodiscard]] const PricedTable &priced(const DualPoint &point) {
        table_.setPrices(point.prices);
        return table_;
    }

private:
    // As cheapestAssignment.
    double cheapestLayer(int layer, std::int16_t *rules);
    void coldStart(std::vector<DualPoint> &points);
    [[nodiscard]] double rounding(const std::vector<double> &prices) const;

    const Problem *p_;
    const Progress *progress_;
    PricedTable table_;
};

}  // namespace moa::engine
