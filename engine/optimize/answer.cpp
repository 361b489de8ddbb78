#include "engine/optimize/answer.h"

#include <algorithm>
#include <cmath>

#include "engine/optimize/layer_solver.h"
#include "engine/optimize/priced_table.h"
#include "engine/optimize/solver.h"
#include "engine/values/conventions.h"
#include "engine/values/error.h"

namespace moa::engine {

double relativeGap(double objective, double bound, double largestLoss) {
    const double difference = objective - bound;
    if (difference <= 0) return 0;
    const double scale = std::max(std::abs(objective), 1e-9 * largestLoss);
    return scale > 0 ? difference / scale : 0;
}

void fillAnswer(const Problem &p, const std::vector<int> &plan, double bound, double targetGap,
                OptimizerResult &result) {
    if (!p.accepts(plan))
        throw Error("The plan cannot be optimized", "instance '" + p.instance->name + "'",
                    "the plan found breaks a constraint when it is checked",
                    "Report this as a defect, with the instance.");
    const auto &in = *p.instance;
    result.rules = plan;
    result.objective = p.costOf(plan);
    result.bound = std::min(bound, result.objective);
    result.gap = relativeGap(result.objective, result.bound, p.largestCost);
    result.status = result.gap <= targetGap ? SolveStatus::Optimal : SolveStatus::Feasible;
    result.losses.clear();
    for (std::size_t n = 0; n < in.lengths.size(); ++n) {
        double sum = 0;
        for (int u = 0; u < p.units(); ++u) sum += in.lossAt(static_cast<int>(n), u, plan[static_cast<std::size_t>(u)]);
        result.losses.push_back(sum);
    }
    for (const int length : in.budgetLengths) {
        std::int64_t kept = 0;
        for (const int r : plan) kept += keptAt(in.rules[static_cast<std::size_t>(r)], length);
        result.densities[length] = static_cast<double>(kept) / (static_cast<double>(blockCount(length)) * p.units());
    }
}

void fillPrices(const Problem &p, const std::vector<double> &prices, OptimizerResult &result) {
    const auto &in = *p.instance;
    for (const auto &budget : in.budgets) result.shadowPrices[budget.length] = 0;
    for (std::size_t k = 0; k < p.rows.size(); ++k)
        if (p.rows[k].budget >= 0) {
            const int length = in.budgets[static_cast<std::size_t>(p.rows[k].budget)].length;
            result.shadowPrices[length] = prices[k] == 0 ? 0 : -prices[k] * blockCount(length) * p.units();
        }
    if (in.pins.empty()) return;
    // A pin costs what its layer gains, at these prices, when the unit may take any rule.
    PricedTable pinned(p);
    pinned.setPrices(prices);
    auto open = p;
    open.allowed = p.unpinned;
    PricedTable unpinned(open);
    unpinned.setPrices(prices);
    const auto stride = pinned.stride();
    for (const auto &pin : in.pins) {
        const int layer = pin.unit / p.unitsPerLayer;
        std::vector<double> table(pinned.layer(layer),
                                  pinned.layer(layer) + stride * static_cast<std::size_t>(p.rules));
        const double before = cheapestAssignment(p, table.data(), stride, nullptr);
        for (int r = 0; r < p.rules; ++r)
            table[static_cast<std::size_t>(r) * stride + static_cast<std::size_t>(pin.unit % p.unitsPerLayer)] =
                unpinned.at(pin.unit, r);
        result.pinPrices[pin.unit] = std::max(0.0, before - cheapestAssignment(p, table.data(), stride, nullptr));
    }
}

}  // namespace moa::engine
