// The optimizer against full enumeration on small random instances, a fresh seed each run.
#include <QTest>
#include <cmath>
#include <limits>
#include <random>
#include <set>

#include "engine/optimize/highs_prover.h"
#include "engine/optimize/solver.h"
#include "engine/values/conventions.h"

using namespace moa;
using namespace moa::engine;

namespace {

OptimizerInstance randomInstance(std::mt19937 &rng, int layers, int units, int rules) {
    const auto uniform = [&](double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(rng);
    };
    OptimizerInstance in;
    in.layers = layers;
    in.unitsPerLayer = units;
    in.lengths = {512, 1024};
    in.budgetLengths = {512, 1024, 2048};
    in.maxRulesPerLayer = static_cast<int>(rng() % 4);
    in.weights = {1, uniform(0, 2)};
    for (int r = 0; r < rules; ++r)
        in.rules.push_back(
            {64.0 * static_cast<double>(static_cast<int>(rng() % 10) - 2), static_cast<double>(rng() % 9) / 8});
    const bool ties = rng() % 4 == 0;
    for (int i = 0; i < 2 * in.units() * rules; ++i)
        in.loss.push_back(ties ? static_cast<double>(rng() % 3) : uniform(rng() % 8 == 0 ? -1 : 0, 10));
    for (const int length : in.budgetLengths)
        if (rng() % 3 != 0) {
            const double upper = uniform(0.2, 1);
            in.budgets.push_back({length, upper, upper * uniform(0, 1)});
        }
    if (rng() % 3 == 0)
        in.pins.push_back({static_cast<int>(rng() % static_cast<unsigned>(in.units())),
                           static_cast<int>(rng() % static_cast<unsigned>(rules))});
    if (rng() % 3 == 0)
        in.spanBounds.push_back(
            {{}, static_cast<int>(rng() % static_cast<unsigned>(in.units())), {}, uniform(200, 2000)});
    if (rng() % 4 == 0)
        in.spanBounds.push_back({static_cast<int>(rng() % static_cast<unsigned>(layers)), {}, uniform(0, 400), {}});
    return in;
}

bool spanAllowed(const OptimizerInstance &in, int unit, const Rule &rule) {
    std::set<int> lengths(in.lengths.begin(), in.lengths.end());
    lengths.insert(in.budgetLengths.begin(), in.budgetLengths.end());
    for (const auto &b : in.spanBounds) {
        if ((b.unit && *b.unit != unit) || (b.layer && *b.layer != unit / in.unitsPerLayer)) continue;
        for (const int n : lengths)
            if ((b.minSpan && rule.span(n) < *b.minSpan) || (b.maxSpan && rule.span(n) > *b.maxSpan)) return false;
    }
    return true;
}

// Least objective over all plans, infinite when none is feasible.
double enumerate(const OptimizerInstance &in) {
    std::vector<int> plan(static_cast<std::size_t>(in.units()), 0);
    const int rules = static_cast<int>(in.rules.size());
    double best = std::numeric_limits<double>::infinity();
    while (true) {
        bool feasible = true;
        for (int u = 0; u < in.units() && feasible; ++u)
            feasible = spanAllowed(in, u, in.rules[static_cast<std::size_t>(plan[static_cast<std::size_t>(u)])]);
        for (const auto &pin : in.pins) feasible = feasible && plan[static_cast<std::size_t>(pin.unit)] == pin.rule;
        for (int l = 0; l < in.layers && feasible && in.maxRulesPerLayer > 0; ++l) {
            const auto first = plan.begin() + l * in.unitsPerLayer;
            feasible = static_cast<int>(std::set<int>(first, first + in.unitsPerLayer).size()) <= in.maxRulesPerLayer;
        }
        for (const auto &b : in.budgets) {
            double sum = 0;
            for (const int r : plan) sum += kvDensity(in.rules[static_cast<std::size_t>(r)], blockCount(b.length));
            const double density = sum / in.units();
            feasible = feasible && density <= b.upper + 1e-9 && density >= b.lower - 1e-9;
        }
        if (feasible) {
            double cost = 0;
            for (int n = 0; n < 2; ++n)
                for (int u = 0; u < in.units(); ++u)
                    cost +=
                        in.weights[static_cast<std::size_t>(n)] * in.lossAt(n, u, plan[static_cast<std::size_t>(u)]);
            best = std::min(best, cost);
        }
        int u = 0;
        while (u < in.units() && ++plan[static_cast<std::size_t>(u)] == rules) plan[static_cast<std::size_t>(u++)] = 0;
        if (u == in.units()) return best;
    }
}

}  // namespace

class TestOptimizerRandom : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answersEqualEnumeration() {
        const auto seed = std::random_device()();
        qInfo() << "seed" << seed;
        std::mt19937 rng(seed);
        Progress progress;
        int infeasible = 0;
        for (int round = 0; round < 2000; ++round) {
            const auto in = randomInstance(rng, 1 + static_cast<int>(rng() % 3), 1 + static_cast<int>(rng() % 2),
                                           1 + static_cast<int>(rng() % 4));
            const double expected = enumerate(in);
            SolveOptions options;
            options.targetGap = 1e-9;
            options.timeLimit = 10;
            const auto result = solve(in, options, progress);
            if (expected == std::numeric_limits<double>::infinity()) {
                ++infeasible;
                QVERIFY2(result.status == SolveStatus::Infeasible, qPrintable(QString("round %1").arg(round)));
                QVERIFY(!result.reason.empty());
                continue;
            }
            QVERIFY2(result.status == SolveStatus::Optimal,
                     qPrintable(QString("round %1: %2").arg(round).arg(toString(result.status))));
            QVERIFY2(std::abs(result.objective - expected) < 1e-7, qPrintable(QString("round %1").arg(round)));
            QVERIFY(result.bound <= expected + 1e-7);
        }
        qInfo() << infeasible << "of 2000 infeasible";
        QVERIFY(infeasible > 100 && infeasible < 1900);
    }

    void answersEqualHighs() {
        const auto seed = std::random_device()();
        qInfo() << "seed" << seed;
        std::mt19937 rng(seed);
        Progress progress;
        for (int round = 0; round < 30; ++round) {
            const auto in = randomInstance(rng, 4, 4, 8);
            SolveOptions options;
            options.targetGap = 1e-6;
            options.timeLimit = 10;
            const auto mine = solve(in, options, progress);
            const auto theirs = prove(in, 30, progress);
            if (theirs.status == SolveStatus::Unknown) continue;
            QCOMPARE(mine.status == SolveStatus::Infeasible, theirs.status == SolveStatus::Infeasible);
            if (mine.status == SolveStatus::Infeasible) continue;
            QVERIFY2(mine.objective <= theirs.objective + 2e-6 * (1 + std::abs(theirs.objective)),
                     qPrintable(QString("round %1").arg(round)));
            QVERIFY(mine.bound <= theirs.objective + 1e-6 * (1 + std::abs(theirs.objective)));
        }
    }
};

QTEST_GUILESS_MAIN(TestOptimizerRandom)
#include "tst_optimizer_random.moc"
