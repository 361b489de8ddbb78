// What the tests of the window share: copies of the sample project, a session and what it told, and how long the
// window's thread was held up.
#pragma once

#include <ctime>

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <filesystem>

#include "app/studio/session.h"
#include "storage/project_file.h"
#include "studio/thread_guard.h"
#include "support/sanitized.h"

namespace moa::test {

inline constexpr int kPatience = 120'000;  // ms until something that must come is called missing

// Copies of the sample project in a folder of their own, each knowing where the sample's model lies.
class SampleCopies {
public:
    [[nodiscard]] std::filesystem::path operator()(const std::string &model = MOA_RESOURCES "/sample/model") {
        const auto path = folder() / ("copy" + std::to_string(++count_) + ".moa");
        std::filesystem::copy_file(MOA_RESOURCES "/sample/sample.moa", path);
        std::filesystem::permissions(path, std::filesystem::perms::owner_write, std::filesystem::perm_options::add);
        storage::ProjectFile file(path, storage::ProjectFile::Mode::Write);
        auto facts = file.model().value();
        facts.path = model;
        file.setModel(facts);
        return path;
    }
    [[nodiscard]] std::filesystem::path folder() const { return folder_.path().toStdString(); }

private:
    QTemporaryDir folder_;
    int count_ = 0;
};

// ms an event of the window's thread may compute. Checks of memory make every event two to three times as long.
inline constexpr double kBusiestEvent = kSanitized ? 150 : 50;

// The application of a test, which times every event of the window's thread.
class TimedApplication : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override {
        if (depth_ > 0) return QApplication::notify(receiver, event);  // part of the event it happens in
        const QString what = QStringLiteral("%1, event %2").arg(receiver->metaObject()->className()).arg(event->type());
        ++depth_;
        guard::beginEvent();
        QElapsedTimer timer;
        timer.start();
        const double before = cpuMilliseconds();
        const bool done = QApplication::notify(receiver, event);
        const double busy = cpuMilliseconds() - before;
        --depth_;
        guard::endEvent();
        if (static_cast<double>(timer.elapsed()) > longest_) {
            longest_ = static_cast<double>(timer.elapsed());
            longestWhat_ = what;
        }
        if (busy > busiest_) {
            busiest_ = busy;
            busiestWhat_ = what;
        }
        return done;
    }

    void startTiming() { longest_ = busiest_ = 0; }
    // The longest event, by the clock on the wall: what the user waited.
    [[nodiscard]] double longest() const { return longest_; }
    [[nodiscard]] QString longestWhat() const { return longestWhat_; }
    // The one that computed longest: the same however loaded the machine is.
    [[nodiscard]] double busiest() const { return busiest_; }
    [[nodiscard]] QString busiestWhat() const { return busiestWhat_; }

    // Of this thread.
    static double cpuMilliseconds() {
        timespec t{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
        return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
    }

private:
    int depth_ = 0;
    double longest_ = 0;
    double busiest_ = 0;
    QString longestWhat_;
    QString busiestWhat_;
};

// A test program with this application, settings of its own and no display needed.
template <class Test>
int runTimed(int argc, char **argv) {
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(QStringLiteral("moa-studio-test"));
    TimedApplication app(argc, argv);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

// What every driven test ends with: no event of the window's thread touched the file or the solver, and the guard saw
// those who did.
inline void verifyThreads() {
    QCOMPARE(guard::callsWithinEvents(), 0L);
    QVERIFY(guard::storageCallsElsewhere() > 0);
}

// A session and everything it told.
struct Watched {
    studio::Session session;
    std::vector<widgets::ViewError> errors;
    std::vector<widgets::RunEntry> runs;
    bool solved = false;  // the last word on the problem that is shown

    Watched() {
        using studio::Session;
        QObject::connect(&session, &Session::failed, &session, [this](const auto &e) { errors.push_back(e); });
        QObject::connect(&session, &Session::planFailed, &session, [this](const auto &e) { errors.push_back(e); });
        QObject::connect(&session, &Session::runChanged, &session, [this](const auto &run) { runs.push_back(run); });
        QObject::connect(&session, &Session::solving, &session, [this](bool running) { solved = !running; });
    }

    // Opens a project and waits for its plan; false: it did not come.
    [[nodiscard]] bool open(const std::filesystem::path &path) {
        session.open(path);
        return waitFor([this] { return solved || !errors.empty(); }) && errors.empty();
    }
    // Edits the problem in one step and waits for its plan.
    [[nodiscard]] bool edit(const widgets::PlanProblem &problem) {
        session.editProblem(problem, true);
        return waitFor([this] { return solved || !errors.empty(); }) && errors.empty();
    }
    [[nodiscard]] bool idle() {
        return waitFor([this] { return !session.jobs()->busy(); });
    }
    template <class Condition>
    [[nodiscard]] static bool waitFor(Condition condition) {
        return QTest::qWaitFor(condition, kPatience);
    }
};

// The problem with all budgets at `density`.
[[nodiscard]] inline widgets::PlanProblem withDensity(widgets::PlanProblem problem, double density) {
    for (auto &budget : problem.budgets) budget.upper = density;
    return problem;
}

}  // namespace moa::test
