// The live optimizer: the thread that answers while sliders move. The latest problem wins.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "app/project/plan_problem.h"
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
    using Answered = std::function<void(const SolverAnswer &)>;
    using Failed = std::function<void(const Error &)>;

    // Callbacks run in the window's thread.
    PlanSolver(Mailbox &mailbox, Answered answered, Failed failed);
    ~PlanSolver();
    PlanSolver(const PlanSolver &) = delete;
    PlanSolver &operator=(const PlanSolver &) = delete;

    // Replaces what is being solved.
    void solve(const SolverInput &input, const widgets::PlanProblem &problem);
    void cancel();

private:
    struct Task {
        SolverInput input;
        widgets::PlanProblem problem;
    };

    void run(const std::stop_token &closing);
    void solveOne(const Task &task, const std::stop_token &stop);
    void prepare(const Task &task, const OptimizeRequest &request);
    [[nodiscard]] widgets::PlanAnswer answerOf(const Task &task, engine::OptimizerResult result) const;

    Mailbox &mailbox_;
    Answered answered_;
    Failed failed_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::optional<Task> next_;
    std::stop_source running_;

    // Of the solver's thread alone.
    std::shared_ptr<const PlanChoices> choices_;
    Task prepared_;
    std::vector<double> prices_;  // of the last answer, for the warm start
    std::vector<int> rules_;

    std::jthread thread_;
};

}  // namespace moa::studio
