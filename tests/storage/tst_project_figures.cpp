// Figures that are no numbers: refused by name where they would be lost, kept where they mean "not measured".
#include <cmath>
#include <functional>
#include <limits>

#include "storage/project_samples.h"

using namespace moa;
using namespace moa::test;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// A change that must be refused, and what the error says: where, and why.
struct Refusal {
    const char *where;
    const char *why;
    std::function<void(ProjectFile &)> change;
};

EvaluationRun runWith(const std::function<void(EvaluationRun &)> &spoil) {
    auto r = run("r");
    spoil(r);
    return r;
}

std::function<void(ProjectFile &)> finishing(const std::function<void(EvaluationRun &)> &spoil) {
    return [spoil](ProjectFile &f) { f.finishRun(runWith(spoil)); };
}

const std::vector<Refusal> &refusals() {
    static const std::vector<Refusal> all = {
        {"run r, 1024 tokens, sample 3", "its score is not a number",
         [](ProjectFile &f) {
             f.addSample("r", {1024, 3, 0.5, 900, "hash", "7", "is 7", NAN});
         }},
        {"run r, 1024 tokens, sample 3", "its depth is not a number",
         [](ProjectFile &f) {
             f.addSample("r", {1024, 3, NAN, 900, "hash", "7", "is 7", 1});
         }},
        {"run r, 1024 tokens, accuracy", "its value is not a number",
         finishing([](auto &r) { r.rows[0].value = NAN; })},
        {"run r, 1024 tokens, accuracy", "its lower bound is not a number",
         finishing([](auto &r) { r.rows[1].low = NAN; })},
        {"run r, 1024 tokens, accuracy", "its upper bound is not a number",
         finishing([](auto &r) { r.rows[1].high = NAN; })},
        {"run r, 1024 tokens, accuracy", "its depth is not a number",
         finishing([](auto &r) { r.rows[1].depth = NAN; })},
        {"run r", "its entry 'seconds' is not finite", finishing([](auto &r) { r.seconds = NAN; })},
        {"run r", "its entry 'densities/1024/3' is not finite",
         finishing([](auto &r) { r.densities[1024].cache = kInfinity; })},
        {"profile of source 'a' at 256", "its mean loss is not a number",
         [](ProjectFile &f) {
             auto s = source("a", 1);
             s.meanLoss = NAN;
             f.setProfiled(256, true, s, 0);
         }},
        {"model m", "its entry 'norm_eps' is not finite",
         [](ProjectFile &f) {
             ModelFacts facts;
             facts.path = "m";
             facts.normEps = NAN;
             f.setModel(facts);
         }},
        {"result of plan p", "its entry 'losses/1' is not finite",
         [](ProjectFile &f) {
             f.setPlan({"p", "optimized", uniformPlan(2, 3, {0, 0.5}), {}, {{"losses", {0.5, NAN}}}});
         }},
        {"stage profile", "its duration is not a number",
         [](ProjectFile &f) {
             f.setStage({"profile", "done", {}, NAN, ""});
         }},
        {"validation", "its entry 'plans/0/loss' is not finite",
         [](ProjectFile &f) {
             f.addValidation({{"plans", {{{"name", "p"}, {"loss", NAN}}}}});
         }},
    };
    return all;
}

}  // namespace

class TestProjectFigures : public QObject {
    Q_OBJECT

private:
    FreshPaths fresh;

private Q_SLOTS:
    void whatIsNoNumberIsRefusedByNameAndReplacesNothing_data() {
        QTest::addColumn<int>("number");
        for (int i = 0; i < static_cast<int>(refusals().size()); ++i) {
            const auto &r = refusals()[static_cast<std::size_t>(i)];
            QTest::addRow("%s: %s", r.where, r.why) << i;
        }
    }

    void whatIsNoNumberIsRefusedByNameAndReplacesNothing() {
        QFETCH(int, number);
        const auto &refusal = refusals()[static_cast<std::size_t>(number)];
        ProjectFile file(fresh(), ProjectFile::Mode::Create);
        file.beginRun(run("r"));
        try {
            refusal.change(file);
            QFAIL("stored");
        } catch (const Error &error) {
            QCOMPARE(error.where(), std::string(refusal.where));
            QCOMPARE(error.why(), std::string(refusal.why));
            QVERIFY(!error.failed().empty() && !error.remedy().empty());
        }
        QVERIFY(file.runs().empty() && file.runSamples("r").empty() && file.plans().empty() && file.stages().empty());
        QVERIFY(file.validations().empty() && file.profile().lengths.empty() && !file.model());
        QVERIFY(file.check().empty());
        file.finishRun(run("r"));
        QCOMPARE(file.runs().size(), std::size_t(1));
    }

    // The perplexity of a model that knows nothing overflows; the report shows it as not measured.
    void infiniteRowsComeBack() {
        const auto path = fresh();
        const auto infinite = runWith([](auto &r) {
            r.rows.push_back({1024, std::nullopt, "perplexity", kInfinity, 1e300, kInfinity, 8});
            r.rows.push_back({1024, std::nullopt, "gain", -kInfinity, -kInfinity, 0, 0});
        });
        {
            ProjectFile file(path, ProjectFile::Mode::Create);
            file.beginRun(infinite);
            file.addSample("r", {1024, 0, {}, 1024, "hash", "", "", kInfinity});
            file.finishRun(infinite);
        }
        const ProjectFile file(path, ProjectFile::Mode::Read);
        QVERIFY(file.run("r").rows == infinite.rows);
        QCOMPARE(file.run("r").samples.at(0).score, kInfinity);
        QVERIFY(file.check().empty());
    }

    // A run in which nothing could be measured is a run all the same.
    void runsWithoutRowsComeBack() {
        ProjectFile file(fresh(), ProjectFile::Mode::Create);
        const auto empty = runWith([](auto &r) { r.rows.clear(); });
        file.beginRun(empty);
        file.finishRun(empty);
        QVERIFY(file.run("r").rows.empty());
    }
};

QTEST_GUILESS_MAIN(TestProjectFigures)
#include "tst_project_figures.moc"
