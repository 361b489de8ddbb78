// A session on a copy of the sample: plans follow edits, jobs run and stop, everything is in the file.
#include <QJsonArray>

#include "studio/moa_command.h"
#include "studio/studio_support.h"

using namespace moa;
using namespace moa::test;
using namespace moa::widgets;

namespace {

QString text(const std::filesystem::path &path) {
    return QString::fromStdString(path.string());
}

bool near(double a, double b) {
    return std::abs(a - b) <= 1e-9 * std::max({1.0, std::abs(a), std::abs(b)});
}

}  // namespace

class TestSession : public QObject {
    Q_OBJECT

private:
    SampleCopies copies;

private Q_SLOTS:
    void cleanup() { verifyThreads(); }
    void cleanupTestCase() { QVERIFY(guard::solverCallsElsewhere() > 0); }

    void theSampleOpensWithAPlanWithinItsBudgets() {
        Watched w;
        QVERIFY(w.open(copies()));
        const auto *snapshot = w.session.snapshot();
        QCOMPARE(snapshot->facts->layers, 8);
        QCOMPARE(snapshot->lengths.size(), std::size_t{3});
        QVERIFY(!snapshot->modelFault && !snapshot->readOnly);
        QVERIFY(!snapshot->runs.empty());
        const auto &answer = w.session.answer()->answer;
        QVERIFY(answer.plan.has_value());
        for (const auto &budget : answer.problem.budgets) {
            QVERIFY(answer.densities.at(budget.length).kv <= budget.upper + 1e-9);
            QVERIFY(answer.densities.at(budget.length).kv >= 0.8 * budget.upper);
        }
        QVERIFY(answer.result.bound <= answer.result.objective * (1 + 1e-9));
    }

    void theCommandFindsTheSamePlan() {
        Watched w;
        QVERIFY(w.open(copies()));
        const auto &ours = w.session.answer()->answer;
        const auto theirs = answerOf({"optimize", "--project", text(copies()), "--density", "0.25"});
        QVERIFY(near(theirs["objective"].toDouble(), ours.result.objective));
        QVERIFY(!ours.densities.empty());
        for (const auto &[length, d] : ours.densities) {
            const auto kinds = theirs["densities"].toObject()[QString::number(length)].toObject();
            QVERIFY(near(kinds["kv"].toDouble(), d.kv));
            QVERIFY(near(kinds["causal"].toDouble(), d.causal));
        }
        const auto losses = theirs["loss"].toObject();
        for (std::size_t i = 0; i < ours.loss->lengths.size(); ++i)
            QVERIFY(near(losses[QString::number(ours.loss->lengths[i])].toDouble(), ours.result.losses[i]));
    }

    void aDeviceThatIsNotThereIsToldAndTheOldOneStays() {
        Watched w;
        QVERIFY(w.open(copies()));
        std::vector<studio::DeviceState> told;
        connect(&w.session, &studio::Session::deviceChanged, &w.session, [&](const auto &d) { told.push_back(d); });
        for (const std::size_t count : {1, 2}) {
            w.session.useDevice(count == 1 ? "cuda:99" : "abacus");
            QVERIFY(w.waitFor([&] { return told.size() == count; }));
            QCOMPARE(w.errors.size(), count);
            QVERIFY(!w.errors.back().remedy.isEmpty());
            QCOMPARE(told.back().device.name, std::string("CPU"));
        }
        w.session.useDevice("cpu");
        QVERIFY(w.waitFor([&] { return told.size() == 3; }));
        QCOMPARE(w.errors.size(), std::size_t{2});
        w.session.evaluate({QStringLiteral("retrieval"), {QStringLiteral("dense")}, {1024}, 1, {}, false});
        QVERIFY(w.idle());
        QCOMPARE(w.errors.size(), std::size_t{2});
    }

    void aDragIsOneStepOfUndo() {
        Watched w;
        QVERIFY(w.open(copies()));
        const auto before = w.session.problem();
        const double loss = w.session.answer()->answer.result.objective;
        for (int i = 1; i <= 20; ++i) w.session.editProblem(withDensity(before, 0.25 + 0.01 * i), false);
        QVERIFY(w.edit(withDensity(before, 0.45)));
        QCOMPARE(w.session.undo()->count(), 1);
        QVERIFY(w.session.answer()->answer.problem == withDensity(before, 0.45));
        QVERIFY(w.session.answer()->answer.result.objective < loss);
        w.session.undo()->undo();
        QVERIFY(w.session.problem() == before);
        QVERIFY(w.waitFor([&] { return w.solved; }));
        QVERIFY(near(w.session.answer()->answer.result.objective, loss));
        w.session.undo()->redo();
        QVERIFY(w.session.problem() == withDensity(before, 0.45));
    }

