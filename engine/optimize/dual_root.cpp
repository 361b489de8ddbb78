#include "engine/optimize/dual_root.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace moa::engine {

namespace {

constexpr double kTellingPrice = 1e-3;  // of the bound
constexpr double kIdleLoss = 1e-5;
constexpr std::size_t kOtherPoints = 6;  // of the dual, that the search estimates with

}  // namespace

double DualRoot::scale() const {
    return std::max({std::abs(root_.bound), 1e-9 * p_->largestCost, 1e-300});
}

double DualRoot::ceiling() const {
    double sum = 1e-6 * std::max(p_->largestCost, 1e-300);
    for (int u = 0; u < p_->units(); ++u) {
        double most = -kInfinity;
        for (int r = 0; r < p_->rules; ++r)
            if (p_->allowed[p_->at(u, r)] != 0) most = std::max(most, p_->cost[p_->at(u, r)]);
        sum += most;
    }
    return sum;
}

bool DualRoot::maximize(const std::vector<double> &start, double tolerance, const std::vector<MasterPlan> &known) {
    const bool warm = std::ranges::any_of(start, [](double price) { return price != 0; });
    const double enough = ceiling();
    root_ = dual_.maximize(start, {tolerance, enough, warm, &known}, &met_);
    bound_ = root_.bound;
    if (!(bound_ <= enough)) return false;
    dropIdlePrices();
    gatherPoints(active_);
    return true;
}

// A price that moves little tells little, and its row need not be told apart: best is none at all, and where that costs
// some of the bound, the row's room makes the bound only better than it is taken for.
void DualRoot::dropIdlePrices() {
    auto prices = root_.prices;
    for (std::size_t k = 0; k < p_->rows.size(); ++k) {
        const double most = std::max(std::abs(p_->rows[k].high), std::abs(p_->rows[k].low));
        active_.push_back(std::abs(prices[k]) * most > kTellingPrice * scale());
        if (active_[k] == 0) prices[k] = 0;
    }
    if (prices == root_.prices) return;
    met_.push_back(dual_.evaluate(prices));
    if (met_.back().bound > root_.bound - kIdleLoss * scale()) root_ = met_.back();
    bound_ = std::max(bound_, root_.bound);
}

void DualRoot::gatherPoints(const std::vector<char> &told) {
    // Those whose other prices are the root's.
    std::vector<const DualPoint *> near;
    for (const auto &point : met_) {
        bool same = point.bound > root_.bound - 0.02 * scale();
        for (std::size_t k = 0; k < told.size(); ++k)
            same = same && (told[k] != 0 || point.prices[k] == root_.prices[k]);
        if (same && point.bound < root_.bound) near.push_back(&point);
    }
    std::ranges::stable_sort(near, std::greater<>{}, [](const DualPoint *point) { return point->bound; });
    points_.assign(1, root_);
    const auto step = std::max<std::size_t>(1, near.size() / kOtherPoints);
    for (std::size_t i = 0; i < near.size() && points_.size() <= kOtherPoints; i += step) points_.push_back(*near[i]);
}

void DualRoot::addPoints(const std::vector<char> &told) {
    const auto side = [&](std::size_t k) { return std::max(std::abs(p_->rows[k].low), std::abs(p_->rows[k].high)); };
    double weight = 0;  // of the row whose price moves most
    for (std::size_t k = 0; k < told.size(); ++k) weight = std::max(weight, std::abs(root_.prices[k]) * side(k));
    for (std::size_t k = 0; k < told.size(); ++k) {
        if (told[k] == 0 || side(k) == 0) continue;
        const double step = root_.prices[k] != 0 ? 0.05 * std::abs(root_.prices[k]) : 0.02 * weight / side(k);
        for (const double sign : {-1.0, 1.0}) {
            auto prices = root_.prices;
            prices[k] += sign * step;
            points_.push_back(dual_.evaluate(prices));
        }
    }
}

}  // namespace moa::engine
