// The model of the dual: plans met so far, mixed. Internal to the optimizer.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/optimize/problem.h"

namespace moa::engine {

// A plan as the model sees it: its cost and its row sums.
struct MasterPlan {
    double cost = 0;
    std::vector<double> sums;
};

// The linear program of Dantzig and Wolfe (1960) over whole plans: the cheapest mix of plans whose mean sums lie within
// the rows, where a violation of row k may be bought at the ends of the price box. Its dual values are the prices in
// the box that maximise the cutting-plane model of the dual. A primal simplex on rows + 1 equations, bounds implicit:
// microseconds for a few hundred plans, no dependency. Prices only steer: bounds are proven elsewhere.
class PriceMaster {
public:
    // `priceScale`: price of each row at which it matters, `costScale`: size of a plan's cost; both keep the program
    // near 1.
    PriceMaster(const Problem &problem, std::vector<double> priceScale, double costScale);

    void add(MasterPlan plan);
    [[nodiscard]] std::size_t size() const noexcept { return plans_.size(); }
    // Forgets all but the last `kept` plans.
    void keepLast(std::size_t kept);

    struct Answer {
        bool solved = false;
        std::vector<double> prices;
        double value = 0;            // of the model: no bound in the box is larger
        std::vector<double> shares;  // of each plan in the mix
    };
    // Maximises over prices with |price - centre| <= radius * priceScale.
    [[nodiscard]] Answer solve(const std::vector<double> &centre, double radius) const;

private:
    std::size_t rows_;
    std::vector<double> low_, high_;  // of the rows, scaled
    std::vector<double> priceScale_;
    double costScale_;
    std::vector<MasterPlan> plans_;  // scaled
};

}  // namespace moa::engine
