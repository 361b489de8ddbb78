#include "engine/optimize/pareto.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <numeric>
#include <span>
#include <thread>
#include <utility>

#include "engine/optimize/known_plan.h"
#include "engine/optimize/plan_solver.h"
#include "engine/optimize/solver.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

constexpr double kTieWeight = 1e-6;
constexpr double kSingleGap = 1e-9;
constexpr double kSingleShare = 8;  // of the seconds of a problem
constexpr double kOptimalGap = 1e-4;
constexpr int kLooks = 3;
constexpr double kLate = 40;  // times the seconds a problem may take when the
                              // clock runs ahead of the steps
constexpr std::size_t kPlans = 4;
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

// Calls job(0) to job(count - 1), each once; the first of them to fail tells how.
void sideBySide(std::size_t count, std::size_t threads, const std::function<void(std::size_t)> &job) {
    std::atomic<std::size_t> next = 0;
    std::vector<std::exception_ptr> failures(count);
    const auto work = [&] {
        for (std::size_t i = next++; i < count; i = next++) try {
                job(i);
            } catch (...) {
                failures[i] = std::current_exception();
            }
    };
    {
        std::vector<std::jthread> others;
        for (std::size_t t = 1; t < std::min(threads, count); ++t) others.emplace_back(work);
        work();
    }
    for (const auto &failure : failures)
        if (failure) std::rethrow_exception(failure);
}

class Scan {
public:
    Scan(const OptimizerInstance &instance, const ParetoOptions &options, Progress &progress,
         const std::function<void(const ParetoProblem &)> &found)
        : instance_(instance),
          options_(options),
          progress_(progress),
          found_(found),
          objectives_(static_cast<int>(instance.lengths.size())),
          threads_(static_cast<std::size_t>(options.threads > 0 ? options.threads : 0)) {
        if (threads_ == 0) threads_ = std::max(1U, std::thread::hardware_concurrency());
        for (int n = 1; n < objectives_; ++n) cells_ *= kParetoIntervals;
        for (int k = 0; k < objectives_; ++k) set_.problems.push_back({k, {}, {}});
        for (int k = 0; k < objectives_ && objectives_ > 1; ++k)
            for (int code = 0; code < cells_; ++code) set_.problems.push_back({k, cellOf(code), {}});
        prices_.resize(set_.problems.size());
        for (const double loss : instance_.loss) largest_ = std::max(largest_, std::abs(loss));
    }

    ParetoSet run() {
        const auto singles = static_cast<std::size_t>(objectives_);
        std::vector<std::size_t> wave(singles);
        std::iota(wave.begin(), wave.end(), std::size_t{0});
        solveWave(wave);
        for (const auto n : wave)
            if (set_.problems[n].result.rules.empty()) return withoutPlans(n);
        ranges();
        // Neighbours one after another, rows of the grid side by side.
        for (std::size_t step = 0; step < kParetoIntervals; ++step) {
            wave.clear();
            for (std::size_t n = singles + step; n < set_.problems.size(); n += kParetoIntervals) wave.push_back(n);
            solveWave(wave);
        }
        for (int look = 0; look < kLooks && lookAgain(); ++look) continue;
        collectFront();
        return std::move(set_);
    }

private:
    // Infeasible, or no plan within the time: nothing can be scanned.
    ParetoSet withoutPlans(std::size_t n) {
        set_.reason = "No plan was found within the time.";
        if (set_.problems[n].result.status == SolveStatus::Infeasible) {
            SolveOptions options;
            options.timeLimit = options_.secondsPerProblem;
            set_.reason = solve(instanceOf(set_.problems[n]), options, progress_).reason;
        }
        set_.problems.resize(n + 1);
        return std::move(set_);
    }

    void ranges() {
        const auto singles = std::span(set_.problems).first(static_cast<std::size_t>(objectives_));
        for (std::size_t n = 0; n < static_cast<std::size_t>(objectives_); ++n) {
            const auto [low, high] =
                std::ranges::minmax(singles, {}, [n](const ParetoProblem &p) { return p.result.losses[n]; });
            set_.low.push_back(low.result.losses[n]);
            set_.high.push_back(high.result.losses[n]);
        }
    }

    [[nodiscard]] std::vector<int> cellOf(int code) const {
        std::vector<int> cell;
        for (int n = 1; n < objectives_; ++n, code /= kParetoIntervals) cell.push_back(code % kParetoIntervals);
        return cell;
    }

    [[nodiscard]] OptimizerInstance instanceOf(const ParetoProblem &problem) const {
        auto instance = instance_;
        instance.weights.assign(instance_.lengths.size(), problem.cells.empty() ? kTieWeight : 0);
        instance.weights[static_cast<std::size_t>(problem.primary)] = 1;
        for (std::size_t i = 0; i < problem.cells.size(); ++i) {
            const auto n = i + (static_cast<int>(i) >= problem.primary ? 1 : 0);
            const double step = (set_.high[n] - set_.low[n]) / kParetoIntervals;
            instance.objectiveBounds.push_back({static_cast<int>(n), set_.low[n] + problem.cells[i] * step,
                                                set_.low[n] + (problem.cells[i] + 1) * step});
        }
        return instance;
    }

    // What one problem left behind.
    struct Solved {
        OptimizerResult result;
        std::vector<double> prices;
        std::vector<KnownPlan> met;
    };

