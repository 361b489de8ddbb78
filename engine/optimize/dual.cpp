#include "engine/optimize/dual.h"

#include <algorithm>
#include <cmath>

#include "engine/optimize/layer_solver.h"

namespace moa::engine {

namespace {

constexpr int kMaxRounds = 400;
constexpr int kColdSteps = 40;
constexpr double kSmall = 1e-3;
constexpr double kLeast = 1e-9;  // the model can say no more
constexpr double kFar = 4;       // prices that grow beyond are on the way to prove that there is no plan

}  // namespace

std::vector<double> Dual::extents() const {
    std::vector<double> result;
    for (std::size_t k = 0; k < p_->rows.size(); ++k) {
        double widest = std::max(p_->rows[k].slack(), 1e-12);
        for (int u = 0; u < p_->units(); ++u) {
            double low = kInfinity;
            double high = -kInfinity;
            for (int r = 0; r < p_->rules; ++r) {
                if (p_->allowed[p_->at(u, r)] == 0) continue;
                low = std::min(low, p_->coefficient(k, u, r));
                high = std::max(high, p_->coefficient(k, u, r));
            }
            widest = std::max(widest, high - low);
        }
        result.push_back(widest * p_->units());
    }
    return result;
}

// More than the rounding of a bound: prices times sums cancel against prices times sides, so that large prices would
// otherwise prove what is not true.
double Dual::rounding(const std::vector<double> &prices) const {
    double terms = p_->largestCost * p_->units();
    for (std::size_t k = 0; k < p_->rows.size(); ++k)
        terms += std::abs(prices[k]) * std::max({std::abs(p_->rows[k].low), std::abs(p_->rows[k].high),
                                                 p_->rows[k].largestCoefficient * p_->units()});
    return 1e-15 * terms;
}

double Dual::cheapestLayer(int layer, std::int16_t *rules) {
    if (!table_.pairs()) return cheapestAssignment(*p_, table_.layer(layer), table_.stride(), rules);
    std::array<int, 2> set{};
    const double least = table_.cheapestPair(layer, set);
    const double *first = table_.layer(layer) + static_cast<std::size_t>(set[0]) * table_.stride();
    const double *second = table_.layer(layer) + static_cast<std::size_t>(set[1]) * table_.stride();
    for (int u = 0; u < p_->unitsPerLayer; ++u)
        rules[u] = static_cast<std::int16_t>(second[u] < first[u] ? set[1] : set[0]);
    return least;
}

DualPoint Dual::evaluate(const std::vector<double> &prices) {
    table_.setPrices(prices);
    DualPoint point{
        prices, 0, std::vector<int>(static_cast<std::size_t>(p_->units())), 0, std::vector<double>(p_->rows.size()),
        {}};
    std::vector<std::int16_t> rules(static_cast<std::size_t>(p_->unitsPerLayer));
    for (int l = 0; l < p_->layers; ++l) {
        progress_->throwIfStopped("Optimizing");
        point.layers.push_back(cheapestLayer(l, rules.data()));
        point.bound += point.layers.back();
        std::copy(rules.begin(), rules.end(), point.plan.begin() + static_cast<std::ptrdiff_t>(l) * p_->unitsPerLayer);
    }
    if (point.bound == kInfinity) return point;
    point.cost = p_->costOf(point.plan);
    point.sums = p_->sumsOf(point.plan);
    for (std::size_t k = 0; k < p_->rows.size(); ++k)
        if (prices[k] != 0) point.bound -= prices[k] * (prices[k] > 0 ? p_->rows[k].high : p_->rows[k].low);
    if (std::ranges::any_of(prices, [](double price) { return price != 0; })) point.bound -= rounding(prices);
    return point;
}

// One price for all rows, by what a row's whole extent costs: bisected in steps of ever smaller factors until the
// plan's sums lie on both sides.
void Dual::coldStart(std::vector<DualPoint> &points) {
    const auto extent = extents();
    const auto outside = [&](const DualPoint &point) {
        double sum = 0;
        for (std::size_t k = 0; k < p_->rows.size(); ++k)
            sum += std::max(0.0, point.sums[k] - p_->rows[k].high) / extent[k] -
                   std::max(0.0, p_->rows[k].low - point.sums[k]) / extent[k];
        return sum;
    };
    const double side = outside(points.front());
    if (side == 0) return;
    double low = 0;
    double high = 0;
    double factor = 1;
    for (int step = 0; step < kColdSteps; ++step) {
        const double size = high == 0 ? factor : low == 0 ? high / 16 : std::sqrt(low * high);
        std::vector<double> prices;
        for (const double e : extent)
            prices.push_back((side > 0 ? 1 : -1) * size * p_->largestCost * p_->units() / e / 64);
        points.push_back(evaluate(prices));
        if (outside(points.back()) * side > 0) {
            low = size;
            factor *= 16;
        } else {
            high = size;
        }
        if ((low > 0 && high > 0 && high < 1.3 * low) || (low == 0 && high > 0 && high < 1e-12) || factor > 1e9) return;
    }
}

DualPoint Dual::maximize(const std::vector<double> &start, const DualAim &aim, std::vector<DualPoint> *met) {
    std::vector<DualPoint> points{evaluate(start)};
    const auto finish = [&](std::size_t at) {
        auto best = points[at];
        if (met != nullptr) *met = std::move(points);
        return best;
    };
    if (p_->rows.empty() || points.front().bound == kInfinity) return finish(0);
    if (!aim.warm) coldStart(points);
    auto best = static_cast<std::size_t>(std::ranges::max_element(points, {}, &DualPoint::bound) - points.begin());
    const auto extent = extents();
    // A price matters at about the size the others have.
    double common = 0;
    for (std::size_t k = 0; k < p_->rows.size(); ++k) common += std::abs(points[best].prices[k]) * extent[k];
    common /= static_cast<double>(p_->rows.size());
    if (common == 0) common = 0.05 * std::max(p_->largestCost * p_->units(), 1e-300);
    std::vector<double> scales;
    // Sums of losses have prices of about 1, as the objective has, whatever the budgets' are.
    const double losses = p_->largestCost * p_->units();
    bool wide = false;
    for (std::size_t k = 0; k < extent.size(); ++k) {
        wide = wide || !p_->rows[k].uniform();
        scales.push_back((p_->rows[k].uniform() ? common : std::max(common, losses)) / extent[k]);
    }
    PriceMaster model(*p_, scales, common);
    if (aim.known != nullptr)
        for (const auto &plan : *aim.known) model.add(plan);
    for (const auto &point : points) model.add({point.cost, point.sums});
    double radius = aim.warm ? 0.1 : 0.5;
    for (int round = 0; round < kMaxRounds && points[best].bound <= aim.enough; ++round) {
        const auto answer = model.solve(points[best].prices, radius);
        if (!answer.solved) break;
        const double expected = answer.value - points[best].bound;
        const double near = aim.tolerance * std::max(std::abs(points[best].bound), 1e-9 * p_->largestCost);
        if (expected <= near && radius > kSmall) {
            // Prices far off may be better: a row that has none yet.
            if (!wide || radius >= 1) break;
            radius = 1;
            continue;
        }
        if (radius <= kLeast) break;
        points.push_back(evaluate(answer.prices));
        model.add({points.back().cost, points.back().sums});
        const double gain = (points.back().bound - points[best].bound) / expected;
        if (gain > 0) best = points.size() - 1;
        if (expected <= near)
            radius *= 4;
        else if (gain > 0.1)
            radius = std::min(radius * (radius > kFar ? 8 : 2), 1e9);
        else
            radius = std::max(radius / (gain < -2 ? 4 : 1.5), kLeast);
    }
    return finish(best);
}

}  // namespace moa::engine
