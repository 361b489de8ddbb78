// The open project as the window sees it: what is shown, what the user decided, and the jobs that change it.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QUndoStack>
#include <memory>
#include <optional>

#include "app/studio/job_list.h"
#include "app/studio/plan_solver.h"
#include "app/studio/project_worker.h"
#include "app/studio/snapshot.h"
#include "engine/model/device_info.h"
#include "widgets/values/constraint_edit.h"
#include "widgets/values/evaluate_data.h"
#include "widgets/values/explore_data.h"
#include "widgets/values/selection.h"
#include "widgets/values/view_error.h"

namespace moa::studio {

// What a new project is made of.
struct NewProject {
    std::filesystem::path file;
    CalibrateRequest calibrate;
};

// Where models run, and the GPUs there are to choose from.
struct DeviceState {
    engine::DeviceInfo device = {{}, "CPU", {}};
    int gpus = 0;
};

// Lives in the window's thread and never waits: files and engine are touched by the worker, plans are solved by the
// solver. Everything that is done is in the project file at once.
class Session : public QObject {
    Q_OBJECT

public:
    explicit Session(QObject *parent = nullptr);
    ~Session() override;

    [[nodiscard]] widgets::Selection *selection() { return &selection_; }
    [[nodiscard]] QUndoStack *undo() { return &undo_; }
    [[nodiscard]] JobList *jobs() { return &jobs_; }
    // nullptr: no project is open.
    [[nodiscard]] const Snapshot *snapshot() const { return snapshot_.get(); }
    // nullptr: no plan was solved yet.
    [[nodiscard]] const SolverAnswer *answer() const { return answer_ ? &*answer_ : nullptr; }
    [[nodiscard]] const widgets::PlanProblem &problem() const { return problem_; }
    // The last one; of an older problem until the first point of its own is found.
    [[nodiscard]] const widgets::DensityCurve &curve() const { return curve_; }

    void open(const std::filesystem::path &path);
    // A copy of the sample in the user's folder; made anew when it was changed beyond use.
    void openSample(const std::filesystem::path &copy);
    void create(const NewProject &request);
    void resumeProfile();
    void importPlan(const std::filesystem::path &path);
    void saveCopy(const std::filesystem::path &path);
    void locateModel(const std::filesystem::path &path);
    // cpu, cuda, cuda:1 or auto, from the next job on. One that cannot be used is told by failed(), and the old one
    // stays.
    void useDevice(const std::string &name);

    // final: one step of undo; else the solver runs and the step is still open.
    void editProblem(const widgets::PlanProblem &problem, bool final);
    void constrain(const widgets::ConstraintEdit &edit);
    // Shows a stored plan.
    void loadPlan(const QString &name);
    // Stores the plan that is shown.
    void savePlan(const QString &name);
    void exportPlan(const std::filesystem::path &path);
    void scanPareto();
    void validate(const std::filesystem::path &data, int length);
    void evaluate(const widgets::EvaluationOrder &order);
    void requestTokenMap(widgets::HeadId head, int sample, widgets::MapQuantity quantity);
    // .html, .md or .pdf; an empty path: its text for the preview, given by `reportReady`.
    void writeReport(const std::filesystem::path &path);

Q_SIGNALS:
    void projectChanged();  // another project, or what is in it
    void problemChanged();  // by undo, redo or an edit elsewhere
    // answer() is new. Not final: its proof is still being tightened, or the problem has changed since.
    void answered(bool final);
    void solving(bool running);
    void runChanged(const moa::widgets::RunEntry &run);
    void evaluationProgress(double fraction, const QString &line);  // negative: nothing is running
    void tokenMapReady(const moa::widgets::TokenMap &map);
    void tokenMapFailed(const moa::widgets::ViewError &error);
    void reportReady(const QString &html);
    void failed(const moa::widgets::ViewError &error);  // of a job or the project
    void planFailed(const moa::widgets::ViewError &error);
    void curveChanged(const moa::widgets::DensityCurve &curve);
    void curveFailed(const moa::widgets::ViewError &error);
    void deviceChanged(const moa::studio::DeviceState &state);
    void logged(const QString &line);

private:
    friend class ProblemStep;

    using Work = std::function<void(std::unique_ptr<Project> &, Progress &)>;
    using Done = std::function<void(const std::optional<Error> &)>;
    using Told = std::function<void(double fraction, const QString &line)>;

    // A job with a line in the Jobs dock; the project is read again when it is done. One that was cancelled or failed
    // goes on by `again`, empty: by the same work.
    void run(const QString &title, Work work, Done done = {}, Told told = {}, std::function<void()> again = {});
    // A quick change without a line of its own.
    void quietly(const QString &title, Work work, Done done = {});
    void refresh();
    void take(const std::shared_ptr<const Snapshot> &snapshot);
    void setProblem(const widgets::PlanProblem &problem);
    void solve();
    void showAnswer(const SolverAnswer &answer);
    void showCurve(const widgets::DensityCurve &curve);
    void storeProblem();
    void fail(const Error &error);
    void evaluateOne(const widgets::EvaluationOrder &order, const QString &plan);

    widgets::Selection selection_;
    QUndoStack undo_;
    JobList jobs_;
    std::shared_ptr<const Snapshot> snapshot_;
    std::optional<SolverAnswer> answer_;
    widgets::DensityCurve curve_;
    widgets::PlanProblem problem_;    // as it is shown
    QElapsedTimer sinceShown_;        // the last answer
    widgets::PlanProblem committed_;  // as of the last step of undo
    std::stop_source tokenMap_;
    DeviceState device_;
    // Touched by the worker's jobs only, so that each sees what the one before it chose.
    std::shared_ptr<engine::ComputeOptions> compute_ = std::make_shared<engine::ComputeOptions>();

    // Last, so that their threads end before what they post to.
    Mailbox mailbox_;
    std::unique_ptr<ProjectWorker> worker_;
    std::unique_ptr<PlanSolver> solver_;
};

}  // namespace moa::studio
