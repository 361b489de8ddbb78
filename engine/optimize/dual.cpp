#include "engine/optimize/dual.h"

#include <interfaces/highs_c_api.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

#include "engine/optimize/layer_solver.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr int kMaxRounds = 400;

// maximise theta subject to theta <= bound_j + slope_j (price - price_j), prices in a box: the model of the dual.
class CuttingPlanes {
public:
    explicit CuttingPlanes(std::size_t rows, double scale)
        : highs_(Highs_create(), Highs_destroy), rows_(rows), scale_(scale) {
        Highs_setBoolOptionValue(highs_.get(), "output_flag", 0);
        Highs_setIntOptionValue(highs_.get(), "threads", 1);
        Highs_setStringOptionValue(highs_.get(), "solver", "simplex");
        Highs_addCol(highs_.get(), 1, -Highs_getInfinity(highs_.get()), Highs_getInfinity(highs_.get()), 0, nullptr,
                     nullptr);
        for (std::size_t i = 0; i < rows; ++i) Highs_addCol(highs_.get(), 0, 0, 0, 0, nullptr, nullptr);
        Highs_changeObjectiveSense(highs_.get(), kHighsObjSenseMaximize);
    }

    // Values are divided by `scale`, slopes by the rows' own scales: the program stays near 1.
    void add(const DualPoint &point, const std::vector<double> &rowScale) {
        std::vector<HighsInt> index(rows_ + 1);
        std::vector<double> value(rows_ + 1, 1);
        double right = point.bound / scale_;
        for (std::size_t i = 0; i < rows_; ++i) {
            index[i + 1] = static_cast<HighsInt>(i + 1);
            const double slope = point.slope[i] * rowScale[i] / scale_;
            value[i + 1] = -slope;
            right -= slope * point.prices[i] / rowScale[i];
        }
        Highs_addRow(highs_.get(), -Highs_getInfinity(highs_.get()), right, static_cast<HighsInt>(rows_ + 1),
                     index.data(), value.data());
    }

    // Prices that maximise the model inside the box; model value in `value`.
    std::vector<double> solve(const std::vector<double> &centre, double radius, const std::vector<double> &rowScale,
                              double &value) {
        for (std::size_t i = 0; i < rows_; ++i) {
            const double c = centre[i] / rowScale[i];
            Highs_changeColBounds(highs_.get(), static_cast<HighsInt>(i + 1), c - radius, c + radius);
        }
        const bool solved = Highs_run(highs_.get()) != kHighsStatusError &&
                            Highs_getModelStatus(highs_.get()) == kHighsModelStatusOptimal;
        if (!solved) {
            value = kInfinity;
            return centre;
        }
        std::vector<double> columns(rows_ + 1);
        Highs_getSolution(highs_.get(), columns.data(), nullptr, nullptr, nullptr);
        std::vector<double> prices(rows_);
        for (std::size_t i = 0; i < rows_; ++i) prices[i] = columns[i + 1] * rowScale[i];
        value = columns[0] * scale_;
        return prices;
    }

private:
    std::unique_ptr<void, decltype(&Highs_destroy)> highs_;
    std::size_t rows_;
    double scale_;
};

// Price of one unit of each row at which it matters: spread of the costs over the largest spread of the coefficients
// that one unit can choose from. A spread below the row's slack stands for one of that size.
std::vector<double> rowScales(const Problem &p) {
    const double spread = std::max(p.largestCost, 1e-300);
    std::vector<double> scales;
    for (const auto &row : p.rows) {
        double widest = std::max(row.slack(), 1e-12);
        for (int u = 0; u < p.units(); ++u) {
            double low = kInfinity;
            double high = -kInfinity;
            for (int r = 0; r < p.rules; ++r) {
                if (p.allowed[p.at(u, r)] == 0) continue;
                low = std::min(low, row.coefficient[p.at(u, r)]);
                high = std::max(high, row.coefficient[p.at(u, r)]);
            }
            widest = std::max(widest, high - low);
        }
        scales.push_back(spread / widest);
    }
    return scales;
}