    // Solves the problems of these numbers; what they had is improved.
    bool solveWave(const std::vector<std::size_t> &wave) {
        std::vector<Solved> solved(wave.size());
        sideBySide(wave.size(), threads_, [&](std::size_t i) { solved[i] = solveOne(wave[i]); });
        bool better = false;
        for (std::size_t i = 0; i < wave.size(); ++i) {
            auto &problem = set_.problems[wave[i]];
            const bool first = problem.result.solver.empty();
            better = merge(solved[i].result, problem.result) || better;
            if (!solved[i].prices.empty()) prices_[wave[i]] = std::move(solved[i].prices);
            std::ranges::move(solved[i].met, std::back_inserter(known_));
            if (!first) continue;
            ++done_;
            progress_.report("pareto", static_cast<double>(done_) / static_cast<double>(set_.problems.size()),
                             fmt::format("problem {} of {}", done_, set_.problems.size()));
            if (found_) found_(problem);
        }
        return better;
    }

    // True when the plan became better.
    bool merge(OptimizerResult &again, OptimizerResult &old) const {
        if (old.solver.empty()) {
            old = std::move(again);
            return !old.rules.empty();
        }
        if (old.status == SolveStatus::Infeasible || again.rules.empty()) {
            old.bound = std::max(old.bound, again.bound);
            return false;
        }
        const bool better = old.rules.empty() || again.objective < old.objective;
        const double bound = std::max(again.bound, old.bound);
        if (better) old = std::move(again);
        old.bound = std::min(bound, old.objective);
        old.gap = relativeGap(old.objective, old.bound, largest_);
        if (old.gap <= kOptimalGap) old.status = SolveStatus::Optimal;
        return better;
    }

    // Plans of later problems may fit earlier ones, or lie near.
    bool lookAgain() {
        std::vector<std::size_t> wave;
        for (std::size_t n = 0; n < set_.problems.size(); ++n) {
            const auto &result = set_.problems[n].result;
            if (result.status == SolveStatus::Infeasible || result.gap <= options_.targetGap) continue;
            if (result.status == SolveStatus::Unknown || plansFor(set_.problems[n]).front() != result.rules)
                wave.push_back(n);
        }
        return !wave.empty() && solveWave(wave);
    }

    Solved solveOne(std::size_t n) const {
        const auto &problem = set_.problems[n];
        const auto instance = instanceOf(problem);
        SolveOptions options;
        // The ranges rest on the single optima, whose ties the smaller weights break: these are solved to the end.
        options.targetGap = problem.cells.empty() ? kSingleGap : options_.targetGap;
        const double seconds = options_.secondsPerProblem * (problem.cells.empty() ? kSingleShare : 1);
        options.timeLimit = kLate * seconds;
        options.explain = false;
        options.plans = plansFor(problem);
        options.prices = pricesFor(n);
        PlanSolver solver(instance, options, progress_);
        solver.limitSteps(static_cast<std::int64_t>(seconds * kStepsPerSecond));
        solver.know(known_);
        Solved solved;
        solved.result = solver.run();
        if (solved.result.status != SolveStatus::Infeasible) solved.prices = solver.prices();
        for (const auto &point : solver.root().met())
            if (!point.sums.empty() && point.bound < kInfinity) solved.met.push_back(knownPlan(instance_, point.plan));
        return solved;
    }

    // Of the plans found those inside the cell, cheapest first, then the nearest outside.
    [[nodiscard]] std::vector<std::vector<int>> plansFor(const ParetoProblem &problem) const {
        const auto bounds = problem.cells.empty() ? std::vector<ObjectiveBound>() : instanceOf(problem).objectiveBounds;
        std::vector<std::pair<std::pair<double, double>, const OptimizerResult *>> order;
        for (const auto &other : set_.problems) {
            if (other.result.rules.empty()) continue;
            double outside = 0;
            for (const auto &b : bounds) {
                const double loss = other.result.losses[static_cast<std::size_t>(b.objective)];
                outside += std::max({0.0, loss - b.high, b.low - loss}) / std::max(b.high - b.low, 1e-300);
            }
            order.push_back({{outside, other.result.losses[static_cast<std::size_t>(problem.primary)]}, &other.result});
        }
        std::ranges::stable_sort(order, {}, [](const auto &entry) { return entry.first; });
        std::vector<std::vector<int>> plans;
        for (std::size_t i = 0; i < std::min(order.size(), kPlans); ++i) plans.push_back(order[i].second->rules);
        return plans;
    }

    // The problem's own, its neighbour's, or those of the single optimum.
    [[nodiscard]] std::vector<double> pricesFor(std::size_t n) const {
        const auto &problem = set_.problems[n];
        if (problem.cells.empty() || !prices_[n].empty()) return prices_[n];
        const auto left = n - 1;
        if (problem.cells.front() > 0 && !prices_[left].empty()) return prices_[left];
        return prices_[static_cast<std::size_t>(problem.primary)];
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
    const ParetoOptions &options_;
    Progress &progress_;
    const std::function<void(const ParetoProblem &)> &found_;
    int objectives_;
    std::size_t threads_;
    int cells_ = 1;  // problems per primary objective
    double largest_ = 0;
    std::size_t done_ = 0;
    std::vector<std::vector<double>> prices_;  // of each problem's root; empty: none known
    std::vector<KnownPlan> known_;
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
