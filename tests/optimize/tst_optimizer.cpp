// The optimizer on the reference instances.
#include <QElapsedTimer>
#include <QTest>
#include <cmath>
#include <filesystem>
#include <limits>
#include <set>
#include <stop_token>
#include <thread>

#include "engine/formats/json_reader.h"
#include "engine/optimize/density_curve.h"
#include "engine/optimize/highs_prover.h"
#include "engine/optimize/instance_reader.h"
#include "engine/optimize/solver.h"
#include "engine/values/conventions.h"
#include "engine/values/error.h"
#include "optimize/cancelled.h"
#include "support/golden.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

namespace {

constexpr double kTrueGap = 0.001;

OptimizerInstance load(const std::string &name) {
    const auto path = dataPath("optimizer/" + name + ".json");
    return readInstance(readText(path), path.string());
}

// The constraints, checked from the instance alone.
void checkFeasible(const OptimizerInstance &in, const OptimizerResult &result) {
    QCOMPARE(result.rules.size(), static_cast<std::size_t>(in.units()));
    for (const auto &b : in.budgets) {
        double sum = 0;
        for (const int r : result.rules) sum += kvDensity(in.rules[static_cast<std::size_t>(r)], blockCount(b.length));
        const double density = sum / in.units();
        QVERIFY(density <= b.upper + 1e-9);
        QVERIFY(density >= b.lower - 1e-9);
        QVERIFY(std::abs(density - result.densities.at(b.length)) < 1e-12);
    }
    for (int l = 0; l < in.layers && in.maxRulesPerLayer > 0; ++l) {
        const auto first = result.rules.begin() + static_cast<std::ptrdiff_t>(l) * in.unitsPerLayer;
        QVERIFY(static_cast<int>(std::set<int>(first, first + in.unitsPerLayer).size()) <= in.maxRulesPerLayer);
    }
    for (const auto &pin : in.pins) QCOMPARE(result.rules[static_cast<std::size_t>(pin.unit)], pin.rule);
    double objective = 0;
    for (std::size_t n = 0; n < in.lengths.size(); ++n)
        for (int u = 0; u < in.units(); ++u)
            objective += in.weights[n] * in.lossAt(static_cast<int>(n), u, result.rules[static_cast<std::size_t>(u)]);
    QVERIFY(std::abs(objective - result.objective) <= 1e-9 * (1 + std::abs(objective)));
}

}  // namespace

