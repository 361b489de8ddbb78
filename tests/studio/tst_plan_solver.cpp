// The live solver: the density curve, what interrupts it, and plans that are shown while a slider moves.
#include <random>
#include <thread>

#include "app/studio/curve_solver.h"
#include "engine/optimize/density_curve.h"
#include "studio/moa_command.h"
#include "support/fresh_seed.h"
#include "tests/bench/optimizer_twin.h"

using namespace moa;
using namespace moa::test;
using namespace moa::widgets;
using studio::CurveSolver;
using studio::Session;

namespace {

constexpr double kCurveGap = 1e-3;  // of the curve's points
constexpr double kFinalGap = 1e-4;  // of the command's answers

// An instance, and the choices it could come from.
struct Asked {
    engine::OptimizerInstance instance;
    PlanProblem problem;
    std::shared_ptr<PlanChoices> choices = std::make_shared<PlanChoices>();

    explicit Asked(const bench::TwinShape &shape) : instance(bench::optimizerTwin(shape, 1)) {
        problem.budgets = instance.budgets;
        choices->grid.rules = instance.rules;
        choices->table = {instance.lengths,       std::vector<bool>(instance.lengths.size()), instance.layers,
                          instance.unitsPerLayer, static_cast<int>(instance.rules.size()),    instance.loss};
    }
};

}  // namespace

class TestPlanSolver : public QObject {
    Q_OBJECT

private:
    SampleCopies copies;

    [[nodiscard]] static bool curved(Watched &w) {
        return w.waitFor([&] {
            return w.session.curve().complete() && w.session.curve().problem == withoutBounds(w.session.problem());
        });
    }

private Q_SLOTS:
    void cleanup() { verifyThreads(); }

    void theCurveIsTheOptimizersOwn() {
        Watched w;
        QVERIFY(w.open(copies()));
        QVERIFY(curved(w));
        const auto &curve = w.session.curve();
        const auto &shown = *w.session.answer();
        QCOMPARE(curve.points.size(), std::size_t{40});
        QCOMPARE(curve.points.front().density, 0.05);
        QCOMPARE(curve.points.back().density, 1.0);
        QCOMPARE(curve.lengths, shown.answer.loss->lengths);
        const auto instance =
            planInstance(studio::requestOf(w.session.problem()), shown.answer.grid, *shown.answer.loss);
        Progress progress;
        const auto theirs = engine::densityCurve(instance, engine::evenDensities(40), {}, progress);
        for (std::size_t i = 0; i < theirs.size(); ++i) {
            const auto &ours = curve.points[i];
            QCOMPARE(ours.density, theirs[i].density);
            QCOMPARE(ours.losses.empty(), theirs[i].result.rules.empty());
            if (ours.losses.empty()) continue;
            QCOMPARE(ours.losses, theirs[i].result.losses);
            QCOMPARE(ours.objective, theirs[i].result.objective);
            QCOMPARE(ours.bound, theirs[i].result.bound);
        }
    }

    void theCommandFindsThePlansOfTheCurve() {
        Watched w;
        const auto project = copies();
        QVERIFY(w.open(project));
        QVERIFY(curved(w));
        const auto other = QString::fromStdString(copies().string());
        int compared = 0;
        for (std::size_t i = 3; i < 40; i += 9) {
            const auto &point = w.session.curve().points[i];
            const auto answer =
                answerOf({"optimize", "--project", other, "--density", QString::number(point.density, 'g', 17)});
            const auto what = qPrintable(
                QString("%1: %2 and %3").arg(point.density).arg(point.objective).arg(answer["objective"].toDouble()));
            QCOMPARE(point.losses.empty(), answer["objective"].isUndefined());
            if (point.losses.empty()) continue;
            ++compared;
            const double theirs = answer["objective"].toDouble();
            QVERIFY2(theirs >= point.bound * (1 - 1e-9), what);
            QVERIFY2(point.objective >= theirs * (1 - kFinalGap) - 1e-12, what);
            QVERIFY2(point.objective <= theirs * (1 + kCurveGap + 1e-6) + 1e-12, what);
        }
        QVERIFY(compared >= 3);
    }

    void lossesFallAlongTheCurveAndUniformWindowsLoseMore() {
        Watched w;
        QVERIFY(w.open(copies()));
        QVERIFY(curved(w));
        double last = INFINITY;
        for (const auto &point : w.session.curve().points) {
            if (point.losses.empty()) continue;
            QVERIFY(point.objective <= last * (1 + 2 * kCurveGap));
            QVERIFY(point.bound <= point.objective * (1 + 1e-12));
            last = point.objective;
        }
        QVERIFY(last < 1e-9);  // dense loses nothing
    }

