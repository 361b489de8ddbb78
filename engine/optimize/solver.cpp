#include "engine/optimize/solver.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <optional>

#include "engine/optimize/answer.h"
#include "engine/optimize/dual.h"
#include "engine/optimize/highs_prover.h"
#include "engine/optimize/infeasibility.h"
#include "engine/optimize/layer_search.h"
#include "engine/optimize/layer_solver.h"
#include "engine/optimize/local_search.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kDiveCells = 12;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

class Solver {
public:
    Solver(const OptimizerInstance &instance, const SolveOptions &options, Progress &progress)
        : instance_(instance), options_(options), progress_(progress), p_(compile(instance)) {
        if (p_.rows.size() > kMaxRows)
            throw Error("The plan cannot be optimized", "instance '" + instance.name + "'",
                        "there are more than 12 budgets and bounds", "Leave some of the budgets out.");
    }

    OptimizerResult run() {
        bound();
        if (provenInfeasible_) return infeasible();
        for (const auto &plan : seen_) consider(plan);
        reuse();
        repair();
        dive();
        deepen();
        if (provenInfeasible_) return infeasible();
        if (!best_) return searchWithHighs();
        fillAnswer(p_, *best_, bound_, options_.targetGap, result_);
        fillPrices(p_, dual_.prices, result_);
        result_.solver = "Lagrangian decomposition, dynamic program over layers";
        result_.seconds = seconds();
        return result_;
    }

    // Feasibility alone, for the delete filter: true when no plan exists (as far as the time allows to know).
    bool isInfeasible() {
        std::ranges::fill(p_.cost, 0);
        p_.largestCost = 1;
        bound();
        // Any plan ends it: most parts that are asked about have one that is quickly found.
        for (const auto &plan : seen_) consider(plan);
        if (!provenInfeasible_ && !best_) repair();
        if (!provenInfeasible_ && !best_) dive();
        if (!provenInfeasible_ && !best_) deepen();
        return provenInfeasible_;
    }

private:
    [[nodiscard]] double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

    void bound() {
        if (p_.impossible) {
            provenInfeasible_ = true;
            return;
        }
        std::vector<double> prices;
        for (const auto &row : p_.rows)
            prices.push_back(row.source < options_.prices.size() ? options_.prices[row.source] : 0);
        // More than any plan costs: a larger bound proves that there is none.
        double ceiling = 1e-6 * std::max(p_.largestCost, 1e-300);
        for (int u = 0; u < p_.units(); ++u) {
            double most = -kInfinity;
            for (int r = 0; r < p_.rules; ++r)
                if (p_.allowed[p_.at(u, r)] != 0) most = std::max(most, p_.cost[p_.at(u, r)]);
            ceiling += most;
        }
        dual_ = maximizeDual(p_, prices, options_.targetGap * 0.01, ceiling, seen_, progress_);
        bound_ = dual_.bound;
        if (!(bound_ <= ceiling)) provenInfeasible_ = true;
    }

    void consider(const std::vector<int> &plan) {
        if (p_.accepts(plan) && (!best_ || p_.costOf(plan) < p_.costOf(*best_))) best_ = plan;
    }

    // The plans met last lie nearest to the bound: made feasible, they give the first upper bounds.
    void repair() {
        constexpr std::size_t kTried = 6;
        for (std::size_t i = 0; i < std::min(kTried, seen_.size()); ++i) {
            if (gap() <= options_.targetGap || (i > 0 && seconds() > options_.timeLimit / 2)) return;
            const auto &near = i == 0 ? dual_.plan : seen_[seen_.size() - i];
            if (const auto plan = repairAndImprove(p_, dual_.prices, near, progress_)) consider(*plan);
        }
    }

    // Plans given: those that fit as they are, then those nearest to the bound made to fit.
    void reuse() {
        constexpr std::size_t kTried = 8;
        const auto priced = pricedCosts(p_, dual_.prices);
        const auto pricedOf = [&](const std::vector<int> &plan) {
            double sum = 0;
            for (int u = 0; u < p_.units(); ++u) sum += priced[p_.at(u, plan[static_cast<std::size_t>(u)])];
            return sum;
        };
        std::vector<std::vector<int>> near;
        for (const auto &plan : options_.plans) {
            if (!p_.keepsChoices(plan)) continue;
            consider(plan);
            near.push_back(plan);
        }
        std::ranges::stable_sort(near, {}, pricedOf);
        for (std::size_t i = 0; i < std::min(kTried, near.size()) && gap() > options_.targetGap; ++i) polish(near[i]);
    }

