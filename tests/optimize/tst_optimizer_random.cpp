// The optimizer against full enumeration on small random instances, a fresh seed each run.
#include <QTest>
#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <set>

#include "engine/optimize/highs_prover.h"
#include "engine/optimize/solver.h"
#include "engine/values/conventions.h"
#include "support/fresh_seed.h"
#include "support/sanitized.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

namespace {

// All of them, label `slow`, when MOA_ALL_CASES is set; sanitizers slow the solver down twenty times.
int cases() {
    if (kSanitized) return 500;
    return qEnvironmentVariableIsSet("MOA_ALL_CASES") ? 10'000 : 1'000;
}

double uniform(std::mt19937 &rng, double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(rng);
}

int below(std::mt19937 &rng, int end) {
    return static_cast<int>(rng() % static_cast<unsigned>(end));
}

void addConstraints(std::mt19937 &rng, OptimizerInstance &in) {
    const int rules = static_cast<int>(in.rules.size());
    if (below(rng, 5) == 0) in.pins.push_back({below(rng, in.units()), below(rng, rules)});
    if (below(rng, 5) == 0) in.spanBounds.push_back({{}, below(rng, in.units()), {}, uniform(rng, 200, 2000)});
    if (below(rng, 6) == 0) in.spanBounds.push_back({below(rng, in.layers), {}, uniform(rng, 0, 400), {}});
    if (below(rng, 5) == 0) {
        const double middle = uniform(rng, 0, 5) * in.units();
        in.objectiveBounds.push_back({below(rng, 2), middle - uniform(rng, 0, 8), middle + uniform(rng, 0, 8)});
    }
}

// Budgets stand around the densities of a random plan, so that more than half of the instances have a plan; the limit
// of rules in a layer runs from none to 5 and binds in many of them.
OptimizerInstance randomInstance(std::mt19937 &rng, int layers, int units, int rules) {
    OptimizerInstance in;
    in.layers = layers;
    in.unitsPerLayer = units;
    in.lengths = {512, 1024};
    in.budgetLengths = {512, 1024, 2048};
    in.maxRulesPerLayer = below(rng, 6);
    in.weights = {1, uniform(rng, 0, 2)};
    for (int r = 0; r < rules; ++r) in.rules.push_back({64.0 * (below(rng, 10) - 2), below(rng, 9) / 8.0});
    const bool ties = below(rng, 4) == 0;
    for (int i = 0; i < 2 * in.units() * rules; ++i)
        in.loss.push_back(ties ? below(rng, 3) : uniform(rng, below(rng, 8) == 0 ? -1 : 0, 10));
    for (const int length : in.budgetLengths) {
        if (below(rng, 2) == 0) continue;
        double density = 0;
        for (int u = 0; u < in.units(); ++u)
            density += kvDensity(in.rules[static_cast<std::size_t>(below(rng, rules))], blockCount(length));
        density /= in.units();
        const double width = uniform(rng, 0, 0.15);
        in.budgets.push_back({length, std::min(1.0, density + width * uniform(rng, 0, 1)),
                              std::max(0.0, density - width * uniform(rng, 0, 1))});
    }
    addConstraints(rng, in);
    return in;
}

// Losses of both lengths around those of plans of middling cost, in narrow intervals.
void confineLosses(std::mt19937 &rng, OptimizerInstance &in) {
    in.objectiveBounds.clear();
    for (const int objective : {0, 1}) {
        const double middle = uniform(rng, 1, 5) * in.units();
        const double width = uniform(rng, 0, 8);
        if (objective == 0 || below(rng, 3) == 0)
            in.objectiveBounds.push_back({objective, middle - width, middle + width});
    }
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

// Where a sum of losses lies: 1 inside its bounds, 0 outside, -1 too near an end to tell apart from rounding.
int inside(const OptimizerInstance &in, const std::vector<int> &plan) {
    int answer = 1;
    for (const auto &b : in.objectiveBounds) {
        double sum = 0;
        for (int u = 0; u < in.units(); ++u) sum += in.lossAt(b.objective, u, plan[static_cast<std::size_t>(u)]);
        if (std::abs(sum - b.low) < 1e-6 || std::abs(sum - b.high) < 1e-6) return -1;
        if (sum < b.low || sum > b.high) answer = 0;
    }
    return answer;
}

// What one plan needs to be judged, looked up once: millions of plans are.
struct Tables {
    explicit Tables(const OptimizerInstance &in) : rules(static_cast<int>(in.rules.size())) {
        for (int u = 0; u < in.units(); ++u)
            for (int r = 0; r < rules; ++r) {
                bool free = spanAllowed(in, u, in.rules[static_cast<std::size_t>(r)]);
                for (const auto &pin : in.pins) free = free && (pin.unit != u || pin.rule == r);
                allowed.push_back(free);
            }
        for (const auto &b : in.budgets) {
            densities.emplace_back();
            for (const auto &rule : in.rules) densities.back().push_back(kvDensity(rule, blockCount(b.length)));
        }
    }

    int rules;
    std::vector<bool> allowed;                   // [unit][rule]
    std::vector<std::vector<double>> densities;  // [budget][rule]
};

bool isFeasible(const OptimizerInstance &in, const Tables &tables, const std::vector<int> &plan) {
    for (std::size_t u = 0; u < plan.size(); ++u)
        if (!tables.allowed[u * static_cast<std::size_t>(tables.rules) + static_cast<std::size_t>(plan[u])])
            return false;
    for (int l = 0; l < in.layers && in.maxRulesPerLayer > 0; ++l) {
        unsigned taken = 0;
        for (int u = l * in.unitsPerLayer; u < (l + 1) * in.unitsPerLayer; ++u)
            taken |= 1U << plan[static_cast<std::size_t>(u)];
        if (std::popcount(taken) > in.maxRulesPerLayer) return false;
    }
    for (std::size_t b = 0; b < in.budgets.size(); ++b) {
        double sum = 0;
        for (const int r : plan) sum += tables.densities[b][static_cast<std::size_t>(r)];
        const double density = sum / in.units();
        if (density > in.budgets[b].upper + 1e-9 || density < in.budgets[b].lower - 1e-9) return false;
    }
    return true;
}

// Least objective over all plans, infinite when none is feasible, NaN when rounding decides.
double enumerate(const OptimizerInstance &in) {
    const Tables tables(in);
    std::vector<int> plan(static_cast<std::size_t>(in.units()), 0);
    double best = std::numeric_limits<double>::infinity();
    while (true) {
        const int losses = isFeasible(in, tables, plan) ? inside(in, plan) : 0;
        if (losses < 0) return std::numeric_limits<double>::quiet_NaN();
        if (losses > 0) {
            double cost = 0;
            for (int n = 0; n < 2; ++n)
                for (int u = 0; u < in.units(); ++u)
                    cost +=
                        in.weights[static_cast<std::size_t>(n)] * in.lossAt(n, u, plan[static_cast<std::size_t>(u)]);
            best = std::min(best, cost);
        }
        int u = 0;
        while (u < in.units() && ++plan[static_cast<std::size_t>(u)] == tables.rules)
            plan[static_cast<std::size_t>(u++)] = 0;
        if (u == in.units()) return best;
    }
}

}  // namespace

class TestOptimizerRandom : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answersEqualEnumeration_data() {
        QTest::addColumn<unsigned>("seed");
        QTest::newRow("fresh") << freshSeed();
        // Round 704 was once called infeasible: plans dropped by an estimate, not by their reduced cost.
        QTest::newRow("1868226664") << 1868226664U;
        QTest::newRow("3") << 3U;  // a proof that stalled, in round 1791
    }