    void aBudgetThatMovesKeepsTheCurveAndAPinDrawsItAnew() {
        Watched w;
        QVERIFY(w.open(copies()));
        QVERIFY(curved(w));
        int changes = 0;
        connect(&w.session, &Session::curveChanged, &w.session, [&] { ++changes; });
        for (int i = 0; i < 10; ++i) w.session.editProblem(withDensity(w.session.problem(), 0.3 + 0.02 * i), false);
        QVERIFY(w.edit(withDensity(w.session.problem(), 0.6)));
        auto free = w.session.problem();
        free.linked = false;
        free.budgets.front().upper = 0.4;
        QVERIFY(w.edit(free));
        QTest::qWait(50);
        QCOMPARE(changes, 0);
        w.session.constrain({ConstraintEdit::Kind::Exclude, {{2, 3}}, {}, {}, {}});
        QVERIFY(curved(w));
        QCOMPARE(changes, 40);
        QCOMPARE(w.session.curve().problem.exclude.size(), std::size_t{1});
    }

    void anInfeasibleProblemIsToldBesideThePlanThatStays() {
        Watched w;
        QVERIFY(w.open(copies()));
        const auto before = w.session.answer()->answer.plan;
        const auto feasible = w.session.problem();
        QVERIFY(w.edit(withDensity(feasible, 0.05)));
        const auto &told = w.session.answer()->answer;
        QVERIFY(told.kept);
        QCOMPARE(told.result.status, engine::SolveStatus::Infeasible);
        QVERIFY(!told.result.reason.empty());
        QVERIFY(told.plan == before);
        QVERIFY(curved(w));
        QVERIFY(w.edit(feasible));
        QVERIFY(!w.session.answer()->answer.kept);
    }

    void aLoadedPlanLeavesTheCurveAlone() {
        Watched w;
        QVERIFY(w.open(copies()));
        w.session.constrain({ConstraintEdit::Kind::Exclude, {{2, 3}}, {}, {}, {}});
        w.session.loadPlan(QString::fromStdString(w.session.snapshot()->plans.front().name));
        QVERIFY(curved(w));
        QVERIFY(w.session.answer()->answer.plan == w.session.snapshot()->plans.front().plan);
    }

    void anInterruptedCurveGoesOnWhereItWas() {
        const Asked asked({4, 8});
        CurveSolver solver;
        std::stop_source stop;
        Progress first(stop.get_token());
        int found = 0;
        QVERIFY_EXCEPTION_THROWN(solver.solve(asked.problem, asked.instance, asked.choices, first,
                                              [&](const DensityCurve &) {
                                                  if (++found == 7) stop.request_stop();
                                              }),
                                 Error);
        QCOMPARE(found, 7);
        Progress progress;
        DensityCurve curve;
        const auto goOn = [&](const PlanProblem &problem) {
            found = 0;
            solver.solve(problem, asked.instance, asked.choices, progress, [&](const DensityCurve &c) {
                ++found;
                curve = c;
            });
        };
        auto moved = asked.problem;
        moved.budgets.front().upper = 0.9;
        goOn(moved);
        QCOMPARE(found, 33);
        QVERIFY(curve.complete());
        QVERIFY(std::ranges::is_sorted(curve.points, {}, &DensityPoint::density));
        goOn(asked.problem);
        QCOMPARE(found, 0);
        moved.rulesPerLayer = 1;
        goOn(moved);
        QCOMPARE(found, 40);
    }

    void aCurveStopsAtOnce() {
        const Asked asked({32, 32});
        std::mt19937 random(freshSeed());
        std::vector<double> milliseconds;
        for (int i = 0; i < 9; ++i) {
            std::stop_source stop;
            bool cancelled = false;
            std::thread worker([&] {
                Progress progress(stop.get_token());
                CurveSolver solver;
                try {
                    solver.solve(asked.problem, asked.instance, asked.choices, progress, [](const DensityCurve &) {});
                } catch (const Error &error) {
                    cancelled = error.isCancelled();
                }
            });
            std::this_thread::sleep_for(std::chrono::milliseconds(5 + random() % 300));
            QElapsedTimer clock;
            clock.start();
            stop.request_stop();
            worker.join();
            milliseconds.push_back(static_cast<double>(clock.nsecsElapsed()) * 1e-6);
            QVERIFY(cancelled);
        }
        std::ranges::sort(milliseconds);
        qInfo("stopped within %.1f ms (median), %.1f ms (longest)", milliseconds[4], milliseconds.back());
        QVERIFY2(milliseconds[4] <= 50, qPrintable(QString::number(milliseconds[4])));
        QVERIFY2(milliseconds.back() <= 500, qPrintable(QString::number(milliseconds.back())));
    }

    void anImportedPlanThatIsLoadedHasNoProof() {
        Watched w;
        QVERIFY(w.open(copies()));
        const auto file = copies.folder() / "known.json";
        w.session.exportPlan(file);
        QVERIFY(w.idle());
        const double loss = w.session.answer()->answer.result.objective;
        w.session.importPlan(file);
        QVERIFY(w.waitFor([&] {
            return std::ranges::any_of(w.session.snapshot()->plans, [](const auto &p) { return p.name == "known"; });
        }));
        w.session.loadPlan(QStringLiteral("known"));
        const auto &result = w.session.answer()->answer.result;
        QCOMPARE(result.status, engine::SolveStatus::Unknown);
        QVERIFY(std::abs(result.objective - loss) <= 1e-6 * loss);
    }
};

int main(int argc, char **argv) {
    return runTimed<TestPlanSolver>(argc, argv);
}
#include "tst_plan_solver.moc"
