#include "engine/optimize/density_curve.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "engine/optimize/solver.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

[[noreturn]] void refuse(const OptimizerInstance &instance, const std::string &why, const char *remedy) {
    throw Error("The density curve cannot be computed", "instance '" + instance.name + "'", why, remedy);
}

}  // namespace

std::vector<double> evenDensities(int count, double low) {
    std::vector<double> densities;
    for (int i = 0; i < count; ++i) densities.push_back(count > 1 ? low + (1 - low) * i / (count - 1) : 1);
    return densities;
}

void setDensity(OptimizerInstance &instance, double density) {
    for (auto &budget : instance.budgets) {
        budget.lower = budget.upper > 0 ? density * budget.lower / budget.upper : 0;
        budget.upper = density;
    }
}

std::vector<CurvePoint> densityCurve(const OptimizerInstance &instance, std::span<const double> densities,
                                     const CurveOptions &options, Progress &progress,
                                     const std::function<void(const CurvePoint &)> &found) {
    if (instance.budgets.empty()) refuse(instance, "it has no budgets", "Set a budget at one length at least.");
    for (const double d : densities)
        if (!(d > 0 && d <= 1))
            refuse(instance, fmt::format("density {} is not above 0 and at most 1", d), "Give densities such as 0.25.");
    std::vector<std::size_t> order(densities.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater<>{}, [&](std::size_t i) { return densities[i]; });
    std::vector<CurvePoint> points(densities.size());
    SolveOptions solveOptions;
    solveOptions.targetGap = options.targetGap;
    solveOptions.timeLimit = options.secondsPerPoint;
    solveOptions.explain = false;
    auto at = instance;
    for (std::size_t n = 0; n < order.size(); ++n) {
        progress.report("curve", static_cast<double>(n) / static_cast<double>(order.size()),
                        fmt::format("density {} of {}", n + 1, order.size()));
        auto &point = points[order[n]];
        point.density = densities[order[n]];
        setDensity(at, point.density);
        point.result = solve(at, solveOptions, progress);
        if (!point.result.rules.empty()) {
            solveOptions.prices = warmPrices(at, point.result);
            solveOptions.plans = {point.result.rules};
        }
        if (found) found(point);
    }
    return points;
}

}  // namespace moa::engine
