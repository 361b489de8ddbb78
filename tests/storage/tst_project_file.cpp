// The project file: everything comes back, and nothing is lost when writing fails or the process is killed.
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>

#include "engine/values/error.h"
#include "storage/project_file.h"

using namespace moa;
using namespace moa::engine;
using moa::storage::ProjectFile;
namespace fs = std::filesystem;

namespace {

BlockMaps maps(float value) {
    auto m = zeroMaps(2, 3, 4);
    m.values.assign(m.values.size(), value);
    return m;
}

SourceProfile source(const std::string &name, int samples) {
    SourceProfile s;
    s.source = name;
    s.samples = samples;
    s.meanLoss = 0.5;
    s.published = maps(1);
    s.balanced = maps(2);
    s.attention = maps(static_cast<float>(samples));
    return s;
}

std::vector<TokenSample> samples(int count) {
    std::vector<TokenSample> result;
    for (int i = 0; i < count; ++i) result.push_back({std::to_string(i), "a", 256, {1, 2, 3 + i}, {1, 2}});
    return result;
}

EvaluationRun run(const std::string &name) {
    EvaluationRun r;
    r.name = name;
    r.task = "retrieval";
    r.plan = "dense";
    r.settings = {{"seed", "1"}};
    r.densities[1024] = {0.1, 0.2, 0.3, 0.4};
    r.rows = {{1024, std::nullopt, "accuracy", 0.5, 0.4, 0.6, 8}, {1024, 0.25, "accuracy", 1, 0.9, 1, 2}};
    r.kvBytes = 7;
    r.seconds = 1.5;
    return r;
}

// Runs `work` in a child process; its exit status.
template <class F>
int inChild(F work) {
    const pid_t pid = ::fork();
    if (pid == 0) {
        int code = 1;
        try {
            code = work();
        } catch (const std::exception &) {
            code = 3;
        }
        ::_exit(code);
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

std::string whyRefused(const fs::path &path, ProjectFile::Mode mode) {
    try {
        const ProjectFile file(path, mode);
        return {};
    } catch (const Error &error) {
        return error.why();
    }
}

}  // namespace

class TestProjectFile : public QObject {
    Q_OBJECT

private:
    QTemporaryDir dir_;
    int number_ = 0;
    fs::path fresh() { return fs::path(dir_.path().toStdString()) / (std::to_string(number_++) + ".moa"); }

private Q_SLOTS:
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
        QVERIFY(!whyRefused(dir_.path().toStdString(), ProjectFile::Mode::Read).empty());
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
        const auto execute = [&](const char *sql) {
            sqlite3 *db = nullptr;
            sqlite3_open(path.c_str(), &db);
            sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
            sqlite3_close(db);
        };
        execute("PRAGMA user_version = 99");
        QVERIFY(whyRefused(path, ProjectFile::Mode::Read).find("newer") != std::string::npos);
        // Version 0 holds no table yet: everything is made.
        execute("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema; PRAGMA user_version = 0; VACUUM");
        ProjectFile file(path, ProjectFile::Mode::Write);
        file.setSetting("k", "v");
        QVERIFY(file.info().schema >= 1);
    }

    void truncatedFilesNeverCrash() {
        const auto path = fresh();
        {
            ProjectFile file(path, ProjectFile::Mode::Create);
            file.setSamples(samples(50));
            file.setProfiled(256, false, source("a", 1), 0);
        }
        std::ifstream in(path, std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
        std::mt19937 rng(std::random_device{}());
        for (int round = 0; round < 40; ++round) {
            auto broken = bytes;
            if (round % 2 == 0)
                broken.resize(rng() % bytes.size());
            else
                for (int i = 0; i < 40; ++i) broken[rng() % broken.size()] = static_cast<char>(rng());
            const auto copy = fresh();
            std::ofstream(copy, std::ios::binary) << broken;
            try {
                ProjectFile file(copy, ProjectFile::Mode::Write);
                static_cast<void>(file.samples());
                static_cast<void>(file.profile());
                static_cast<void>(file.check());
            } catch (const Error &error) {
                QVERIFY(!error.why().empty() && !error.remedy().empty());
            }
        }
    }

    void aLockedProjectSaysSo() {
        const auto path = fresh();
        const ProjectFile file(path, ProjectFile::Mode::Create);
        const int code = inChild([&] {
            return whyRefused(path, ProjectFile::Mode::Write).find("another process") != std::string::npos ? 0 : 1;
        });
        QCOMPARE(code, 0);
    }

    void readOnlyProjectsCanBeReadOnly() {
        const auto path = fresh();
        {
            ProjectFile file(path, ProjectFile::Mode::Create);
            file.setSetting("k", "v");
        }
        fs::permissions(path, fs::perms::owner_read);
        QVERIFY(whyRefused(path, ProjectFile::Mode::Write).find("read-only") != std::string::npos);
        ProjectFile file(path, ProjectFile::Mode::Read);
        QCOMPARE(*file.setting("k"), std::string("v"));
        QVERIFY_THROWS_EXCEPTION(Error, file.setSetting("k", "w"));
    }

    void aFullDiskLosesNothing() {
        const auto path = fresh();
        {
            ProjectFile file(path, ProjectFile::Mode::Create);
            file.setSamples(samples(5));
        }
        const int code = inChild([&] {
            std::signal(SIGXFSZ, SIG_IGN);
            const rlimit limit{400'000, 400'000};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            ProjectFile file(path, ProjectFile::Mode::Write);
            try {
                for (int i = 0; i < 1000; ++i) file.setSetting(std::to_string(i), std::string(10'000, 'x'));
            } catch (const Error &error) {
                return error.remedy().find("space") != std::string::npos ? 0 : 2;
            }
            return 1;
        });
        QCOMPARE(code, 0);
        ProjectFile file(path, ProjectFile::Mode::Write);
        QVERIFY(file.check().empty());
        QVERIFY(file.samples() == samples(5));
    }

    void killedWritersLoseAtMostTheirSample() {
        std::mt19937 rng(std::random_device{}());
        for (int round = 0; round < 20; ++round) {
            const auto path = fresh();
            {
                ProjectFile file(path, ProjectFile::Mode::Create);
                file.setSamples(samples(500));
            }
            int report[2] = {};
            QCOMPARE(::pipe(report), 0);
            const pid_t pid = ::fork();
            if (pid == 0) {
                ProjectFile file(path, ProjectFile::Mode::Write);
                for (std::size_t i = 0; i < 500; ++i) {
                    file.setProfiled(256, false, source("a", static_cast<int>(i) + 1), i);
                    const char byte = 1;
                    if (::write(report[1], &byte, 1) != 1) ::_exit(1);
                }
                ::pause();
            }
            ::close(report[1]);
            char byte = 0;
            const auto before = 1 + rng() % 40;
            for (unsigned i = 0; i < before; ++i) QCOMPARE(::read(report[0], &byte, 1), ssize_t(1));
            ::usleep(static_cast<useconds_t>(rng() % 3000));
            ::kill(pid, SIGKILL);
            ::waitpid(pid, nullptr, 0);
            std::size_t committed = before;
            while (::read(report[0], &byte, 1) == 1) ++committed;
            ::close(report[0]);
            ProjectFile file(path, ProjectFile::Mode::Write);
            QVERIFY(file.check().empty());
            const auto done = file.profiled(256).size();
            QVERIFY(done >= committed && done <= committed + 1);
            QCOMPARE(file.profile().lengths[0].sources[0].samples, static_cast<int>(done));
        }
    }
};

QTEST_GUILESS_MAIN(TestProjectFile)
#include "tst_project_file.moc"
