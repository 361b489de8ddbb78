#include "engine/optimize/pareto.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/optimize/solver.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

constexpr double kTieWeight = 1e-6;
constexpr double kSingleGap = 1e-9;
constexpr int kLooks = 5;
constexpr std::size_t kMostObjectives = 4;

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
    Scan(const OptimizerInstance &instance, const ParetoOptions &options, Progress &progress,
         const std::function<void(const ParetoProblem &)> &found)
        : instance_(instance),
          progress_(progress),
          found_(found),
          objectives_(static_cast<int>(instance.lengths.size())) {
        options_.timeLimit = options.secondsPerProblem;
        targetGap_ = options.targetGap;
        for (int n = 1; n < objectives_; ++n) cells_ *= kParetoIntervals;
    }

    ParetoSet run() {
        for (int k = 0; k < objectives_; ++k) {
            first({k, {}, {}});
            if (set_.problems.back().result.rules.empty()) return withoutPlans();
        }
        options_.explain = false;
        ranges();
        for (int k = 0; k < objectives_ && objectives_ > 1; ++k)
            for (int code = 0; code < cells_; ++code) first({k, cellOf(code), {}});
        second();
        collectFront();
        return std::move(set_);
    }

private:
    // Infeasible, or no plan within the time: nothing can be scanned.
    ParetoSet withoutPlans() {
        const auto &result = set_.problems.back().result;
        set_.reason = result.status == SolveStatus::Infeasible ? result.reason : "No plan was found within the time.";
        return std::move(set_);
    }

    void ranges() {
        for (std::size_t n = 0; n < static_cast<std::size_t>(objectives_); ++n) {
            const auto [low, high] =
                std::ranges::minmax(set_.problems, {}, [n](const ParetoProblem &p) { return p.result.losses[n]; });
            set_.low.push_back(low.result.losses[n]);
            set_.high.push_back(high.result.losses[n]);
        }
    }

    [[nodiscard]] std::vector<int> cellOf(int code) const {
        std::vector<int> cell;
        for (int n = 1; n < objectives_; ++n, code /= kParetoIntervals) cell.push_back(code % kParetoIntervals);
        return cell;
    }

    void first(ParetoProblem problem) {
        const auto total = static_cast<std::size_t>(objectives_ + (objectives_ > 1 ? objectives_ * cells_ : 0));
        progress_.report("pareto", static_cast<double>(set_.problems.size()) / static_cast<double>(total),
                         fmt::format("problem {} of {}", set_.problems.size() + 1, total));
        problem.result = solveOne(problem);
        set_.problems.push_back(std::move(problem));
        if (found_) found_(set_.problems.back());
    }

    // Plans of later problems may fit the earlier ones: looks without a search, as long as they find something.
    void second() {
        options_.timeLimit = 0;
        bool better = true;
        for (int round = 0; round < kLooks && better; ++round) {
            better = false;
            for (auto &problem : set_.problems)
                if (problem.result.status == SolveStatus::Feasible || problem.result.status == SolveStatus::Unknown)
                    better = improve(problem) || better;
        }
    }

    bool improve(ParetoProblem &problem) {
        auto &old = problem.result;
        auto again = solveOne(problem);
        if (again.rules.empty() || (!old.rules.empty() && again.objective >= old.objective)) return false;
        again.bound = std::min(std::max(again.bound, old.bound), again.objective);
        const double largest =
            std::abs(*std::ranges::max_element(instance_.loss, {}, [](double loss) { return std::abs(loss); }));
        again.gap = relativeGap(again.objective, again.bound, largest);
        if (again.gap <= targetGap_) again.status = SolveStatus::Optimal;
        old = again;
        return true;
    }

    OptimizerResult solveOne(const ParetoProblem &problem) {
        progress_.throwIfStopped("Optimizing");
        auto instance = instance_;
        instance.weights.assign(instance_.lengths.size(), problem.cells.empty() ? kTieWeight : 0);
        instance.weights[static_cast<std::size_t>(problem.primary)] = 1;
        for (std::size_t i = 0; i < problem.cells.size(); ++i) {
            const auto n = i + (static_cast<int>(i) >= problem.primary ? 1 : 0);
            const double step = (set_.high[n] - set_.low[n]) / kParetoIntervals;
            instance.objectiveBounds.push_back({static_cast<int>(n), set_.low[n] + problem.cells[i] * step,
                                                set_.low[n] + (problem.cells[i] + 1) * step});
        }
        // The ranges rest on the single optima, whose ties the smaller weights break: these are solved to the end.
        options_.targetGap = problem.cells.empty() ? kSingleGap : targetGap_;
        options_.prices.clear();
        if (!problem.cells.empty())
            options_.prices = warmPrices(instance_, set_.problems[static_cast<std::size_t>(problem.primary)].result);
        auto result = solve(instance, options_, progress_);
        if (!result.rules.empty() && std::ranges::find(options_.plans, result.rules) == options_.plans.end())
            options_.plans.push_back(result.rules);
        return result;
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
    const std::function<void(const ParetoProblem &)> &found_;
    int objectives_;
    int cells_ = 1;         // problems per primary objective
    SolveOptions options_;  // its plans: everything found so far
    double targetGap_ = 0;
    ParetoSet set_;
};

}  // namespace

ParetoSet paretoSet(const OptimizerInstance &instance, const ParetoOptions &options, Progress &progress,
                    const std::function<void(const ParetoProblem &)> &found) {
    if (instance.lengths.empty() || instance.lengths.size() > kMostObjectives)
        throw Error("The Pareto set cannot be searched", "instance '" + instance.name + "'",
                    fmt::format("it has {} objectives", instance.lengths.size()),
                    fmt::format("Choose 1 to {} profile lengths.", kMostObjectives));
    return Scan(instance, options, progress, found).run();
}

}  // namespace moa::engine
