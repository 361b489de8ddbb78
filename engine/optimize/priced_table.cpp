#include "engine/optimize/priced_table.h"

#include <limits>

#include "engine/optimize/set_scan.h"

namespace moa::engine {

PricedTable::PricedTable(const Problem &problem)
    : p_(&problem),
      stride_((static_cast<std::size_t>(problem.unitsPerLayer) + kCostPad - 1) / kCostPad * kCostPad),
      size_(stride_ * static_cast<std::size_t>(problem.rules)),
      base_(size_ * static_cast<std::size_t>(problem.layers), 0) {
    for (int u = 0; u < p_->units(); ++u)
        for (int r = 0; r < p_->rules; ++r)
            base_[place(u, r)] =
                p_->allowed[p_->at(u, r)] != 0 ? p_->cost[p_->at(u, r)] : std::numeric_limits<double>::infinity();
    for (const auto &row : problem.rows) {
        rows_.emplace_back();
        if (row.uniform()) continue;
        rows_.back().assign(base_.size(), 0);
        for (int u = 0; u < p_->units(); ++u)
            for (int r = 0; r < p_->rules; ++r) rows_.back()[place(u, r)] = row.coefficient[p_->at(u, r)];
    }
    priced_ = base_;
    if (problem.ruleLimit == 2 && !problem.unlimited())
        pairs_.emplace(static_cast<std::size_t>(problem.layers), static_cast<std::size_t>(problem.unitsPerLayer),
                       static_cast<std::size_t>(problem.rules), stride_);
}

void PricedTable::setPrices(const std::vector<double> &prices) {
    const auto units = static_cast<std::size_t>(p_->unitsPerLayer);
    for (int l = 0; l < p_->layers; ++l)
        for (int r = 0; r < p_->rules; ++r) {
            const auto first = static_cast<std::size_t>(l) * size_ + static_cast<std::size_t>(r) * stride_;
            // Rows that are alike for all units are one number a rule.
            double common = 0;
            for (std::size_t k = 0; k < p_->rows.size(); ++k)
                if (p_->rows[k].uniform()) common += prices[k] * p_->rows[k].perRule[static_cast<std::size_t>(r)];
            for (std::size_t u = 0; u < units; ++u) priced_[first + u] = base_[first + u] + common;
            for (std::size_t k = 0; k < p_->rows.size(); ++k) {
                if (p_->rows[k].uniform() || prices[k] == 0) continue;
                const double *coefficient = rows_[k].data() + first;
                for (std::size_t u = 0; u < units; ++u) priced_[first + u] += prices[k] * coefficient[u];
            }
        }
}

double PricedTable::costOf(const std::vector<int> &plan) const {
    double sum = 0;
    for (int u = 0; u < p_->units(); ++u) sum += at(u, plan[static_cast<std::size_t>(u)]);
    return sum;
}

}  // namespace moa::engine
