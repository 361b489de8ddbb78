// Costs of all units and rules under prices, laid out for the inner loops. Internal to the optimizer.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "engine/optimize/pair_costs.h"
#include "engine/optimize/problem.h"

namespace moa::engine {

// [layer][rule][unit], units padded with zeros to a multiple of kCostPad; infinite where a rule is forbidden.
class PricedTable {
public:
    // Unpriced: the problem's costs.
    explicit PricedTable(const Problem &problem);

    // cost + sum over rows of price * coefficient.
    void setPrices(const std::vector<double> &prices);

    [[nodiscard]] std::size_t stride() const noexcept { return stride_; }
    // [rule][stride()] of one layer.
    [[nodiscard]] const double *layer(int l) const { return priced_.data() + static_cast<std::size_t>(l) * size_; }
    [[nodiscard]] double at(int unit, int rule) const { return priced_[place(unit, rule)]; }
    // At most two rules in a layer: the sets of rules are few enough to remember what they cost.
    [[nodiscard]] bool pairs() const noexcept { return pairs_.has_value(); }
    // Only with pairs(); see PairCosts.
    double cheapestPair(int l, std::array<int, 2> &set) {
        return pairs_->cheapest(static_cast<std::size_t>(l), layer(l), set);
    }
    template <class Visit>
    void visitPairs(int l, double most, Visit &&visit) const {
        pairs_->visit(static_cast<std::size_t>(l), layer(l), most, visit);
    }
    // What the chosen rules cost under the prices.
    [[nodiscard]] double costOf(const std::vector<int> &plan) const;

private:
    [[nodiscard]] std::size_t place(int unit, int rule) const {
        return static_cast<std::size_t>(unit / p_->unitsPerLayer) * size_ + static_cast<std::size_t>(rule) * stride_ +
               static_cast<std::size_t>(unit % p_->unitsPerLayer);
    }

    const Problem *p_;
    std::size_t stride_;
    std::size_t size_;  // of a layer
    std::vector<double> base_;
    std::vector<std::vector<double>> rows_;  // coefficients of the rows that are not uniform, laid out alike
    std::vector<double> priced_;
    std::optional<PairCosts> pairs_;
};

}  // namespace moa::engine
