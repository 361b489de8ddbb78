// The project file: everything comes back, and other files are refused.
#include <fstream>

#include "storage/project_samples.h"

using namespace moa;
using namespace moa::test;

class TestProjectFile : public QObject {
    Q_OBJECT

private:
    FreshPaths fresh;

private Q_SLOTS:
    void filesOfOthersAreNotTouched() {
        const QTemporaryDir dir;
        const auto path = std::filesystem::path(dir.path().toStdString()) / "other.db";
        sqlite3 *db = nullptr;
        sqlite3_open(path.c_str(), &db);
        sqlite3_exec(db, "CREATE TABLE t(x)", nullptr, nullptr, nullptr);
        sqlite3_close(db);
        const auto bytes = [&] {
            std::ifstream in(path, std::ios::binary);
            return std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
        };
        const auto before = bytes();
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(ProjectFile(path, ProjectFile::Mode::Create)));
        QVERIFY(bytes() == before);
    }

    void aFileWithoutTablesIsMadeAgain() {
        const QTemporaryDir dir;
        const auto path = std::filesystem::path(dir.path().toStdString()) / "killed.moa";
        sqlite3 *db = nullptr;  // what a process leaves that was killed before it made the tables
        sqlite3_open(path.c_str(), &db);
        sqlite3_exec(db, "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; CREATE TABLE t(x); DROP TABLE t; VACUUM",
                     nullptr, nullptr, nullptr);
        sqlite3_close(db);
        ProjectFile file(path, ProjectFile::Mode::Create);
        QVERIFY(file.check().empty());
    }

    void valuesComeBack() {
        const auto path = fresh();
        ModelFacts facts;
        facts.path = (path.parent_path() / "model").string();
        facts.layers = 2;
        facts.fingerprint = "f";
        facts.endTokens = {1, 4};
        facts.weightDtypes = {{"BF16", 12}};
        storage::StoredPlan plan;
        plan.name = "p";
        plan.origin = "optimized";
        plan.plan = uniformPlan(1, 2, {1.0 / 3, 0.625});
        plan.plan.rules[1] = {-512, 0};
        plan.settings = {{"a", 1}};
        plan.result = {{"b", 2}};
        {
            ProjectFile file(path, ProjectFile::Mode::Create);
            file.setModel(facts);
            file.setSamples(samples(3));
            file.setProfiled(256, true, source("a", 1), 0);
            file.setProfiled(256, true, source("a", 2), 2);
            file.setPlan(plan);
            file.beginRun(run("r"));
            file.addSample("r", {1024, 3, 0.5, 900, "hash", "7", "is 7", 1});
            file.finishRun(run("r"));
            file.setStage({"profile", "done", {{"x", 1}}, 2, "note"});
            file.setSetting("k", "v");
            file.addValidation({{"chosen", "p"}});
        }
        QVERIFY(!fs::exists(path.string() + "-wal"));
        ProjectFile file(path, ProjectFile::Mode::Read);
        QVERIFY(*file.model() == facts);
        QVERIFY(file.samples() == samples(3));
        QCOMPARE(file.profiled(256), (std::set<std::size_t>{0, 2}));
        const auto profile = file.profile();
        QCOMPARE(profile.lengths.size(), std::size_t(1));
        QVERIFY(profile.lengths[0].signedSums);
        QVERIFY(profile.lengths[0].sources[0].attention == maps(2));
        QVERIFY(file.plan("p").plan == plan.plan);
        QVERIFY(file.plan("p").settings == plan.settings);
        const auto back = file.run("r");
        QVERIFY(back.rows == run("r").rows);
        QCOMPARE(back.samples.size(), std::size_t(1));
        QCOMPARE(back.samples[0].prediction, std::string("is 7"));
        QCOMPARE(back.densities.at(1024).cache, 0.4);
        QCOMPARE(file.stage("profile")->message, std::string("note"));
        QCOMPARE(*file.setting("k"), std::string("v"));
        QVERIFY(file.check().empty());
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(file.plan("q")));
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(file.run("q")));
    }

    // The fuzzer's seed was written by schema 1: whatever the schema becomes, it is to be read.
    void projectsOfTheFirstSchemaComeBack() {
        const auto path = fresh();
        fs::copy_file(fs::path(MOA_TEST_DATA).parent_path() / "fuzz/corpus/project/seed", path);
        fs::permissions(path, fs::perms(0644));
        const ProjectFile file(path, ProjectFile::Mode::Write);
        QVERIFY(file.check().empty());
        QCOMPARE(fs::path(file.model()->path).filename(), fs::path("m"));
        QVERIFY(file.samples() == samples(3));
        QVERIFY(file.profile().lengths.at(0).sources.at(0).attention == maps(2));
        QVERIFY(file.plan("p").plan == uniformPlan(2, 3, {0, 0.5}));
        QVERIFY(file.run("r").rows == run("r").rows);
        QCOMPARE(file.run("r").samples.at(0).prediction, std::string("is 7"));
        QCOMPARE(file.stage("profile")->message, std::string("note"));
        QCOMPARE(file.validations().at(0).at("chosen").get<std::string>(), std::string("p"));
        QCOMPARE(*file.setting("k"), std::string("v"));
    }

    void newSamplesVoidTheProfile() {
        ProjectFile file(fresh(), ProjectFile::Mode::Create);
        file.setSamples(samples(1));
        file.setProfiled(256, false, source("a", 1), 0);
        file.setSamples(samples(2));
        QVERIFY(file.profile().lengths.empty());
        QVERIFY(file.profiled(256).empty());
    }

    void unfinishedRunsOfTheSameSettingsKeepTheirSamples() {
        ProjectFile file(fresh(), ProjectFile::Mode::Create);
        file.beginRun(run("r"));
        file.addSample("r", {1024, 0, {}, 1, "", "", "", 1});
        file.beginRun(run("r"));
        QCOMPARE(file.runSamples("r").size(), std::size_t(1));
        auto other = run("r");
        other.settings["seed"] = "2";
        file.beginRun(other);
        QVERIFY(file.runSamples("r").empty());
        QVERIFY(file.runs().empty());
    }

    void stagesOfEveryStateComeBackInTheirOrder() {
        const auto path = fresh();
        const std::vector<storage::StoredStage> stages = {
            {"calibrate", "done", {{"samples", 8}}, 1.5, "2 samples left out"},
            {"profile", "cancelled", {{"dtype", "float32"}}, 2.25, "it was cancelled on request"},
            {"optimize", "failed", nlohmann::json::object(), 0, "no plan fits"},
            {"evaluate retrieval", "running", {{"lengths", {1024}}}, 0, ""},
        };
        {
            ProjectFile file(path, ProjectFile::Mode::Create);
            for (const auto &s : stages) file.setStage({s.name, "running", s.settings, 0, ""});
            for (const auto &s : stages) file.setStage(s);
        }
        const ProjectFile file(path, ProjectFile::Mode::Read);
        QVERIFY(file.check().empty());
        QCOMPARE(file.stages().size(), stages.size());
        for (std::size_t i = 0; i < stages.size(); ++i) {
            const auto back = file.stages()[i];
            QCOMPARE(back.name, stages[i].name);
            QCOMPARE(back.state, stages[i].state);
            QVERIFY(back.settings == stages[i].settings);
            QCOMPARE(back.seconds, stages[i].seconds);
            QCOMPARE(back.message, stages[i].message);
        }
    }

    void textThatIsNoUtf8IsKept() {
        const auto path = fresh();
        ProjectFile file(path, ProjectFile::Mode::Create);
        auto r = run("r");
        r.settings["data"] = "caf\xE9.txt";
        file.beginRun(r);
        file.addSample("r", {1024, 0, {}, 1, "", "", "half a sign \xE2\x82", 1});
        file.beginRun(r);  // goes on, though the setting came back changed
        QCOMPARE(file.runSamples("r").size(), std::size_t(1));
        QCOMPARE(file.runSamples("r")[0].prediction, std::string("half a sign \xE2\x82"));
    }

    void otherFilesAreRefused() {
        const auto write = [&](const std::string &bytes) {
            const auto path = fresh();
            std::ofstream(path, std::ios::binary) << bytes;
            return path;
        };
        QVERIFY(!whyRefused("/no/such/project.moa", ProjectFile::Mode::Read).empty());
        QVERIFY(!whyRefused(write(""), ProjectFile::Mode::Read).empty());
        QVERIFY(!whyRefused(write("hello"), ProjectFile::Mode::Write).empty());
        QVERIFY(!whyRefused(write(std::string(100'000, 'x')), ProjectFile::Mode::Write).empty());
        QVERIFY(!whyRefused(fresh.folder(), ProjectFile::Mode::Read).empty());
        const auto foreign = fresh();
        sqlite3 *db = nullptr;
        sqlite3_open(foreign.c_str(), &db);
        sqlite3_exec(db, "CREATE TABLE t(x)", nullptr, nullptr, nullptr);
        sqlite3_close(db);
        QVERIFY(whyRefused(foreign, ProjectFile::Mode::Write).find("no project") != std::string::npos);
    }

    void newerFilesAreRefusedAndOlderOnesMigrated() {
        const auto path = fresh();
        { const ProjectFile file(path, ProjectFile::Mode::Create); }
        execute(path, "PRAGMA user_version = 99");
        QVERIFY(whyRefused(path, ProjectFile::Mode::Read).find("newer") != std::string::npos);
        // Version 0 holds no table yet: everything is made.
        execute(path, "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema; PRAGMA user_version = 0; VACUUM");
        ProjectFile file(path, ProjectFile::Mode::Write);
        file.setSetting("k", "v");
        QVERIFY(file.info().schema >= 1);
    }
};

QTEST_GUILESS_MAIN(TestProjectFile)
#include "tst_project_file.moc"