// More than the rounding of a bound: prices times sums cancel against prices times sides, so that large prices would
// otherwise prove what is not true.
double roundingOf(const Problem &p, const std::vector<double> &prices) {
    double terms = p.largestCost * p.units();
    for (std::size_t k = 0; k < p.rows.size(); ++k) {
        double largest = std::max(std::abs(p.rows[k].low), std::abs(p.rows[k].high));
        for (const double c : p.rows[k].coefficient) largest = std::max(largest, std::abs(c) * p.units());
        terms += std::abs(prices[k]) * largest;
    }
    return 1e-15 * terms;
}

}  // namespace

std::vector<double> pricedCosts(const Problem &p, const std::vector<double> &prices) {
    auto priced = p.cost;
    for (std::size_t k = 0; k < p.rows.size(); ++k)
        if (prices[k] != 0)
            for (std::size_t i = 0; i < priced.size(); ++i) priced[i] += prices[k] * p.rows[k].coefficient[i];
    for (std::size_t i = 0; i < priced.size(); ++i)
        if (p.allowed[i] == 0) priced[i] = kInfinity;
    return priced;
}

DualPoint evaluateDual(const Problem &p, const std::vector<double> &prices) {
    const auto priced = pricedCosts(p, prices);
    const LayerSolver solver(p, priced);
    DualPoint point{prices, 0, std::vector<int>(static_cast<std::size_t>(p.units())),
                    std::vector<double>(p.rows.size())};
    std::vector<std::int16_t> rules(static_cast<std::size_t>(p.unitsPerLayer));
    for (int l = 0; l < p.layers; ++l) {
        point.bound += solver.cheapest(l, rules.data());
        std::copy(rules.begin(), rules.end(), point.plan.begin() + static_cast<std::ptrdiff_t>(l) * p.unitsPerLayer);
    }
    if (point.bound == kInfinity) return point;
    for (std::size_t k = 0; k < p.rows.size(); ++k) {
        const auto &row = p.rows[k];
        const double side = prices[k] > 0 ? row.high : prices[k] < 0 ? row.low : 0;
        double sum = 0;
        for (int u = 0; u < p.units(); ++u) sum += row.coefficient[p.at(u, point.plan[static_cast<std::size_t>(u)])];
        if (prices[k] != 0) point.bound -= prices[k] * side;
        // At price 0 both sides are active: the slope points to the violated one, and is flat inside.
        point.slope[k] = prices[k] != 0   ? sum - side
                         : sum > row.high ? sum - row.high
                         : sum < row.low  ? sum - row.low
                                          : 0;
    }
    if (std::ranges::any_of(prices, [](double price) { return price != 0; })) point.bound -= roundingOf(p, prices);
    return point;
}

DualPoint maximizeDual(const Problem &p, const std::vector<double> &start, double tolerance, double enough,
                       std::vector<std::vector<int>> &seen, const Progress &progress) {
    auto best = evaluateDual(p, start);
    seen.push_back(best.plan);
    if (p.rows.empty() || best.bound == kInfinity) return best;
    const auto scales = rowScales(p);
    const double scale = std::max(p.largestCost * p.units(), 1e-300);
    CuttingPlanes model(p.rows.size(), scale);
    model.add(best, scales);
    double radius = 0.05;
    for (int round = 0; round < kMaxRounds; ++round) {
        progress.throwIfStopped("Optimizing");
        double value = 0;
        const auto prices = model.solve(best.prices, radius, scales, value);
        const double expected = value - best.bound;
        if (value == kInfinity) break;
        const double aim = tolerance * std::max(std::abs(best.bound), 1e-9 * p.largestCost);
        if (expected <= aim && radius > 1e-3) break;
        auto point = evaluateDual(p, prices);
        seen.push_back(point.plan);
        model.add(point, scales);
        if (point.bound > best.bound + 0.1 * expected) {
            best = std::move(point);
            radius = std::min(radius * 2, 1e9);
        } else {
            if (point.bound > best.bound) best = std::move(point);
            if (expected <= aim)
                radius *= 4;
            else
                radius = std::max(radius / 1.5, 1e-9);
        }
        if (best.bound > enough) break;
    }
    return best;
}

}  // namespace moa::engine
