// One layer under prices: its cheapest assignment, and all assignments within a threshold. Internal to the optimizer.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/optimize/problem.h"
#include "engine/values/progress.h"

namespace moa::engine {

inline constexpr std::size_t kMaxRows = 12;
// Sums of the rows' coefficients over some units.
using RowSums = std::array<double, kMaxRows>;

struct LayerChoice {
    double reduced = 0;  // priced cost above the layer's cheapest
    RowSums sums = {};
    std::vector<std::int16_t> rules;  // per unit of the layer
};

struct LayerList {
    std::vector<LayerChoice> choices;  // ascending by `reduced`, one for each vector of sums
    double complete = 0;               // every assignment with reduced cost up to this is represented
};

// Works on priced costs [unit][rule]; forbidden rules are infinite.
class LayerSolver {
public:
    LayerSolver(const Problem &problem, const std::vector<double> &priced) : p_(problem), priced_(priced) {}

    // Least priced cost of a layer with at most ruleLimit distinct rules; infinite when no set of rules serves all
    // units. Exact for a limit up to 4 and for no limit; between, the limit is ignored and `exact` becomes false (a
    // lower bound). `plan`: the rules of its units, when not null.
    double cheapest(int layer, std::int16_t *plan, bool *exact = nullptr) const;

    // All assignments with reduced cost <= threshold, as far as `steps` allow; complete tells how far that was.
    [[nodiscard]] LayerList enumerate(int layer, double threshold, std::int64_t steps, const Progress &progress) const;

private:
    friend class LayerEnumeration;
    const Problem &p_;
    const std::vector<double> &priced_;
};

}  // namespace moa::engine
