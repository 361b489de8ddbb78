#include "engine/optimize/plan_finder.h"

#include <algorithm>

#include "engine/optimize/layer_search.h"
#include "engine/optimize/local_search.h"

namespace moa::engine {

namespace {

using Clock = std::chrono::steady_clock;

constexpr double kRepairReach = 0.01;  // of the bound
constexpr double kNearer = 0.6;
constexpr int kDiveCells = 12;

}  // namespace

bool PlanFinder::consider(const std::vector<int> &plan) {
    if (!p_->accepts(plan)) return false;
    const double cost = p_->costOf(plan);
    if (cost >= this->cost()) return false;
    best_ = plan;
    cost_ = cost;
    return true;
}

void PlanFinder::exchange(const std::vector<std::vector<int>> &starts, const Effort &effort,
                          const std::function<bool()> &wanted) {
    if (p_->ruleLimit != 2 || !wanted()) return;
    const auto &root = root_->point();
    const double reach = effort.reach * root_->scale();
    const auto above = [&] { return best_ ? cost_ - root.bound : reach; };
    const auto &priced = root_->priced();
    // A little nearer, the assignments known serve as well as new ones.
    const double threshold = std::min(above(), reach);
    if (!exchange_ || choices_ != effort.choices || threshold > threshold_ || threshold < kNearer * threshold_) {
        exchange_.emplace(*p_, priced, root, threshold, effort.choices, *progress_);
        threshold_ = threshold;
        choices_ = effort.choices;
    }
    for (const auto &start : starts) {
        if (!wanted()) return;
        if (!p_->keepsChoices(start)) continue;
        if (const auto better = exchange_->improve(start, above(), effort.exchanges)) consider(*better);
    }
}

void PlanFinder::repair(const std::vector<std::vector<int>> &near, Clock::time_point deadline) {
    for (std::size_t i = 0; i < near.size(); ++i) {
        if (best_ || (i > 0 && Clock::now() > deadline)) return;
        polish(near[i]);
    }
    SearchLimits limits{0, 20'000, 1'000'000, 4'000, kDiveCells, true, std::vector<char>(p_->rows.size(), 1), deadline};
    for (double part = 3e-3; part < 10 && !best_; part *= 4) {
        limits.threshold = part * root_->scale();
        const auto found = searchLayers(*p_, root_->priced(), {root_->point()}, limits, *progress_);
        if (found.timedOut) return;
        if (found.plan) polish(*found.plan);
    }
}

void PlanFinder::polish(const std::vector<int> &plan) {
    if (const auto better = repairAndImprove(*p_, root_->priced(), root_->point().prices, plan,
                                             kRepairReach * root_->scale(), *progress_))
        consider(*better);
}

}  // namespace moa::engine
