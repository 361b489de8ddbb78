// The maximum of the dual, and what was learnt on the way there. Internal to the optimizer.
#pragma once

#include <vector>

#include "engine/optimize/dual.h"
#include "engine/optimize/problem.h"
#include "engine/values/progress.h"

namespace moa::engine {

class DualRoot {
public:
    DualRoot(const Problem &problem, const Progress &progress) : p_(&problem), dual_(problem, progress) {}

    // From `start` (per row), knowing some plans; `tolerance` as DualAim's. False: no plan exists, proven.
    [[nodiscard]] bool maximize(const std::vector<double> &start, double tolerance,
                                const std::vector<MasterPlan> &known);

    // The point that searches start from, and its costs; rows whose price moves little have none there.
    [[nodiscard]] const DualPoint &point() const noexcept { return root_; }
    [[nodiscard]] const PricedTable &priced() { return dual_.priced(root_); }
    // The best bound of any point.
    [[nodiscard]] double bound() const noexcept { return bound_; }
    // Of the objective near the optimum.
    [[nodiscard]] double scale() const;
    // Rows whose price matters.
    [[nodiscard]] const std::vector<char> &active() const noexcept { return active_; }
    // Every point on the way.
    [[nodiscard]] const std::vector<DualPoint> &met() const noexcept { return met_; }

    // The root and others near it, that a search may estimate with.
    [[nodiscard]] const std::vector<DualPoint> &points() const noexcept { return points_; }
    // Points met that say something about the rows told apart, at no further cost.
    void gatherPoints(const std::vector<char> &told);
    // Prices a little off in every direction: worth their evaluations when the search grows.
    void addPoints(const std::vector<char> &told);

private:
    // More than any plan costs: a larger bound proves that there is none.
    [[nodiscard]] double ceiling() const;
    void dropIdlePrices();

    const Problem *p_;
    Dual dual_;
    DualPoint root_;
    double bound_ = -kInfinity;
    std::vector<char> active_;
    std::vector<DualPoint> met_;
    std::vector<DualPoint> points_;
};

}  // namespace moa::engine
