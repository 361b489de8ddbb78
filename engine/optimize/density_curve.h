// The front along the density axis: least loss against density, the curve people decide by.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "engine/values/optimizer_instance.h"
#include "engine/values/progress.h"

namespace moa::engine {

struct CurveOptions {
    double targetGap = 1e-3;       // of each point
    double secondsPerPoint = 0.2;  // no point takes longer; plan and bound are then as good as they got
};

struct CurvePoint {
    double density = 0;      // the upper budget at every budget length
    OptimizerResult result;  // infeasible where no rule is short enough
};

// `count` densities, evenly spread over [low, 1].
[[nodiscard]] std::vector<double> evenDensities(int count, double low = 0.05);

// Sets every upper budget to one density; lower budgets keep their share of the upper one.
void setDensity(OptimizerInstance &instance, double density);

// One point after another from the densest down, each starting from the prices and the plan of the one before;
// `found` is called with every point as it is solved. Points come in the order of `densities`. Throws moa::Error for an
// instance without budgets or a density outside (0, 1]; cancelled within milliseconds.
[[nodiscard]] std::vector<CurvePoint> densityCurve(const OptimizerInstance &instance, std::span<const double> densities,
                                                   const CurveOptions &options, Progress &progress,
                                                   const std::function<void(const CurvePoint &)> &found = {});

}  // namespace moa::engine
