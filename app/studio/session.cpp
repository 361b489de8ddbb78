#include "app/studio/session.h"

#include <QDateTime>
#include <QUndoCommand>

#include "app/project/plan_records.h"
#include "app/studio/view_values.h"
#include "widgets/plan/constraint_edits.h"

namespace moa::studio {

using namespace widgets;

namespace {

constexpr qint64 kFrameMs = 16;

}  // namespace

// One edit of the problem.
class ProblemStep : public QUndoCommand {
public:
    ProblemStep(Session &session, PlanProblem before, PlanProblem after)
        : QUndoCommand(Session::tr("Change of the plan")),
          session_(session),
          before_(std::move(before)),
          after_(std::move(after)) {}

    void undo() override { session_.setProblem(before_); }
    void redo() override { session_.setProblem(after_); }

private:
    Session &session_;
    PlanProblem before_;
    PlanProblem after_;
};

Session::Session(QObject *parent) : QObject(parent) {
    worker_ = std::make_unique<ProjectWorker>(mailbox_);
    const auto fault = [this](const Error &error) {
        Q_EMIT solving(false);
        Q_EMIT planFailed(viewError(error));
    };
    solver_ = std::make_unique<PlanSolver>(
        mailbox_, PlanSolver::Listener{[this](const SolverAnswer &answer) { showAnswer(answer); }, fault,
                                       [this](const DensityCurve &curve) { showCurve(curve); },
                                       [this](const Error &error) { Q_EMIT curveFailed(viewError(error)); }});
}

Session::~Session() {
    solver_.reset();
    worker_.reset();
}

void Session::fail(const Error &error) {
    if (error.isCancelled()) return;
    Q_EMIT logged(QString::fromStdString(error.what()));
    Q_EMIT failed(viewError(error));
}

void Session::run(const QString &title, Work work, Done done, Told told, std::function<void()> again) {
    auto number = std::make_shared<int>(-1);
    if (!again) again = [this, title, work, done, told] { run(title, work, done, told); };
    Job job;
    job.title = title.toStdString();
    job.work = std::move(work);
    job.progress = [this, number, told](const std::string &stage, double fraction, const std::string &detail) {
        const auto line = QString::fromStdString(detail.empty() ? stage : detail);
        jobs_.report(*number, fraction, line);
        if (told) told(fraction, line);
    };
    job.done = [this, number, title, done](const std::optional<Error> &error) {
        const auto state = !error ? JobState::Done : error->isCancelled() ? JobState::Cancelled : JobState::Failed;
        jobs_.finish(*number, state, error ? QString::fromStdString(error->why()) : QString());
        Q_EMIT logged(QDateTime::currentDateTime().toString("HH:mm:ss ") + title +
                      (error ? ": " + QString::fromStdString(error->why()) : QString()));
        if (error) fail(*error);
        if (done) done(error);
        refresh();
    };
    *number = jobs_.add(title);
    jobs_.setAgain(*number, std::move(again));
    jobs_.setStop(*number, worker_->post(std::move(job)));
}

void Session::quietly(const QString &title, Work work, Done done) {
    Job job;
    job.title = title.toStdString();
    job.work = std::move(work);
    job.done = [this, done](const std::optional<Error> &error) {
        if (error) fail(*error);
        if (done) done(error);
    };
    static_cast<void>(worker_->post(std::move(job)));
}

void Session::refresh() {
    auto read = std::make_shared<std::shared_ptr<const Snapshot>>();
    quietly(
        tr("Reading the project"),
        [read, last = snapshot_](std::unique_ptr<Project> &project, Progress &) {
            if (project) *read = std::make_shared<const Snapshot>(readSnapshot(*project, last));
        },
        [this, read](const std::optional<Error> &) {
            if (*read) take(*read);
        });
}

void Session::open(const std::filesystem::path &path) {
    auto readOnly = std::make_shared<bool>(false);
    auto read = std::make_shared<std::shared_ptr<const Snapshot>>();
    quietly(
        tr("Opening the project"),
        [path, readOnly, read, compute = compute_](std::unique_ptr<Project> &project, Progress &) {
            JobOptions options;
            options.compute = *compute;
            std::unique_ptr<Project> opened;
            try {
                opened = std::make_unique<Project>(path, storage::ProjectFile::Mode::Write, options);
            } catch (const Error &error) {
                if (error.why().find("read-only") == std::string::npos) throw;
                opened = std::make_unique<Project>(path, storage::ProjectFile::Mode::Read, options);
                *readOnly = true;
            }
            auto snapshot = readSnapshot(*opened, nullptr);
            snapshot.readOnly = *readOnly;
            *read = std::make_shared<const Snapshot>(std::move(snapshot));
            project = std::move(opened);  // only now: one that cannot be read leaves the open one in place
        },
        [this, read](const std::optional<Error> &error) {
            if (error) return;
            undo_.clear();
            selection_.set({});
            answer_.reset();
            take(*read);
        });
}

void Session::take(const std::shared_ptr<const Snapshot> &snapshot) {
    const bool another = !snapshot_ || snapshot_->path != snapshot->path;
    const bool newProfile = another || snapshot_->profile != snapshot->profile;
    if (snapshot_ && !another && snapshot_->readOnly) {
        auto kept = std::make_shared<Snapshot>(*snapshot);
        kept->readOnly = true;
        snapshot_ = kept;
    } else {
        snapshot_ = snapshot;
    }
    if (newProfile) {
        problem_ =
            snapshot->problem && !snapshot->problem->budgets.empty() ? *snapshot->problem : defaultProblem(*snapshot);
        committed_ = problem_;
        answer_.reset();
        solver_->cancel();
        showCurve({});
    }
    Q_EMIT projectChanged();
    if (newProfile) {
        Q_EMIT problemChanged();
        solve();
    }
}

void Session::solve() {
    if (!snapshot_ || !snapshot_->profile || !snapshot_->facts) return;
    Q_EMIT solving(true);
    solver_->solve({snapshot_->profile, *snapshot_->facts}, problem_);
}

void Session::showAnswer(const SolverAnswer &answer) {
    // Overtaken: worth showing while a slider moves, once a frame, but it ends nothing.
    const bool overtaken = !(answer.answer.problem == problem_);
    if (overtaken && (answer.final || !answer.answer.plan)) return;
    if (overtaken && sinceShown_.isValid() && sinceShown_.elapsed() < kFrameMs) return;
    sinceShown_.start();
    if (!answer.answer.plan && answer_) {  // the old plan stays, the reason is told
        auto kept = *answer_;
        kept.answer.problem = answer.answer.problem;
        kept.answer.result.status = answer.answer.result.status;
        kept.answer.result.reason = answer.answer.result.reason;
        kept.answer.kept = true;
        kept.final = true;
        answer_ = kept;
    } else {
        answer_ = answer;
    }
    Q_EMIT answered(answer.final);
    if (answer.final) Q_EMIT solving(false);
}

void Session::showCurve(const DensityCurve &curve) {
    curve_ = curve;
    Q_EMIT curveChanged(curve_);
}

void Session::setProblem(const PlanProblem &problem) {
    const bool changed = !(problem == problem_);
    problem_ = problem;
    committed_ = problem;
    Q_EMIT problemChanged();
    if (changed) solve();
    storeProblem();
}

void Session::editProblem(const PlanProblem &problem, bool final) {
    if (final) {
        if (problem == committed_) return;
        problem_ = committed_;
        undo_.push(new ProblemStep(*this, committed_, problem));
        return;
    }
    if (problem == problem_) return;
    problem_ = problem;
    solve();
}

void Session::constrain(const ConstraintEdit &edit) {
    if (!snapshot_ || !snapshot_->facts) return;
    const auto &facts = *snapshot_->facts;
    const engine::RuleGrid none;
    editProblem(applyEdit(committed_, edit, facts.heads, facts.kvHeads, answer_ ? answer_->answer.grid : none), true);
}

void Session::storeProblem() {
    if (!snapshot_ || snapshot_->readOnly) return;
    quietly(tr("Saving the problem"), [text = problemText(problem_)](std::unique_ptr<Project> &project, Progress &) {
        if (project) project->file().setSetting(kProblemSetting, text);
    });
}

}  // namespace moa::studio