class TestOptimizer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void referenceInstances_data() {
        QTest::addColumn<QString>("name");
        for (const auto &entry : std::filesystem::directory_iterator(dataPath("optimizer"))) {
            const auto file = QString::fromStdString(entry.path().filename().string());
            if (file.endsWith(".expected.json")) QTest::newRow(qPrintable(file.chopped(14))) << file.chopped(14);
        }
    }

    void referenceInstances() {
        QFETCH(QString, name);
        const auto expected = readGoldenJson("optimizer/" + name.toStdString() + ".expected.json");
        const auto status = expected["status"].get<std::string>();
        Progress progress;
        if (status == "error") {
            QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(load(name.toStdString())));
            return;
        }
        const auto instance = load(name.toStdString());
        SolveOptions options;
        options.timeLimit = 10;  // all but a few need less than 0.1 s of a free processor, none more than 1
        const auto result = solve(instance, options, progress);
        if (status == "infeasible") {
            QCOMPARE(toString(result.status), "infeasible");
            QVERIFY(result.reason.size() > 20);
            qInfo("%s", result.reason.c_str());
            return;
        }
        QVERIFY2(result.status == SolveStatus::Optimal || result.status == SolveStatus::Feasible,
                 toString(result.status));
        checkFeasible(instance, result);
        const double optimum = expected["objective"];
        const double scale = std::max(std::abs(optimum), 1e-300);
        qInfo("true gap %.2e, proven gap %.2e, %.2f s", (result.objective - optimum) / scale, result.gap,
              result.seconds);
        QVERIFY(result.bound <= optimum + 1e-6 * scale);
        QVERIFY(result.objective >= optimum - 1e-6 * scale);
        QVERIFY(result.objective - optimum <= kTrueGap * scale);
        if (instance.units() <= 32) QCOMPARE(toString(result.status), "optimal");
        if (instance.units() <= 256) QVERIFY(result.gap <= 0.001);
    }

    // The smallest contradiction is named, and nothing beside it.
    void reasonsNameTheCause_data() {
        QTest::addColumn<QStringList>("named");
        QTest::addColumn<QString>("notNamed");
        QTest::newRow("infeasible-two-lengths")
            << QStringList{"upper budget 0.25 at 2048", "lower budget 0.75 at 16384"} << "limit";
        QTest::newRow("infeasible-spans-one-rule")
            << QStringList{"unit 0 of layer 0 of at most 3072", "unit 1 of layer 0 of at least 4096", "limit of 1"}
            << "budget";
        QTest::newRow("infeasible-pins-over-budget") << QStringList{"upper budget 0.25", "pin of unit"} << "limit";
        QTest::newRow("infeasible-budget-too-small") << QStringList{"upper budget 0.15 at 2048", "0.1562"} << "limit";
        QTest::newRow("infeasible-integrality") << QStringList{"budget 0.3 to 0.4 at 2048"} << "limit";
    }

    void reasonsNameTheCause() {
        QFETCH(QStringList, named);
        QFETCH(QString, notNamed);
        Progress progress;
        const auto reason = QString::fromStdString(solve(load(QTest::currentDataTag()), {}, progress).reason);
        for (const auto &words : named) QVERIFY2(reason.contains(words), qPrintable(reason));
        QVERIFY2(!reason.contains(notNamed), qPrintable(reason));
    }

    void manyPinsAreExplainedSoon() {
        auto instance = load("32x8-d50-r2");
        for (int u = 0; u < 200; ++u) instance.pins.push_back({u, 47});
        Progress progress;
        const auto result = solve(instance, {}, progress);
        QCOMPARE(toString(result.status), "infeasible");
        QVERIFY(result.reason.find("none of them can be left out") != std::string::npos);
        QVERIFY(result.seconds < 6);
    }

    void highsProvesASmallInstance() {
        const auto instance = load("2x4-d50-r2");
        Progress progress;
        const auto result = prove(instance, 60, progress);
        QCOMPARE(toString(result.status), "optimal");
        checkFeasible(instance, result);
        const double optimum = readGoldenJson("optimizer/2x4-d50-r2.expected.json")["objective"];
        QVERIFY(std::abs(result.objective - optimum) < 1e-6 * optimum);
    }

    void warmStartsGiveTheSameAnswer() {
        auto instance = load("8x4-d50-r2");
        Progress progress;
        const auto cold = solve(instance, {}, progress);
        SolveOptions warm;
        warm.prices = warmPrices(instance, cold);
        const auto again = solve(instance, warm, progress);
        QVERIFY(std::abs(again.objective - cold.objective) <= 1e-4 * cold.objective);
    }

    void shadowPricesPredictTheObjective() {
        auto instance = load("32x8-d50-r2");
        Progress progress;
        const auto before = solve(instance, {}, progress);
        double predicted = 0;
        for (auto &b : instance.budgets) {
            b.upper += 0.01;
            predicted += 0.01 * before.shadowPrices.at(b.length);
        }
        const auto after = solve(instance, {}, progress);
        const double change = after.objective - before.objective;
        QVERIFY(change < 0);
        QVERIFY2(change / predicted > 0.5 && change / predicted < 1.5, qPrintable(QString::number(change / predicted)));
    }

    void plansOfSimilarProblemsAreTaken() {
        auto instance = load("8x4-d50-r2");
        Progress progress;
        const auto before = solve(instance, {}, progress);
        SolveOptions options;
        options.plans = {before.rules, std::vector<int>(32, 0), {1, 2, 3}, std::vector<int>(32, 1000)};
        options.timeLimit = 0;  // no search: the plan given is the answer
        const auto again = solve(instance, options, progress);
        QVERIFY(std::abs(again.objective - before.objective) <= 1e-9 * before.objective);
        checkFeasible(instance, again);
        instance.pins.push_back({3, 12});  // no longer the plan given
        options.timeLimit = 3;
        const auto pinned = solve(instance, options, progress);
        checkFeasible(instance, pinned);
        QVERIFY(pinned.objective >= before.objective);
    }

    // The plan at once with the bound known so far, then better plans and bounds; all of them hold.
    void theAnswerTightensWhileItIsShown() {
        const auto instance = load("8x4-d75-r2");
        const double optimum = readGoldenJson("optimizer/8x4-d75-r2.expected.json")["objective"];
        std::vector<OptimizerResult> told;
        SolveOptions options;
        options.improved = [&](const OptimizerResult &result) { told.push_back(result); };
        Progress progress;
        const auto last = solve(instance, options, progress);
        QVERIFY(told.size() > 1);
        for (std::size_t i = 0; i < told.size(); ++i) {
            checkFeasible(instance, told[i]);
            QVERIFY(told[i].bound <= optimum * (1 + 1e-9));
            QVERIFY(i == 0 || (told[i].objective <= told[i - 1].objective && told[i].bound >= told[i - 1].bound));
        }
        QVERIFY(told.front().gap > 1e-2);
        QVERIFY(last.gap <= 1e-4);
    }

    void theSameInputGivesTheSameAnswer() {
        const auto instance = load("32x8-d50-r2");
        Progress progress;
        const auto first = solve(instance, {}, progress);
        OptimizerResult second;
        std::jthread([&] { second = solve(instance, {}, progress); }).join();
        QCOMPARE(first.rules, second.rules);
        QCOMPARE(first.bound, second.bound);
        QCOMPARE(first.shadowPrices, second.shadowPrices);
    }

    // A pin that changes the optimum costs about what its price says, and never less than nothing.
    void pinsHavePrices() {
        auto instance = load("32x8-d50-r2");
        Progress progress;
        const auto before = solve(instance, {}, progress);
        instance.pins.push_back({0, before.rules[0]});
        instance.pins.push_back({9, 0});
        const auto after = solve(instance, {}, progress);
        const double sum = after.pinPrices.at(0) + after.pinPrices.at(9);
        const double change = after.objective - before.objective;
        QVERIFY(after.pinPrices.at(0) >= 0 && after.pinPrices.at(9) > 0);
        QVERIFY2(change > 0.5 * sum && change < 2 * sum, qPrintable(QString("%1 %2").arg(change).arg(sum)));
    }

    void lossesThatAreNoNumbersAreRefusedWithTheirPlace() {
        auto instance = load("8x4-d50-r2");
        instance.loss[(1 * 32 + 9) * 48 + 5] = std::numeric_limits<double>::quiet_NaN();
        Progress progress;
        try {
            static_cast<void>(solve(instance, {}, progress));
            QFAIL("a NaN was taken");
        } catch (const Error &error) {
            const auto text = QString::fromStdString(error.what());
            QVERIFY2(text.contains("length 4096, layer 2, unit 1, rule 5"), qPrintable(text));
        }
    }

    void degenerateShapesAreRoutine() {
        for (const int limit : {0, 1, 2, 3}) {
            OptimizerInstance in;
            in.layers = 80;
            in.unitsPerLayer = 1;
            in.lengths = {1024};
            in.budgetLengths = {1024};
            in.rules = {{0, 0.25}, {0, 1}};
            in.maxRulesPerLayer = limit;
            in.weights = {1};
            for (int u = 0; u < 80; ++u) in.loss.insert(in.loss.end(), {1.0 + u % 7, 0.0});
            in.budgets = {{1024, 0.5, 0}};
            Progress progress;
            const auto result = solve(in, {}, progress);
            QCOMPARE(toString(result.status), "optimal");
            checkFeasible(in, result);
            in.budgets.clear();
            QCOMPARE(solve(in, {}, progress).objective, 0.0);
        }
    }

    void theDensityCurveFalls() {
        const auto instance = load("32x8-d50-r2");
        Progress progress;
        std::size_t found = 0;
        const auto densities = evenDensities(20);
        const auto curve = densityCurve(instance, densities, {}, progress, [&](const CurvePoint &) { ++found; });
        QCOMPARE(found, densities.size());
        double last = std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < curve.size(); ++i) {
            QCOMPARE(curve[i].density, densities[i]);
            if (curve[i].result.status == SolveStatus::Infeasible) {
                QVERIFY(curve[i].density < 0.2);
                continue;
            }
            auto at = instance;
            setDensity(at, densities[i]);
            checkFeasible(at, curve[i].result);
            QVERIFY(curve[i].result.bound <= last);
            last = curve[i].result.objective;
        }
        QVERIFY(last == 0);
        QVERIFY_THROWS_EXCEPTION(
            Error, static_cast<void>(densityCurve(instance, std::vector<double>{0.5, 1.5}, {}, progress)));
    }

    void cancelWhileItRuns_data() {
        QTest::addColumn<int>("limit");
        QTest::newRow("3") << 3;  // its bound alone takes longer than the last delay
        QTest::newRow("4") << 4;  // and here one evaluation of it longer than a cancel may
    }

    void cancelWhileItRuns() {
        QFETCH(int, limit);
        auto instance = load("32x32-d50-r2");
        instance.maxRulesPerLayer = limit;
        for (const int ms : {0, 2, 10, 30}) {
            const auto took = cancelled(ms, [&](Progress &progress) {
                SolveOptions options;
                options.timeLimit = 20;
                options.targetGap = 0;
                static_cast<void>(solve(instance, options, progress));
            });
            QVERIFY2(took >= 0 && took <= kCancelMs, qPrintable(QString::number(took)));
        }
    }

    void cancelReturnsAtOnce() {
        const auto instance = load("80x8-d50-r2");
        std::stop_source stop;
        Progress progress(stop.get_token());
        stop.request_stop();
        QElapsedTimer timer;
        timer.start();
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(solve(instance, {}, progress)));
        QVERIFY(timer.elapsed() <= kCancelMs);
    }

    void brokenInstancesAreRefused() {
        const auto good = readText(dataPath("optimizer/2x4-d25-r1.json"));
        const auto json = nlohmann::json::parse(good);
        const std::vector<std::pair<std::string, nlohmann::json>> attacks = {
            {"/layers", 0},
            {"/layers", 3},
            {"/layers", "2"},
            {"/units_per_layer", -4},
            {"/loss", 1},
            {"/loss/0/0/0", nullptr},
            {"/loss/0/0/0", "1"},
            {"/loss/0/0", nlohmann::json::array()},
            {"/weights", {1}},
            {"/betas/0", 2},
            {"/alphas", nlohmann::json::array()},
            {"/lengths", nlohmann::json::array()},
            {"/lengths/0", 100},
            {"/budgets/0/upper", 1.5},
            {"/budgets/0/upper", -1},
            {"/max_rules_per_layer", -1},
        };
        for (const auto &[path, value] : attacks) {
            auto bad = json;
            bad[nlohmann::json::json_pointer(path)] = value;
            QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(readInstance(bad.dump(), "test")));
        }
        for (std::size_t cut = 0; cut < good.size(); cut += 997)
            QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(readInstance(good.substr(0, cut), "test")));
    }

    void constraintFilesAreRead() {
        const auto c = readConstraints(
            R"({"budgets": [{"length": 1024, "upper": 0.5}], "pins": [{"layer": 0, "unit": 1, "alpha": 512,
            "beta": 0}], "span_bounds": [{"layer": 2, "min_span": 256}], "exclude": [{"layer": 1, "unit": 0}],
            "max_rules_per_layer": 3, "weights": {"1024": 2}})",
            "test");
        QCOMPARE(c.budgets[0].lower, 0.45);
        QCOMPARE(c.pins[0].rule, (Rule{512, 0}));
        QCOMPARE(c.exclude[0], (std::pair{1, 0}));
        QCOMPARE(*c.maxRulesPerLayer, 3);
        QCOMPARE(c.weights[0], (std::pair{1024, 2.0}));
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(readConstraints(R"({"budget": []})", "test")));
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(readConstraints(R"({"pins": [{"layer": 0}]})", "test")));
        for (const char *length : {"1024x", "", "-64", "100", "99999999999999999999"})
            QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(readConstraints(
                                                "{\"weights\": {\"" + std::string(length) + "\": 1}}", "test")));
    }
};

QTEST_GUILESS_MAIN(TestOptimizer)
#include "tst_optimizer.moc"