    void polish(const std::vector<int> &plan) {
        if (const auto better = repairAndImprove(p_, dual_.prices, plan, progress_)) consider(*better);
    }

    // Looks for plans with coarse states: no proof, but good plans where the rows leave little room.
    void dive() {
        const double scale = std::max({std::abs(dual_.bound), 1e-9 * p_.largestCost, 1e-300});
        SearchLimits limits{0, 20'000, 1'000'000, 4'000, kDiveCells, deadline(0.5)};
        for (double part = 3e-3; part < 10 && gap() > options_.targetGap; part *= 4) {
            limits.threshold = part * scale;
            const auto found = searchLayers(p_, dual_.prices, limits, progress_);
            if (found.timedOut) return;
            if (found.plan) polish(*found.plan);
            if (best_ && limits.threshold >= p_.costOf(*best_) - dual_.bound) return;
        }
    }

    [[nodiscard]] Clock::time_point deadline(double share) const {
        return start_ + std::chrono::microseconds(static_cast<std::int64_t>(options_.timeLimit * share * 1e6));
    }

    [[nodiscard]] double gap() const {
        return best_ ? relativeGap(p_.costOf(*best_), bound_, p_.largestCost) : kInfinity;
    }

    // Searches with growing thresholds and limits until best and bound meet.
    void deepen() {
        const double scale = std::max({std::abs(dual_.bound), 1e-9 * p_.largestCost, 1e-300});
        const double rounding = 1e-12 * std::max(p_.largestCost * p_.units(), 1e-300);
        double threshold = 1e-3 * scale;
        SearchLimits limits{0, 100'000, 300'000, 30'000, 0, deadline(1)};
        while (gap() > options_.targetGap) {
            progress_.throwIfStopped("Optimizing");
            const double needed = best_ ? std::max(p_.costOf(*best_) - dual_.bound, 0.0) : kInfinity;
            limits.threshold = std::min(threshold, needed) + rounding;
            const auto found = searchLayers(p_, dual_.prices, limits, progress_);
            if (found.timedOut) return;
            if (found.plan) consider(*found.plan);
            const double cost = best_ ? p_.costOf(*best_) : kInfinity;
            // Every plan of reduced cost below `complete` was seen.
            bound_ = std::max(bound_, std::min(cost, dual_.bound + found.complete - rounding));
            if (found.exhausted && !best_) {
                provenInfeasible_ = true;
                return;
            }
            if (found.exhausted || limits.threshold >= needed + rounding) {
                if (found.complete >= limits.threshold) {
                    bound_ = cost;
                    return;
                }
            }
            if (seconds() > options_.timeLimit || limits.states > 4'000'000) return;
            if (found.complete < limits.threshold) {
                limits.layerSteps *= 4;
                limits.pairs *= 4;
                limits.states *= 3;
            } else {
                threshold *= 6;
            }
        }
    }

    OptimizerResult infeasible() {
        result_.status = SolveStatus::Infeasible;
        result_.bound = kInfinity;
        if (options_.explain)
            result_.reason = explainInfeasible(instance_, [&](const OptimizerInstance &part) {
                SolveOptions quick;
                quick.timeLimit = 0.5;
                return Solver(part, quick, progress_).isInfeasible();
            });
        result_.solver = "Lagrangian decomposition, dynamic program over layers";
        result_.seconds = seconds();
        return result_;
    }

    // No plan met so far and no proof that there is none: the integer program decides.
    OptimizerResult searchWithHighs() {
        if (options_.timeLimit <= 0) {
            result_.bound = bound_;
            result_.seconds = seconds();
            return result_;
        }
        auto result = prove(instance_, options_.timeLimit, progress_);
        if (result.status == SolveStatus::Infeasible) {
            result = infeasible();
            result.solver = "HiGHS";
        } else if (!result.rules.empty()) {
            fillAnswer(p_, result.rules, std::max(result.bound, bound_), options_.targetGap, result);
            fillPrices(p_, dual_.prices, result);
        }
        result.seconds = seconds();
        return result;
    }

    const OptimizerInstance &instance_;
    const SolveOptions &options_;
    Progress &progress_;
    Clock::time_point start_ = Clock::now();
    Problem p_;
    DualPoint dual_;
    double bound_ = -kInfinity;
    std::optional<std::vector<int>> best_;
    std::vector<std::vector<int>> seen_;
    bool provenInfeasible_ = false;
    OptimizerResult result_;
};

}  // namespace

OptimizerResult solve(const OptimizerInstance &instance, const SolveOptions &options, Progress &progress) {
    return Solver(instance, options, progress).run();
}

}  // namespace moa::engine
