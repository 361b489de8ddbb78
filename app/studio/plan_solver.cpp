#include "app/studio/plan_solver.h"

#include <algorithm>

#include "engine/optimize/solver.h"
#include "engine/values/conventions.h"

namespace moa::studio {

using namespace engine;

namespace {

constexpr double kAtOnce = 0.05;  // seconds until a plan is shown
constexpr double kGapAtOnce = 1e-3;
constexpr double kProof = 2;  // seconds the proof is tightened for
constexpr double kLowerShare = 0.9;

// What decides the rules there are and their losses.
auto choicesKey(const widgets::PlanProblem &p) {
    return std::tie(p.balanced, p.mix, p.queryHeads);
}

// Loss of the uniform rule of the grid that takes as much at this length as the plan may, per length of the table.
std::vector<double> uniformLosses(const PlanChoices &choices, const std::map<int, double> &densities) {
    std::vector<double> losses;
    const auto &table = choices.table;
    for (std::size_t l = 0; l < table.lengths.size(); ++l) {
        const int length = table.lengths[l];
        const int nb = blockCount(length);
        const double allowed = densities.contains(length) ? densities.at(length) : 1;
        int best = -1;
        double most = -1;
        for (std::size_t r = 0; r < choices.grid.rules.size(); ++r) {
            const double density = kvDensity(choices.grid.rules[r], nb);
            if (density > allowed + 1e-9 || density <= most) continue;
            most = density;
            best = static_cast<int>(r);
        }
        double loss = 0;
        for (int u = 0; best >= 0 && u < table.units(); ++u) loss += table.at(static_cast<int>(l), u, best);
        losses.push_back(best < 0 ? std::numeric_limits<double>::quiet_NaN() : loss);
    }
    return losses;
}

}  // namespace

OptimizeRequest requestOf(const widgets::PlanProblem &problem) {
    OptimizeRequest request;
    request.budgets = problem.budgets;
    for (auto &budget : request.budgets) budget.lower = kLowerShare * budget.upper;
    request.balance = problem.balanced ? Balance::Balanced : Balance::Published;
    request.mix = problem.mix;
    request.rulesPerLayer = problem.rulesPerLayer;
    request.queryHeads = problem.queryHeads;
    request.weights = problem.weights;
    Constraints constraints;
    for (const auto &pin : problem.pins) constraints.pins.push_back({pin.layer, pin.unit, pin.rule});
    constraints.spanBounds = problem.spanBounds;
    constraints.exclude = problem.exclude;
    request.constraints = constraints;
    return request;
}

PlanSolver::PlanSolver(Mailbox &mailbox, Answered answered, Failed failed)
    : mailbox_(mailbox),
      answered_(std::move(answered)),
      failed_(std::move(failed)),
      thread_([this](const std::stop_token &closing) { run(closing); }) {}

PlanSolver::~PlanSolver() {
    cancel();
    thread_.request_stop();
    thread_.join();
}

void PlanSolver::solve(const SolverInput &input, const widgets::PlanProblem &problem) {
    {
        const std::lock_guard lock(mutex_);
        next_ = Task{input, problem};
        running_.request_stop();
    }
    wake_.notify_one();
}

void PlanSolver::cancel() {
    const std::lock_guard lock(mutex_);
    next_.reset();
    running_.request_stop();
}

void PlanSolver::run(const std::stop_token &closing) {
    while (true) {
        Task task;
        std::stop_token stop;
        {
            std::unique_lock lock(mutex_);
            if (!wake_.wait(lock, closing, [this] { return next_.has_value(); })) return;
            task = std::move(*next_);
            next_.reset();
            running_ = {};
            stop = running_.get_token();
        }
        try {
            solveOne(task, stop);
        } catch (const Error &error) {
            if (!error.isCancelled()) mailbox_.post([failed = failed_, error] { failed(error); });
        }
    }
}

void PlanSolver::prepare(const Task &task, const OptimizeRequest &request) {
    if (choices_ && prepared_.input.profile == task.input.profile &&
        choicesKey(prepared_.problem) == choicesKey(task.problem))
        return;
    choices_ = std::make_shared<const PlanChoices>(planChoices(*task.input.profile, task.input.facts, request));
    prepared_ = task;
    prices_.clear();
    rules_.clear();
}

widgets::PlanAnswer PlanSolver::answerOf(const Task &task, OptimizerResult result) const {
    widgets::PlanAnswer answer;
    answer.problem = task.problem;
    answer.grid = choices_->grid;
    answer.loss = choices_->table;
    if (!result.rules.empty()) {
        answer.plan = planOf(result.rules, choices_->grid, choices_->table, task.input.facts.heads);
        for (const auto &budget : task.problem.budgets)
            answer.densities[budget.length] = densities(*answer.plan, task.input.facts.kvHeads, budget.length, 0);
        answer.uniformLoss = uniformLosses(*choices_, result.densities);
    }
    answer.result = std::move(result);
    return answer;
}

void PlanSolver::solveOne(const Task &task, const std::stop_token &stop) {
    const auto request = requestOf(task.problem);
    prepare(task, request);
    const auto instance = planInstance(request, choices_->grid, choices_->table);
    Progress progress(stop);
    SolveOptions options;
    options.targetGap = kGapAtOnce;
    options.timeLimit = kAtOnce;
    options.explain = false;
    if (prices_.size() == instance.budgets.size()) options.prices = prices_;
    if (rules_.size() == static_cast<std::size_t>(instance.units())) options.plans = {rules_};
    auto result = moa::engine::solve(instance, options, progress);
    const auto remember = [&] {
        if (result.rules.empty()) return;
        rules_ = result.rules;
        prices_.clear();
        for (const auto &budget : instance.budgets)
            prices_.push_back(-result.shadowPrices[budget.length] /
                              (instance.units() * static_cast<double>(blockCount(budget.length))));
    };
    remember();
    const auto tell = [&](bool final) {
        mailbox_.post(
            [answered = answered_, a = SolverAnswer{answerOf(task, result), choices_, final}] { answered(a); });
    };
    if (!result.rules.empty()) tell(false);
    progress.throwIfStopped("Optimizing");
    options = {};
    options.timeLimit = kProof;
    if (!rules_.empty()) options.plans = {rules_};
    options.prices = prices_;
    result = moa::engine::solve(instance, options, progress);
    remember();
    tell(true);
}

}  // namespace moa::studio