    void theLatestOfManyEditsWins() {
        Watched w;
        QVERIFY(w.open(copies()));
        const auto first = w.session.problem();
        std::vector<double> answered;  // densities, each once
        connect(&w.session, &studio::Session::answered, &w.session, [&] {
            const double density = w.session.answer()->answer.problem.budgets.front().upper;
            if (answered.empty() || answered.back() != density) answered.push_back(density);
        });
        for (int i = 0; i < 100; ++i) w.session.editProblem(withDensity(first, 0.2 + 0.005 * i), false);
        QVERIFY(w.waitFor([&] { return w.solved; }));
        QVERIFY(w.session.answer()->answer.problem == withDensity(first, 0.2 + 0.005 * 99));
        QVERIFY2(answered.size() <= 3, "edits that were overtaken were answered");
    }

    void pinsAndExclusionsHoldForTheWholeGroup() {
        Watched w;
        QVERIFY(w.open(copies()));
        const auto rules = w.session.answer()->answer.grid.rules;
        const auto &longest = *std::ranges::max_element(rules, {}, [](const auto &r) { return r.span(4096); });
        w.session.constrain({ConstraintEdit::Kind::Pin, {{2, 3}}, longest, {}, {}});
        QVERIFY(w.waitFor([&] { return w.solved; }));
        for (const int head : {2, 3}) QCOMPARE(w.session.answer()->answer.plan->rule(2, head), longest);
        w.session.constrain({ConstraintEdit::Kind::Exclude, {{5, 0}}, {}, {}, {}});
        QVERIFY(w.waitFor([&] { return w.solved; }));
        QVERIFY(w.session.answer()->answer.plan->rule(5, 1).span(4096) >= 4096);
        QCOMPARE(w.session.undo()->count(), 2);
        w.session.constrain({ConstraintEdit::Kind::Clear, {{2, 3}, {5, 0}}, {}, {}, {}});
        QVERIFY(w.session.problem().pins.empty() && w.session.problem().exclude.empty());
    }

    void theMixChangesTheLosses() {
        Watched w;
        QVERIFY(w.open(copies()));
        const auto sources = w.session.snapshot()->sources;
        QVERIFY(sources.size() > 1);
        const auto before = w.session.answer()->answer.loss->values;
        auto problem = w.session.problem();
        for (const auto &source : sources) problem.mix[source] = source == sources.front() ? 1 : 0;
        QVERIFY(w.edit(problem));
        QVERIFY(w.session.answer()->answer.loss->values != before);
    }

    void budgetsThatCannotBeMetAreExplainedAndTheOldPlanStays() {
        Watched w;
        QVERIFY(w.open(copies()));
        auto problem = withDensity(w.session.problem(), 0.1);
        for (int layer = 0; layer < 8; ++layer)
            for (int unit = 0; unit < 4; ++unit) problem.exclude.emplace_back(layer, unit);
        QVERIFY(w.edit(problem));
        const auto &answer = w.session.answer()->answer;
        QVERIFY(answer.result.status == engine::SolveStatus::Infeasible);
        QVERIFY(!answer.result.reason.empty());
        QVERIFY(answer.plan.has_value());
    }

    void theProblemComesBackWithTheProject() {
        const auto path = copies();
        PlanProblem left;
        {
            Watched w;
            QVERIFY(w.open(path));
            left = withDensity(w.session.problem(), 0.37);
            left.balanced = false;
            left.linked = false;
            left.exclude = {{4, 3}};
            left.spanBounds = {{1, std::nullopt, 128, 2048}};
            left.weights = {{4096, 2}};
            QVERIFY(w.edit(left));
            w.session.savePlan(QStringLiteral("mine"));
            QVERIFY(w.idle());
        }
        Watched again;
        QVERIFY(again.open(path));
        QVERIFY(again.session.problem() == left);
        QVERIFY(std::ranges::any_of(again.session.snapshot()->plans, [](const auto &p) { return p.name == "mine"; }));
    }

    void evaluationsArriveWhileTheyRunAndAreThoseOfTheCommand() {
        const auto path = copies();
        Watched w;
        QVERIFY(w.open(path));
        w.session.savePlan(QStringLiteral("mine"));
        const auto copy = copies.folder() / "for-the-command.moa";
        w.session.saveCopy(copy);
        QVERIFY(w.waitFor([&] { return w.session.snapshot()->path == copy; }));
        w.session.open(path);  // the command needs the copy for itself
        QVERIFY(w.waitFor([&] { return w.session.snapshot()->path == path; }));
        w.session.evaluate({QStringLiteral("retrieval"), {QStringLiteral("mine")}, {1024}, 3, {}, false});
        QVERIFY(w.idle());
        QVERIFY(w.errors.empty());
        QVERIFY(w.runs.size() >= 3);
        QVERIFY(w.runs.front().running);
        const auto find = [&]() -> const engine::EvaluationRun * {
            for (const auto &run : w.session.snapshot()->runs)
                if (run.plan == "mine") return &run;
            return nullptr;
        };
        QVERIFY(w.waitFor([&] { return find() != nullptr; }));
        const auto run = *find();
        const auto theirs = answerOf({"evaluate", "retrieval", "--project", text(copy), "--plan", "mine", "--lengths",
                                      "1024", "--samples", "3", "--prefill", "token"});
        const auto rows = theirs["rows"].toArray();
        QCOMPARE(rows.size(), static_cast<qsizetype>(run.rows.size()));
        int compared = 0;
        for (qsizetype i = 0; i < rows.size(); ++i) {
            const auto row = rows[i].toObject();
            const auto &ours = run.rows[static_cast<std::size_t>(i)];
            QCOMPARE(row["metric"].toString(), QString::fromStdString(ours.metric));
            QCOMPARE(row["n"].toInt(), ours.n);
            const bool measured = ours.metric.ends_with("_per_second") || ours.metric == "peak_bytes";
            QVERIFY(measured || near(row["value"].toDouble(), ours.value));
            compared += ours.metric == "accuracy";
        }
        QVERIFY(compared > 0);
    }

