// Exchanges of whole layers where a sum of losses is confined, against all plans they can reach.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "engine/optimize/dual.h"
#include "engine/optimize/layer_exchange.h"
#include "engine/optimize/problem.h"
#include "support/fresh_seed.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

namespace {

constexpr int kLayers = 2;
constexpr int kUnits = 3;
constexpr int kRules = 4;

// A budget and an interval of the first loss, both around a plan that exists.
OptimizerInstance confined(std::mt19937 &rng) {
    const auto uniform = [&](double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(rng);
    };
    OptimizerInstance in;
    in.layers = kLayers;
    in.unitsPerLayer = kUnits;
    in.lengths = {512, 1024};
    in.budgetLengths = {1024};
    in.weights = {0, 1};
    in.rules = {{64, 0}, {128, 0.25}, {0, 0.5}, {0, 1}};
    for (int i = 0; i < 2 * in.units() * kRules; ++i) in.loss.push_back(uniform(0, 10));
    double loss = 0;
    double density = 0;
    for (int u = 0; u < in.units(); ++u) {
        const int rule = u / kUnits + static_cast<int>(rng() % 2);
        loss += in.lossAt(0, u, rule);
        density += keptAt(in.rules[static_cast<std::size_t>(rule)], 1024) / 16.0 / in.units();
    }
    in.budgets = {{1024, std::min(1.0, density + 0.1), density - 0.1}};
    in.objectiveBounds = {{0, loss - uniform(0, 4), loss + uniform(0, 4)}};
    return in;
}

double pricedCost(const Problem &p, const DualPoint &root, int unit, int rule) {
    double cost = p.cost[p.at(unit, rule)];
    for (std::size_t k = 0; k < p.rows.size(); ++k) cost += root.prices[k] * p.coefficient(k, unit, rule);
    return cost;
}

// What exchanges know of a layer: of any two rules, each number of units that take the second, those that lose least.
std::vector<std::vector<int>> assignments(const Problem &p, const DualPoint &root, int layer) {
    std::vector<std::vector<int>> result;
    for (int first = 0; first < kRules; ++first)
        for (int second = first; second < kRules; ++second) {
            std::vector<int> units = {0, 1, 2};
            std::ranges::sort(units, {}, [&](int u) {
                const int unit = layer * kUnits + u;
                return pricedCost(p, root, unit, second) - pricedCost(p, root, unit, first);
            });
            for (int count = 0; count <= kUnits; ++count) {
                std::vector<int> rules(kUnits, first);
                for (int i = 0; i < count; ++i)
                    rules[static_cast<std::size_t>(units[static_cast<std::size_t>(i)])] = second;
                result.push_back(rules);
            }
        }
    return result;
}

// A layer may also stay what it is.
double cheapest(const Problem &p, const DualPoint &root, const std::vector<int> &start) {
    double best = kInfinity;
    auto ofFirst = assignments(p, root, 0);
    ofFirst.emplace_back(start.begin(), start.begin() + kUnits);
    auto ofSecond = assignments(p, root, 1);
    ofSecond.emplace_back(start.begin() + kUnits, start.end());
    for (const auto &first : ofFirst)
        for (const auto &second : ofSecond) {
            auto plan = first;
            plan.insert(plan.end(), second.begin(), second.end());
            if (p.accepts(plan)) best = std::min(best, p.costOf(plan));
        }
    return best;
}

}  // namespace

class TestLayerExchange : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Two layers at once are all there are: from anywhere, exchanges end at the cheapest plan of those they know.
    void confinedLossesEndAtTheCheapestPlan() {
        std::mt19937 rng(freshSeed());
        Progress progress;
        int reached = 0;
        int possible = 0;
        constexpr int kRounds = 400;
        for (int round = 0; round < kRounds; ++round) {
            const auto in = confined(rng);
            const auto p = compile(in);
            Dual dual(p, progress);
            const auto root =
                dual.maximize(std::vector<double>(p.rows.size(), 0), {1e-9, kInfinity, false, nullptr}, nullptr);
            const LayerExchange exchange(p, dual.priced(root), root, 1e6, 10'000, progress);
            std::vector<int> start;
            for (int u = 0; u < in.units(); ++u) start.push_back(u / kUnits + static_cast<int>(rng() % 2));
            const double best = cheapest(p, root, start);
            const auto found = exchange.improve(start, 1e6, 50);
            if (!found) continue;
            QVERIFY(p.accepts(*found));
            QVERIFY2(p.costOf(*found) >= best - 1e-9, qPrintable(QString("round %1").arg(round)));
            ++possible;
            reached += p.costOf(*found) <= best + 1e-9 ? 1 : 0;
            // Nothing beneath what is asked for, nothing found.
            QVERIFY(!exchange.improve(start, best - root.bound - 1e-6, 50));
        }
        qInfo("%d of %d at the cheapest, %d without a plan", reached, possible, kRounds - possible);
        QVERIFY(possible >= kRounds / 2);
        QVERIFY(reached >= possible * 19 / 20);
    }
};

QTEST_GUILESS_MAIN(TestLayerExchange)
#include "tst_layer_exchange.moc"
