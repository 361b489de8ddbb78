// A project on a disk that fails at any moment: one clear error, and everything that was stored before it is there.
#include <functional>
#include <limits>
#include <optional>

#include "storage/failing_disk.h"
#include "storage/project_samples.h"

using namespace moa;
using namespace moa::test;

namespace {

// What a user's day writes, one change a step.
const std::vector<std::function<void(ProjectFile &)>> &script() {
    static const std::vector<std::function<void(ProjectFile &)>> steps = {
        [](ProjectFile &f) { f.setSetting("k", "v"); },
        [](ProjectFile &f) { f.setSamples(samples(3)); },
        [](ProjectFile &f) {
            f.setStage({"profile", "running", {{"x", 1}}, 0, ""});
        },
        [](ProjectFile &f) { f.setProfiled(256, true, source("a", 1), 0); },
        [](ProjectFile &f) { f.setProfiled(256, true, source("a", 2), 2); },
        [](ProjectFile &f) {
            f.setPlan({"p", "optimized", uniformPlan(2, 3, {0, 0.5}), {{"a", 1}}, {{"b", 2}}});
        },
        [](ProjectFile &f) { f.beginRun(run("r")); },
        [](ProjectFile &f) {
            f.addSample("r", {1024, 3, 0.5, 900, "hash", "7", "is 7", 1});
        },
        [](ProjectFile &f) { f.finishRun(run("r")); },
        [](ProjectFile &f) { f.setSamples(samples(2)); },
        [](ProjectFile &f) {
            f.addValidation({{"chosen", "p"}});
        },
    };
    return steps;
}

// How far the script came, told by what is in the file.
std::string stateOf(const ProjectFile &file) {
    const auto profile = file.profile();
    std::string state = file.setting("k").value_or("-") + " samples " + std::to_string(file.samples().size()) +
                        " profiled " + std::to_string(file.profiled(256).size()) + "/" +
                        std::to_string(profile.lengths.empty() ? 0 : profile.lengths[0].sources[0].samples) +
                        " plans " + std::to_string(file.plans().size()) + " stages " +
                        std::to_string(file.stages().size()) + " questions " +
                        std::to_string(file.runSamples("r").size()) + " runs " + std::to_string(file.runs().size()) +
                        " validations " + std::to_string(file.validations().size());
    return state;
}

// Steps that were stored before the first error; `error` is what went wrong.
std::size_t runScript(const fs::path &path, std::optional<Error> &error) {
    std::size_t stored = 0;
    try {
        ProjectFile file(path, ProjectFile::Mode::Create);
        for (const auto &step : script()) {
            step(file);
            ++stored;
        }
    } catch (const Error &e) {
        error = e;
    }
    return stored;
}

}  // namespace

class TestProjectDisk : public QObject {
    Q_OBJECT

private:
    FreshPaths fresh;
    std::vector<std::string> states_;  // after 0, 1, 2 ... steps
    long operations_ = 0;

private Q_SLOTS:
    void initTestCase() {
        const auto path = fresh();
        ProjectFile file(path, ProjectFile::Mode::Create);
        states_.push_back(stateOf(file));
        for (const auto &step : script()) {
            step(file);
            states_.push_back(stateOf(file));
        }
        const FailingDisk disk(std::numeric_limits<long>::max(), SQLITE_FULL, true);
        std::optional<Error> error;
        QCOMPARE(runScript(fresh(), error), script().size());
        operations_ = disk.operations();
        QVERIFY(operations_ > 30);
    }

    void everyFailureIsOneErrorAndLosesNothing_data() {
        QTest::addColumn<int>("code");
        QTest::addColumn<bool>("forever");
        QTest::newRow("full disk") << SQLITE_FULL << true;
        QTest::newRow("full for a moment") << SQLITE_FULL << false;
        QTest::newRow("write error") << SQLITE_IOERR_WRITE << true;
        QTest::newRow("sync error once") << SQLITE_IOERR_FSYNC << false;
    }

    void everyFailureIsOneErrorAndLosesNothing() {
        QFETCH(int, code);
        QFETCH(bool, forever);
        for (long good = 0; good < operations_; ++good) {
            const auto path = fresh();
            std::optional<Error> error;
            std::size_t stored = 0;
            {
                const FailingDisk disk(good, code, forever);
                stored = runScript(path, error);
            }
            if (error) {
                QVERIFY(!error->failed().empty() && !error->where().empty() && !error->why().empty());
                QVERIFY(!error->remedy().empty());
            } else {
                QCOMPARE(stored, script().size());  // what failed was tidying up at the end
            }
            ProjectFile file(path, stored == 0 ? ProjectFile::Mode::Create : ProjectFile::Mode::Write);
            QVERIFY2(file.check().empty(), qPrintable(QString("operation %1").arg(good)));
            const auto state = stateOf(file);
            // A change whose last sync failed may be in the file or not; all before it must be.
            const bool whole =
                state == states_[stored] || (stored + 1 < states_.size() && state == states_[stored + 1]);
            QVERIFY2(whole,
                     qPrintable(QString("operation %1, %2 stored: %3").arg(good).arg(stored).arg(state.c_str())));
        }
    }
};

QTEST_GUILESS_MAIN(TestProjectDisk)
#include "tst_project_disk.moc"
