// The Pareto set of the paper: each objective in turn, the others confined to intervals of their ranges.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/values/optimizer_instance.h"
#include "engine/values/progress.h"

namespace moa::engine {

inline constexpr int kParetoIntervals = 4;

struct ParetoProblem {
    int primary = 0;         // index of the objective that is minimised
    std::vector<int> cells;  // interval of each other objective, in order; empty: unconfined
    OptimizerResult result;
};

struct ParetoSet {
    std::vector<double> low;  // per objective, over the single optima
    std::vector<double> high;
    std::vector<ParetoProblem> problems;  // 3 + 3 * 16 = 51 for three objectives
    std::vector<OptimizerResult> front;   // non-dominated plans, ascending by the first objective
    std::string reason;                   // why there is none, when even the single problems have no plan
};

struct ParetoOptions {
    double secondsPerProblem = 0.5;  // of searching, about: counted in steps
    double targetGap = 1e-5;         // of each problem
    int threads = 0;                 // 0: one for each processor
};

// One objective per length of the instance (its weights are not used), arXiv 2406.14909, section 4.2 and appendix.
// Single optima break ties by 1e-6 times the other objectives; intervals include both ends. The problems are solved in
// waves, those of a wave side by side: whatever the waves before met is known to the next, so that the answer does not
// depend on the number of threads. Plans found for one problem are tried for all others. `found` is called in the
// caller's thread with every problem as it is first solved. Throws moa::Error for more than 4 objectives (1,280
// problems for 5); cancelled within milliseconds.
[[nodiscard]] ParetoSet paretoSet(const OptimizerInstance &instance, const ParetoOptions &options, Progress &progress,
                                  const std::function<void(const ParetoProblem &)> &found = {});

}  // namespace moa::engine
