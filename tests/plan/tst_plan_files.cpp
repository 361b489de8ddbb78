// Plan files: MoA's JSON unchanged, sidecars, DuoAttention patterns, and everything that is refused.
#include <QTemporaryDir>
#include <QTest>
#include <fstream>

#include "engine/plan/duo_patterns.h"
#include "engine/plan/plan_json.h"
#include "engine/values/error.h"
#include "support/golden.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

class TestPlanFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void plansComeBackUnchanged() {
        const QTemporaryDir dir;
        const auto path = std::filesystem::path(dir.path().toStdString()) / "a.plan.json";
        for (const char *name : {"conventions/mixed.plan.json", "conventions/uniform.plan.json"}) {
            const auto plan = readPlan(dataPath(name));
            writePlan(path, plan, {{"tool", "test"}});
            QCOMPARE(readPlan(path), plan);
            QVERIFY(planToJson(plan) == readGoldenJson(name));
            QVERIFY(readSidecar(path)["tool"] == "test");
        }
        QVERIFY(readSidecar(dataPath("conventions/mixed.plan.json")).is_null());
    }

    void badPlansAreRefused_data() {
        QTest::addColumn<QString>("text");
        for (const char *text :
             {"", "[]", "{}", R"({"alphas": [[1]]})", R"({"alphas": [[1]], "betas": [[1]], "gammas": 1})",
              R"({"alphas": [[1]], "betas": [[1, 0]]})", R"({"alphas": [[1], [1, 2]], "betas": [[1], [0, 0]]})",
              R"({"alphas": [["1"]], "betas": [[1]]})", R"({"alphas": [[1]], "betas": [[1.5]]})",
              R"({"alphas": [[1]], "betas": [[-0.1]]})", R"({"alphas": [[NaN]], "betas": [[0]]})",
              R"({"alphas": [[1e999]], "betas": [[0]]})", R"({"alphas": [[null]], "betas": [[0]]})",
              R"({"alphas": [[]], "betas": [[]]})", R"({"alphas": [], "betas": []})",
              R"({"alphas": [[1]], "alphas": [[2]], "betas": [[0]]})", R"({"alphas": [[1]], "betas": [[0]]} x)"})
            QTest::newRow(text) << text;
    }

    void badPlansAreRefused() {
        QFETCH(QString, text);
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(parsePlan(text.toStdString(), "test")));
    }

    void shapesAreChecked() {
        const auto plan = uniformPlan(2, 4, {0, 1});
        checkPlanShape(plan, 2, 4, "test");
        QVERIFY_THROWS_EXCEPTION(Error, checkPlanShape(plan, 2, 8, "test"));
    }

    void duoPatternsGoBothWays() {
        const QTemporaryDir dir;
        const std::filesystem::path folder = dir.path().toStdString();
        Plan plan{2, 4, {{0, 1}, {0, 1}, {320, 0}, {320, 0}, {320, 0}, {320, 0}, {320, 0}, {320, 0}}};
        writeDuoPatterns(folder, plan, 2);
        QCOMPARE(readDuoPatterns(folder, 4, {0.5, {}}), plan);
        std::ofstream(folder / "full_attention_heads.tsv") << "0.1\t0.9\n0.4\t0.6\n";
        const auto half = readDuoPatterns(folder, 2, {{}, 0.5});
        QCOMPARE(half.rules, (std::vector<Rule>{{320, 0}, {0, 1}, {320, 0}, {0, 1}}));
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(readDuoPatterns(folder, 3, {0.5, {}})));
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(readDuoPatterns(folder, 2, {0.5, 0.5})));
        std::ofstream(folder / "full_attention_heads.tsv") << "0.1\tx\n";
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(readDuoPatterns(folder, 2, {0.5, {}})));
        plan.rules[0] = {100, 0.5};
        QVERIFY_THROWS_EXCEPTION(Error, writeDuoPatterns(folder, plan, 2));
    }

    void badPatternsAreRefused_data() {
        QTest::addColumn<QByteArray>("table");
        QTest::addColumn<QByteArray>("config");
        const QByteArray config = R"({"sink_size": 64, "recent_size": 256})";
        const auto row = [&](const char *name, const QByteArray &table) { QTest::newRow(name) << table << config; };
        row("empty", "\n \t\r\n");
        row("no number", "0.1\tx");
        row("two numbers in one", "0.5.5");
        row("not finite", "nan");
        row("above 1", "1.5");
        row("unequal rows", "0.1 0.2\n0.3");
        row("more layers than a model", QByteArray("0.5\n").repeated(1025));
        row("more heads than a model", QByteArray("0.5\t").repeated(1025));
        for (const char *text :
             {"", "[]", "{}", R"({"sink_size": 64})", R"({"sink_size": -1, "recent_size": 1})",
              R"({"sink_size": 1.5, "recent_size": 1})", R"({"sink_size": 18446744073709551615, "recent_size": 1})"})
            QTest::addRow("config %s", text) << QByteArray("0.5") << QByteArray(text);
    }
    void badPatternsAreRefused() {
        QFETCH(QByteArray, table);
        QFETCH(QByteArray, config);
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(parseDuoPatterns(table.toStdString(), config.toStdString(),
                                                                           "here", 4, {0.5, {}})));
    }

    void unwritablePlacesGiveAClearError() {
        QVERIFY_THROWS_EXCEPTION(Error, writePlan("/no/such/folder/plan.json", uniformPlan(1, 1, {}), {}));
    }
};

QTEST_GUILESS_MAIN(TestPlanFiles)
#include "tst_plan_files.moc"
