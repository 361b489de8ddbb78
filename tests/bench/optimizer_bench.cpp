#include "tests/bench/optimizer_bench.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "engine/optimize/density_curve.h"
#include "engine/optimize/solver.h"

namespace moa::bench {

using namespace engine;

std::vector<SliderStep> moveSlider(OptimizerInstance instance, const SliderPath &path, Progress &progress) {
    SolveOptions options;
    options.targetGap = path.targetGap;
    options.timeLimit = path.timeLimit;
    options.explain = false;
    std::vector<SliderStep> steps;
    const double half = path.steps / 2.0;
    for (int i = 0; i <= path.steps; ++i) {
        SliderStep step;
        step.density = path.low + (path.high - path.low) * (1 - std::abs(i - half) / half);
        setDensity(instance, step.density);
        const auto start = std::chrono::steady_clock::now();
        step.result = solve(instance, options, progress);
        step.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        options.prices = warmPrices(instance, step.result);
        options.plans.clear();
        if (!step.result.rules.empty()) options.plans.push_back(step.result.rules);
        if (i > 0) steps.push_back(std::move(step));
    }
    return steps;
}

double quantile(std::vector<double> values, double share) {
    std::ranges::sort(values);
    const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
    return values[std::min(values.size() - 1, std::max<std::size_t>(rank, 1) - 1)];
}

}  // namespace moa::bench