    void answersEqualEnumeration() {
        QFETCH(unsigned, seed);
        std::mt19937 rng(seed);
        Progress progress;
        int infeasible = 0;
        for (int round = 0; round < cases(); ++round) {
            const int layers = 1 + below(rng, 3);
            const int units = layers == 1 ? 3 + below(rng, 4) : layers == 2 ? 2 + below(rng, 2) : 1 + below(rng, 2);
            const auto in = randomInstance(rng, layers, units, units > 4 ? 2 + below(rng, 3) : 1 + below(rng, 5));
            const double expected = enumerate(in);
            if (std::isnan(expected)) continue;
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
        qInfo() << infeasible << "of" << cases() << "infeasible";
        QVERIFY(infeasible > cases() / 10 && infeasible < cases() * 7 / 10);
    }

    void rowsThatCannotChangeProveNothing() {
        // Every rule keeps all 8 blocks at 512: whatever the price of that budget, its two sides cancel.
        OptimizerInstance in;
        in.layers = 1;
        in.unitsPerLayer = 2;
        in.lengths = {512, 1024};
        in.budgetLengths = {512, 1024, 2048};
        in.maxRulesPerLayer = 0;
        in.rules = {{384, 0.5}, {256, 0.5}};
        in.weights = {1, 1};
        in.loss = {94, 10, 64, 86, 4, 70, 66, 45};
        in.budgets = {{512, 1, 0.95}, {1024, 0.95, 0.81}, {2048, 0.88, 0.71}};
        Progress progress;
        const auto result = solve(in, {}, progress);
        QCOMPARE(toString(result.status), "optimal");
        QVERIFY(std::abs(result.objective - enumerate(in)) < 1e-9);
        QCOMPARE(result.shadowPrices.at(512), 0.0);
        in.budgets[0] = {512, 0.9, 0.5};
        QCOMPARE(toString(solve(in, {}, progress).status), "infeasible");
    }

    void answersEqualHighs() {
        std::mt19937 rng(freshSeed());
        Progress progress;
        for (int round = 0; round < 30; ++round) {
            const auto in = randomInstance(rng, 4, 4, 8);
            SolveOptions options;
            options.targetGap = 1e-6;
            options.timeLimit = 10;
            const auto mine = solve(in, options, progress);
            QVERIFY2(mine.status != SolveStatus::Unknown, qPrintable(QString("round %1").arg(round)));
            const auto theirs = prove(in, 30, progress);
            if (theirs.status == SolveStatus::Unknown) continue;
            QCOMPARE(mine.status == SolveStatus::Infeasible, theirs.status == SolveStatus::Infeasible);
            if (mine.status == SolveStatus::Infeasible) continue;
            QVERIFY2(mine.objective <= theirs.objective + 2e-6 * (1 + std::abs(theirs.objective)),
                     qPrintable(QString("round %1").arg(round)));
            QVERIFY(mine.bound <= theirs.objective + 1e-6 * (1 + std::abs(theirs.objective)));
        }
    }

    // A plan or a proof that there is none, which HiGHS confirms, in shapes that are too large to enumerate.
    void smallInstancesAreDecided_data() {
        QTest::addColumn<unsigned>("seed");
        QTest::addColumn<int>("layers");
        QTest::addColumn<int>("units");
        QTest::addColumn<int>("rules");
        QTest::addColumn<bool>("confined");
        const auto seed = freshSeed();
        QTest::newRow("4x4x8") << seed << 4 << 4 << 8 << true;
        QTest::newRow("8x4x8") << seed << 8 << 4 << 8 << true;
        QTest::newRow("3x4x12") << seed << 3 << 4 << 12 << true;
        QTest::newRow("2x6x10") << seed << 2 << 6 << 10 << true;
        QTest::newRow("8x2x10") << seed << 8 << 2 << 10 << true;
        // Round 13: whole steps of the budgets leave nothing, which a row of losses hid.
        QTest::newRow("2012228097") << 2012228097U << 4 << 4 << 8 << false;
        // Rounds 22 and 78 once crashed: no assignment near the cheapest keeps a limit of 5.
        QTest::newRow("11") << 11U << 2 << 6 << 10 << false;
    }

    void smallInstancesAreDecided() {
        QFETCH(unsigned, seed);
        QFETCH(int, layers);
        QFETCH(int, units);
        QFETCH(int, rules);
        QFETCH(bool, confined);
        std::mt19937 rng(seed);
        Progress progress;
        int infeasible = 0;
        double slowest = 0;
        const int rounds = std::max(cases() / 10, 80);
        for (int round = 0; round < rounds; ++round) {
            auto in = randomInstance(rng, layers, units, rules);
            if (confined && round % 2 == 0) confineLosses(rng, in);
            SolveOptions options;
            options.targetGap = 1;
            options.timeLimit = kSanitized ? 200 : 10;
            options.explain = false;
            const auto mine = solve(in, options, progress);
            slowest = std::max(slowest, mine.seconds);
            QVERIFY2(mine.status != SolveStatus::Unknown, qPrintable(QString("round %1").arg(round)));
            if (mine.status != SolveStatus::Infeasible) continue;
            ++infeasible;
            QVERIFY2(prove(in, 5, progress).rules.empty(), qPrintable(QString("round %1").arg(round)));
        }
        qInfo("%d of %d infeasible, the slowest in %.2f s", infeasible, rounds, slowest);
    }
};

QTEST_GUILESS_MAIN(TestOptimizerRandom)
#include "tst_optimizer_random.moc"
