// The live optimizer: the thread that answers while sliders move. The latest problem wins.
//
// A problem is answered in steps: the plan at once, with the bound known so far; the same while its proof tightens; the
// final answer; then the density curve. A newer problem ends proof and curve, but never the plan at once, which takes
// milliseconds: while a slider moves faster than plans are found, plans of older places are shown.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "app/project/plan_problem.h"
#include "app/studio/curve_solver.h"
#include "app/studio/mailbox.h"
#include "widgets/values/plan_data.h"

namespace moa::studio {

// The profile the solver works on; never changes.
struct SolverInput {
    std::shared_ptr<const engine::Profile> profile;
    engine::ModelFacts facts;
};

// The request that asks the same of `moa optimize`. Lower budgets are nine tenths of the upper ones, as --density sets
// them.
[[nodiscard]] OptimizeRequest requestOf(const widgets::PlanProblem &problem);

struct SolverAnswer {
    widgets::PlanAnswer answer;
    std::shared_ptr<const PlanChoices> choices;  // the same object until lengths, mix, balance or units change
    bool final = true;                           // false: the plan at once; its proof is still being tightened
};

class PlanSolver {
public:
    // Called in the window's thread, and for nothing that was cancelled.
    struct Listener {
        std::function<void(const SolverAnswer &)> answered;
        std::function<void(const Error &)> failed;
        std::function<void(const widgets::DensityCurve &)> curve;  // as far as it is found
        std::function<void(const Error &)> curveFailed;
    };

    PlanSolver(Mailbox &mailbox, Listener listener);
    ~PlanSolver();
    PlanSolver(const PlanSolver &) = delete;
    PlanSolver &operator=(const PlanSolver &) = delete;

    // All from the window's thread. Replaces what is being solved.
    void solve(const SolverInput &input, const widgets::PlanProblem &problem);
    // The density curve alone.
    void solveCurve(const SolverInput &input, const widgets::PlanProblem &problem);
    // What was not told yet never is.
    void cancel();

private:
    struct Task {
        SolverInput input;
        widgets::PlanProblem problem;
        bool curveOnly = false;
        long number = 0;  // of the last cancel before it
    };

    void start(Task task);
    void run(const std::stop_token &closing);
    // The plan at once, what becomes better on the way, and the final answer.
    void solvePlan(const Task &task, const engine::OptimizerInstance &instance, Progress &progress);
    void prepare(const Task &task, const OptimizeRequest &request);
    void remember(const engine::OptimizerInstance &instance, const engine::OptimizerResult &result);
    [[nodiscard]] widgets::PlanAnswer answerOf(const Task &task, engine::OptimizerResult result) const;
    void tell(const Task &task, const engine::OptimizerResult &result, bool final);
    // Runs in the window's thread unless it was cancelled by then.
    void post(const Task &task, std::function<void(const Listener &)> message);
    // From now on a newer problem ends this one.
    void giveWay();

    Mailbox &mailbox_;
    Listener listener_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::optional<Task> next_;
    std::stop_source running_;
    bool atOnce_ = false;  // the plan at once is on its way
    long cancelled_ = 0;   // of the window's thread alone

    // Of the solver's thread alone.
    std::shared_ptr<const PlanChoices> choices_;
    Task prepared_;
    std::vector<double> prices_;  // of the last answer, for the warm start
    std::vector<int> rules_;
    CurveSolver curve_;

    std::jthread thread_;
};

}  // namespace moa::studio
