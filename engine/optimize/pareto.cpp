#include "engine/optimize/pareto.h"

#include <fmt/format.h>
#include <algorithm>

#include "engine/optimize/solver.h"

namespace moa::engine {

namespace {

constexpr double kTieWeight = 1e-6;

// a is nowhere worse than b and somewhere better, beyond rounding.
bool dominates(const OptimizerResult &a, const OptimizerResult &b) {
    bool better = false;
    for (std::size_t n = 0; n < a.losses.size(); ++n) {
        const double slack = 1e-9 * (1 + std::abs(b.losses[n]));
        if (a.losses[n] > b.losses[n] + slack) return false;
        better = better || a.losses[n] < b.losses[n] - slack;
    }
    return better;
}

bool same(const OptimizerResult &a, const OptimizerResult &b) {
    return !dominates(a, b) && !dominates(b, a) && a.losses == b.losses;
}

class Scan {
public:
    Scan(const OptimizerInstance &instance, double seconds, Progress &progress)
        : instance_(instance), progress_(progress) {
        options_.timeLimit = seconds;
    }

    ParetoSet run() {
        const int objectives = static_cast<int>(instance_.lengths.size());
        for (int k = 0; k < objectives; ++k) solveOne(k, {});
        if (set_.problems.front().result.rules.empty()) {
            set_.reason = set_.problems.front().result.reason;
            return std::move(set_);
        }
        for (int n = 0; n < objectives; ++n) {
            const auto [low, high] = std::ranges::minmax(set_.problems, {}, [n](const ParetoProblem &p) {
                return p.result.losses[static_cast<std::size_t>(n)];
            });
            set_.low.push_back(low.result.losses[static_cast<std::size_t>(n)]);
            set_.high.push_back(high.result.losses[static_cast<std::size_t>(n)]);
        }
        int cells = 1;
        for (int n = 1; n < objectives; ++n) cells *= kParetoIntervals;
        for (int k = 0; k < objectives && objectives > 1; ++k)
            for (int code = 0; code < cells; ++code) {
                std::vector<int> cell;
                for (int n = 1, rest = code; n < objectives; ++n, rest /= kParetoIntervals)
                    cell.push_back(rest % kParetoIntervals);
                solveOne(k, cell);
            }
        collectFront();
        return std::move(set_);
    }

private:
    void solveOne(int primary, const std::vector<int> &cells) {
        progress_.throwIfStopped("Optimizing");
        progress_.report("pareto", static_cast<double>(set_.problems.size()) / 51,
                         fmt::format("problem {}", set_.problems.size() + 1));
        auto problem = instance_;
        problem.weights.assign(instance_.lengths.size(), cells.empty() ? kTieWeight : 0);
        problem.weights[static_cast<std::size_t>(primary)] = 1;
        for (std::size_t i = 0, n = 0; i < cells.size(); ++i, ++n) {
            if (static_cast<int>(n) == primary) ++n;
            const double step = (set_.high[n] - set_.low[n]) / kParetoIntervals;
            problem.objectiveBounds.push_back(
                {static_cast<int>(n), set_.low[n] + cells[i] * step, set_.low[n] + (cells[i] + 1) * step});
        }
        set_.problems.push_back({primary, cells, solve(problem, options_, progress_)});
    }

    void collectFront() {
        for (const auto &p : set_.problems) {
            if (p.result.rules.empty()) continue;
            const bool worse = std::ranges::any_of(set_.problems, [&](const ParetoProblem &other) {
                return !other.result.rules.empty() && dominates(other.result, p.result);
            });
            const bool known =
                std::ranges::any_of(set_.front, [&](const OptimizerResult &r) { return same(r, p.result); });
            if (!worse && !known) set_.front.push_back(p.result);
        }
        std::ranges::sort(set_.front, {}, [](const OptimizerResult &r) { return r.losses.front(); });
    }

    const OptimizerInstance &instance_;
    Progress &progress_;
    SolveOptions options_;
    ParetoSet set_;
};

}  // namespace

ParetoSet paretoSet(const OptimizerInstance &instance, double secondsPerProblem, Progress &progress) {
    return Scan(instance, secondsPerProblem, progress).run();
}

}  // namespace moa::engine
