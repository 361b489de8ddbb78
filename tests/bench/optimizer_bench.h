// What the live optimizer takes, measured as it is used: a slider that moves, a front, a curve.
#pragma once

#include <vector>

#include "engine/values/optimizer_instance.h"
#include "engine/values/progress.h"

namespace moa::bench {

// One budget after another, each solve starting from the prices and the plan of the one before.
struct SliderStep {
    double density = 0;
    double seconds = 0;
    engine::OptimizerResult result;
};

struct SliderPath {
    int steps = 200;
    double low = 0.25;
    double high = 0.75;
    double targetGap = 1e-3;  // a step ends when this is proven
    double timeLimit = 0.03;  // or at this many seconds
};

// All upper budgets move from low to high and back in equal steps, lower budgets in their proportion. The first step
// starts from the solved instance at `low`, which is not counted.
[[nodiscard]] std::vector<SliderStep> moveSlider(engine::OptimizerInstance instance, const SliderPath &path,
                                                 Progress &progress);

// Value below which the share of the values lies (nearest rank); values need not be sorted.
[[nodiscard]] double quantile(std::vector<double> values, double share);

}  // namespace moa::bench
