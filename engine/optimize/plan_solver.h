// One solve from the root of the dual to the answer. Internal to the optimizer; see solver.h.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/optimize/dual_root.h"
#include "engine/optimize/plan_finder.h"
#include "engine/optimize/problem.h"
#include "engine/optimize/solver.h"
#include "engine/values/progress.h"

namespace moa::engine {

struct SearchResult;

class PlanSolver {
public:
    PlanSolver(const OptimizerInstance &instance, const SolveOptions &options, Progress &progress);

    OptimizerResult run();

    // Feasibility alone, for the delete filter: true when no plan exists (as far as the time allows to know).
    bool isInfeasible();

private:
    // How far a search goes.
    struct Reach {
        double threshold = 0;  // relative to the bound
        std::int64_t layerSteps = 0;
        std::int64_t pairs = 0;
        std::size_t states = 0;

        void grow(bool whole, bool proving);
    };

    [[nodiscard]] double seconds() const;
    [[nodiscard]] std::chrono::steady_clock::time_point deadline(double share) const;
    [[nodiscard]] double gap() const;

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
    void exchange(bool first);
    void repair();

    [[nodiscard]] OptimizerResult answer() const;
    void tell() const;
    [[nodiscard]] OptimizerResult infeasible() const;

    const OptimizerInstance &instance_;
    const SolveOptions &options_;
    Progress &progress_;
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
    double provenBySearch_ = 0;  // above the root, in the last round
    Reach proof_{3e-4, 2'000, 40'000, 1'000};
    Reach wide_{1.2e-3, 2'000, 6'000, 400};
};

}  // namespace moa::engine
