// Nothing is lost when writing fails, the file is locked or the process is killed.
#include <sys/resource.h>

#include <csignal>
#include <random>

#include "storage/child.h"
#include "support/fresh_seed.h"

using namespace moa;
using namespace moa::test;

class TestProjectFailures : public QObject {
    Q_OBJECT

private:
    FreshPaths fresh;

private Q_SLOTS:
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

    void aProjectThatIsGoneTakesNoChangesAndCanBeSavedElsewhere_data() {
        QTest::addColumn<QString>("how");
        for (const char *how : {"deleted", "moved", "replaced"}) QTest::newRow(how) << how;
    }

    void aProjectThatIsGoneTakesNoChangesAndCanBeSavedElsewhere() {
        QFETCH(QString, how);
        const auto path = fresh();
        const auto copy = fresh();
        ProjectFile file(path, ProjectFile::Mode::Create);
        file.setSamples(samples(5));
        if (how == "deleted") fs::remove(path);
        if (how != "deleted") fs::rename(path, fresh());
        if (how == "replaced") fill(path);
        const auto refusal = [](auto change) {
            try {
                change();
            } catch (const Error &error) {
                return error.why();
            }
            return std::string();
        };
        QVERIFY(refusal([&] { file.setSetting("k", "v"); }).find("deleted, moved or replaced") != std::string::npos);
        QVERIFY(refusal([&] { file.setSamples({}); }).find("deleted, moved or replaced") != std::string::npos);
        QVERIFY(file.samples() == samples(5));
        file.saveCopy(copy);
        QVERIFY(ProjectFile(copy, ProjectFile::Mode::Write).samples() == samples(5));
        QVERIFY(refusal([&] { file.saveCopy(copy); }).find("is there") != std::string::npos);
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
        std::mt19937 rng(freshSeed());
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

QTEST_GUILESS_MAIN(TestProjectFailures)
#include "tst_project_failures.moc"