    void jobsStopWithinHalfASecondAndKeepTheirSamples() {
        const auto path = copies();
        Watched w;
        QVERIFY(w.open(path));
        w.session.evaluate({QStringLiteral("retrieval"), {QStringLiteral("dense")}, {2048}, 60, {}, false});
        QVERIFY(w.waitFor([&] { return w.runs.size() >= 2; }));
        QElapsedTimer timer;
        timer.start();
        w.session.jobs()->cancelAll();
        QVERIFY(w.idle());
        QVERIFY2(timer.elapsed() <= 500, qPrintable(QString("%1 ms").arg(timer.elapsed())));
        QCOMPARE(w.session.jobs()->state(0), studio::JobState::Cancelled);
        QVERIFY2(w.errors.empty(), "a cancelled job is no error");
        // Asked again it goes on where it was.
        const auto done = w.runs.size();
        w.runs.clear();
        w.session.evaluate({QStringLiteral("retrieval"), {QStringLiteral("dense")}, {2048}, 60, {}, false});
        QVERIFY(w.waitFor([&] { return !w.runs.empty(); }));
        QVERIFY(w.runs.front().run.samples.back().index >= static_cast<int>(done));
        w.session.jobs()->cancelAll();
        QVERIFY(w.idle());
    }

    void aSessionClosesWhileAJobRuns() {
        const auto path = copies();
        {
            Watched w;
            QVERIFY(w.open(path));
            w.session.evaluate({QStringLiteral("retrieval"), {QStringLiteral("dense")}, {2048}, 60, {}, false});
            QVERIFY(w.waitFor([&] { return w.runs.size() >= 2; }));
        }
        QVERIFY(storage::ProjectFile(path, storage::ProjectFile::Mode::Write).check().empty());
    }

    void aReportIsWrittenInEveryFormat() {
        Watched w;
        QVERIFY(w.open(copies()));
        for (const auto &[name, start] :
             {std::pair{"report.pdf", "%PDF"}, {"report.html", "<!"}, {"report.md", "# "}}) {
            const auto path = copies.folder() / name;
            w.session.writeReport(path);
            QVERIFY(w.idle());
            QVERIFY(w.errors.empty());
            QFile file(text(path));
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(file.read(8).toLower().startsWith(QByteArray(start).toLower()), name);
            QVERIFY(file.size() > 2000);
        }
        w.session.writeReport(copies.folder() / "no such folder" / "report.pdf");
        QVERIFY(w.idle());
        QCOMPARE(w.errors.size(), std::size_t{1});
        QVERIFY(!w.errors.front().remedy.isEmpty());
    }

    void aCancelledJobGoesOnFromTheJobsList() {
        Watched w;
        QVERIFY(w.open(copies()));
        w.session.evaluate({QStringLiteral("retrieval"), {QStringLiteral("uniform")}, {1024}, 40, {}, false});
        QVERIFY(w.waitFor([&] { return w.runs.size() >= 2; }));
        auto *jobs = w.session.jobs();
        jobs->cancelAll();
        QVERIFY(w.idle());
        const auto done = w.runs.size();
        QVERIFY(jobs->canResume(0));
        jobs->resume(0);
        QVERIFY(!jobs->canResume(0));
        QCOMPARE(jobs->rowCount(), 2);
        QVERIFY(w.waitFor([&] { return w.runs.size() > done; }));
        QVERIFY(w.runs.back().run.samples.back().index >= static_cast<int>(done));
        jobs->cancelAll();
        QVERIFY(w.idle());
    }

    void theWindowsThreadIsNeverHeldUp() {
        auto *app = static_cast<TimedApplication *>(qApp);
        app->startTiming();
        Watched w;
        QVERIFY(w.open(copies()));
        for (int i = 0; i < 50; ++i) {
            w.session.editProblem(withDensity(w.session.problem(), 0.2 + 0.01 * i), i == 49);
            QTest::qWait(5);
        }
        QVERIFY(w.waitFor([&] { return w.solved; }));
        w.session.evaluate({QStringLiteral("retrieval"), {QStringLiteral("uniform")}, {1024}, 2, {}, false});
        QVERIFY(w.idle());
        QVERIFY2(app->busiest() <= kBusiestEvent,
                 qPrintable(QString("%1 ms in %2").arg(app->busiest()).arg(app->busiestWhat())));
        QVERIFY2(app->longest() <= 500, qPrintable(QString("%1 ms in %2").arg(app->longest()).arg(app->longestWhat())));
    }
};

int main(int argc, char **argv) {
    return runTimed<TestSession>(argc, argv);
}
#include "tst_session.moc"
