// The Pareto scan against the recorded 51 problems.
#include <QElapsedTimer>
#include <QTest>
#include <chrono>
#include <cmath>
#include <stop_token>
#include <thread>

#include "engine/formats/json_reader.h"
#include "engine/optimize/instance_reader.h"
#include "engine/optimize/pareto.h"
#include "engine/values/error.h"
#include "optimize/cancelled.h"
#include "support/golden.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

namespace {

OptimizerInstance load(const std::string &name) {
    const auto path = dataPath("optimizer/" + name + ".json");
    return readInstance(readText(path), path.string());
}

}  // namespace

class TestPareto : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reachesTheRecordedSet() {
        const auto golden = readGoldenJson("optimizer/8x4-d50-r2.pareto.json");
        const auto instance = load("8x4-d50-r2");
        Progress progress;
        std::size_t streamed = 0;
        const auto set = paretoSet(instance, {1, 1e-5}, progress, [&](const ParetoProblem &) { ++streamed; });
        QCOMPARE(set.problems.size(), golden["problems"].size());
        QCOMPARE(streamed, set.problems.size());
        for (std::size_t n = 0; n < 3; ++n) {
            QVERIFY(std::abs(set.low[n] - golden["low"][n].get<double>()) < 1e-6 * set.low[n]);
            QVERIFY(std::abs(set.high[n] - golden["high"][n].get<double>()) < 1e-6 * set.high[n]);
        }
        int unknown = 0;
        int missed = 0;
        double worst = 0;
        for (const auto &row : golden["problems"]) compare(row, instance, set, unknown, missed, worst);
        qInfo("%d of 51 above the recorded objective, the worst by %.2e; %d without an answer", missed, worst, unknown);
        QVERIFY2(missed <= 20, "plans depend on the time there is, but most cells are easy");
        QCOMPARE(unknown, 0);
        QVERIFY(worst <= 0.1);
        checkFront(set);
    }

    // The ranges, and with them all intervals, rest on the single optima: they are right in the time of a live scan.
    void singleOptimaOfAThousandUnitsAreRight() {
        auto instance = load("32x32-d50-r2");
        for (auto &budget : instance.budgets) budget = {budget.length, 0.5, 0.45};
        std::stop_source enough;
        Progress progress(enough.get_token());
        std::vector<OptimizerResult> singles;
        const auto take = [&](const ParetoProblem &problem) {
            singles.push_back(problem.result);
            if (singles.size() == instance.lengths.size()) enough.request_stop();
        };
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(paretoSet(instance, {0.05, 1e-3}, progress, take)));
        QCOMPARE(singles.size(), instance.lengths.size());
        for (const auto &single : singles) QVERIFY2(single.gap <= 1e-3, qPrintable(QString::number(single.gap)));
    }

    void threadsChangeNothing() {
        const auto instance = load("2x4-d50-r2");
        Progress progress;
        const auto alone = paretoSet(instance, {0.2, 1e-5, 1}, progress);
        for (const int threads : {2, 5}) {
            const auto together = paretoSet(instance, {0.2, 1e-5, threads}, progress);
            QCOMPARE(together.problems.size(), alone.problems.size());
            for (std::size_t n = 0; n < alone.problems.size(); ++n) {
                const auto &a = alone.problems[n].result;
                const auto &b = together.problems[n].result;
                QCOMPARE(toString(b.status), toString(a.status));
                QCOMPARE(b.rules, a.rules);
                QCOMPARE(b.bound, a.bound);
            }
            QCOMPARE(together.front.size(), alone.front.size());
        }
    }

    void cancelReturnsSoon() {
        auto instance = load("32x32-d50-r2");
        for (auto &budget : instance.budgets) budget = {budget.length, 0.5, 0.45};
        for (const int ms : {0, 5, 50, 250}) {
            const auto took = cancelled(ms, [&](Progress &progress) {
                static_cast<void>(paretoSet(instance, {5, 1e-9, 3}, progress));
            });
            QVERIFY2(took >= 0 && took <= kCancelMs, qPrintable(QString::number(took)));
        }
    }

    void infeasibleSetsSayWhy() {
        Progress progress;
        const auto set = paretoSet(load("infeasible-two-lengths"), {}, progress);
        QVERIFY(set.front.empty());
        QVERIFY(set.reason.size() > 20);
    }

    void oneObjectiveIsOneProblem() {
        auto instance = load("2x4-d50-r2");
        instance.lengths.resize(1);
        instance.weights.resize(1);
        instance.loss.resize(instance.loss.size() / 3);
        Progress progress;
        const auto set = paretoSet(instance, {1, 1e-5}, progress);
        QCOMPARE(set.problems.size(), std::size_t{1});
        QCOMPARE(set.front.size(), std::size_t{1});
    }

    void tooManyObjectivesAreRefused() {
        auto instance = load("2x4-d50-r2");
        instance.lengths = {1024, 2048, 4096, 8192, 16384};
        Progress progress;
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(paretoSet(instance, {1, 1e-5}, progress)));
    }

private:
    static void compare(const nlohmann::json &row, const OptimizerInstance &instance, const ParetoSet &set,
                        int &unknown, int &missed, double &worst) {
        const int length = row["primary"];
        const auto primary = std::ranges::find(instance.lengths, length) - instance.lengths.begin();
        const auto mine = std::ranges::find_if(set.problems, [&](const ParetoProblem &p) {
            if (p.primary != primary || p.cells.empty() != row["cells"].is_null()) return false;
            for (std::size_t i = 0; i < p.cells.size(); ++i) {
                const auto n = i + (static_cast<int>(i) >= p.primary ? 1 : 0);
                if (row["cells"][std::to_string(instance.lengths[n])] != p.cells[i]) return false;
            }
            return true;
        });
        QVERIFY(mine != set.problems.end());
        const auto &result = mine->result;
        if (!row.contains("objectives")) {
            QCOMPARE(toString(result.status), "infeasible");
            return;
        }
        const auto place = static_cast<std::size_t>(primary);
        const double optimum = row["objectives"][place];
        QVERIFY(result.bound <= optimum * (1 + 1e-5));
        if (result.rules.empty()) {
            QVERIFY(result.status == SolveStatus::Unknown);
            ++unknown;
            return;
        }
        QVERIFY(result.losses[place] >= optimum * (1 - 1e-5));
        if (result.losses[place] > optimum * (1 + 1e-4)) ++missed;
        worst = std::max(worst, result.losses[place] / optimum - 1);
    }

    static void checkFront(const ParetoSet &set) {
        QVERIFY(set.front.size() >= 10);
        for (const auto &a : set.front)
            for (const auto &b : set.front) {
                bool worse = true;
                bool better = false;
                for (std::size_t n = 0; n < a.losses.size(); ++n) {
                    worse = worse && a.losses[n] >= b.losses[n];
                    better = better || a.losses[n] > b.losses[n] * (1 + 1e-8);
                }
                QVERIFY(!(worse && better));
            }
    }
};

QTEST_GUILESS_MAIN(TestPareto)
#include "tst_pareto.moc"
