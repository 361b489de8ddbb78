// One solve from the root of the dual to the answer. Internal to the optimizer; see solver.h.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "engine/optimize/dual_root.h"
#include "engine/optimize/known_plan.h"
#include "engine/optimize/plan_finder.h"
#include "engine/optimize/problem.h"
#include "engine/optimize/solver.h"
#include "engine/values/progress.h"

namespace moa::engine {

struct SearchResult;

inline constexpr std::int64_t kStepsPerSecond = 50'000'000;

class PlanSolver {
public:
    PlanSolver(const OptimizerInstance &instance, const SolveOptions &options, const Progress &progress);

    OptimizerResult run();

    // For one of many problems over the same tables: what the dual knows already, and how many steps searches may take
    // (about as many in a second as kStepsPerSecond), so that the answer does not depend on the clock.
    void know(std::span<const KnownPlan> plans);
    void limitSteps(std::int64_t steps) { steps_ = steps; }
    [[nodiscard]] const DualRoot &root() const noexcept { return root_; }
    // Prices of the root as SolveOptions takes them.
    [[nodiscard]] std::vector<double> prices() const;

    // Feasibility alone, for the delete filter: true when no plan exists (as far as the time allows to know).
    bool isInfeasible();

private:
    static constexpr std::int64_t kLayerParts = 10;

    // How far a search goes.
    struct Reach {
        double threshold = 0;  // relative to the bound
        std::int64_t layerSteps = 0;
        std::int64_t pairs = 0;
        std::size_t states = 0;

        void grow(bool whole, bool proving);
        // Of one search, about.
        [[nodiscard]] std::int64_t steps(int layers) const { return layers * (kLayerParts * layerSteps + pairs); }
    };

    [[nodiscard]] double seconds() const;
    [[nodiscard]] std::chrono::steady_clock::time_point deadline(double share) const;
    [[nodiscard]] double gap() const;

    [[nodiscard]] std::vector<double> startPrices() const;  // per row
    void bound();
    // Rounds that prove and rounds that look for plans take turns, both with growing thresholds and limits, until best
    // and bound meet.
    void search(int rounds);
    // True when the same search is worth another try, with another row told apart.
    bool learn(const SearchResult &found, std::vector<char> &told, double rounding);
    // The row that the plan breaks most joins those told apart.
    bool activate(const std::vector<int> &plan, std::vector<char> &told) const;
    bool activatePriced();
    // The bound is mostly near enough by now, and the plan is not: exchanges find better ones sooner than wider
    // searches. `first`: the root's plan was not tried yet.
    void exchange(bool first, const PlanFinder::Effort &effort);
    // Where no plan was found: is there one?
    void findAny();
    void repair();
    void decide(double share);  // of time and steps, at most

    [[nodiscard]] OptimizerResult answer() const;
    void tell() const;
    [[nodiscard]] OptimizerResult infeasible() const;

    const OptimizerInstance &instance_;
    const SolveOptions &options_;
    const Progress &progress_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    Problem p_;
    DualRoot root_;
    PlanFinder plans_;
    std::vector<char> active_;  // rows told apart where the search proves
    std::vector<char> looked_;  // and where it looks for plans
    double bound_ = -kInfinity;
    std::optional<std::vector<int>> relaxed_;  // the last plan of a search that breaks a row left aside
    bool provenInfeasible_ = false;
    int rounds_ = 0;
    std::vector<MasterPlan> known_;
    std::int64_t steps_ = std::numeric_limits<std::int64_t>::max();  // left
    double provenBySearch_ = 0;                                      // above the root, in the last round
    Reach proof_{3e-4, 2'000, 40'000, 1'000};
    Reach wide_{1.2e-3, 2'000, 6'000, 400};
};

}  // namespace moa::engine
