#include "app/studio/plan_solver.h"

#include <algorithm>
#include <chrono>

#include "app/studio/uniform_losses.h"
#include "engine/optimize/solver.h"
#include "engine/values/conventions.h"

namespace moa::studio {

using namespace engine;

namespace {

constexpr double kAtOnce = 0.05;  // seconds until a plan is shown
constexpr double kGapAtOnce = 1e-3;
constexpr double kProof = 2;  // seconds the proof is tightened for
constexpr double kOptimalGap = 1e-4;
constexpr auto kCalm = std::chrono::milliseconds(150);  // between two readings of a proof that tightens
constexpr double kLowerShare = 0.9;

// What decides the rules there are and their losses.
auto choicesKey(const widgets::PlanProblem &p) {
    return std::tie(p.balanced, p.mix, p.queryHeads);
}

// The better plan with the larger bound: both are answers to the same instance.
OptimizerResult tighter(const OptimizerResult &a, const OptimizerResult &b) {
    if (a.rules.empty() || b.rules.empty()) return b.rules.empty() && !a.rules.empty() ? a : b;
    auto best = b.objective <= a.objective ? b : a;
    const double bound = std::min(std::max(a.bound, b.bound), best.objective);
    if (bound <= best.bound) return best;
    best.gap *= (best.objective - bound) / (best.objective - best.bound);
    best.bound = bound;
    if (best.gap <= kOptimalGap) best.status = SolveStatus::Optimal;
    return best;
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

PlanSolver::PlanSolver(Mailbox &mailbox, Listener listener)
    : mailbox_(mailbox),
      listener_(std::move(listener)),
      thread_([this](const std::stop_token &closing) { run(closing); }) {}

PlanSolver::~PlanSolver() {
    cancel();
    thread_.request_stop();
    thread_.join();
}

void PlanSolver::solve(const SolverInput &input, const widgets::PlanProblem &problem) {
    start({input, problem, false, cancelled_});
}

void PlanSolver::solveCurve(const SolverInput &input, const widgets::PlanProblem &problem) {
    start({input, problem, true, cancelled_});
}

void PlanSolver::start(Task task) {
    {
        const std::lock_guard lock(mutex_);
        next_ = std::move(task);
        if (!atOnce_) running_.request_stop();
    }
    wake_.notify_one();
}

void PlanSolver::cancel() {
    const std::lock_guard lock(mutex_);
    ++cancelled_;
    next_.reset();
    running_.request_stop();
}

void PlanSolver::giveWay() {
    const std::lock_guard lock(mutex_);
    atOnce_ = false;
    if (next_) running_.request_stop();
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
            atOnce_ = !task.curveOnly;
        }
        bool planned = task.curveOnly;
        try {
            const auto request = requestOf(task.problem);
            prepare(task, request);
            const auto instance = planInstance(request, choices_->grid, choices_->table);
            Progress progress(stop);
            if (!planned) solvePlan(task, instance, progress);
            planned = true;
            curve_.solve(task.problem, instance, choices_, progress, [&](const widgets::DensityCurve &curve) {
                post(task, [curve](const Listener &listener) { listener.curve(curve); });
            });
        } catch (const Error &error) {
            if (!error.isCancelled())
                post(task, [planned, error](const Listener &listener) {
                    (planned ? listener.curveFailed : listener.failed)(error);
                });
        }
        giveWay();
    }
}

void PlanSolver::post(const Task &task, std::function<void(const Listener &)> message) {
    mailbox_.post([this, number = task.number, message = std::move(message)] {
        if (number == cancelled_) message(listener_);
    });
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
    answer.loss = {choices_, &choices_->table};  // shares the choices' life
    if (!result.rules.empty()) {
        answer.plan = planOf(result.rules, choices_->grid, choices_->table, task.input.facts.heads);
        for (const auto &budget : task.problem.budgets)
            answer.densities[budget.length] = densities(*answer.plan, task.input.facts.kvHeads, budget.length, 0);
        answer.uniformLoss = uniformLosses(*choices_, result.densities);
    }
    answer.result = std::move(result);
    return answer;
}

void PlanSolver::tell(const Task &task, const OptimizerResult &result, bool final) {
    post(task, [a = SolverAnswer{answerOf(task, result), choices_, final}](const Listener &listener) {
        listener.answered(a);
    });
}

// What the next warm start begins with.
void PlanSolver::remember(const OptimizerInstance &instance, const OptimizerResult &result) {
    if (result.rules.empty()) return;
    rules_ = result.rules;
    prices_ = warmPrices(instance, result);
}

void PlanSolver::solvePlan(const Task &task, const OptimizerInstance &instance, Progress &progress) {
    SolveOptions options;
    options.targetGap = kGapAtOnce;
    options.timeLimit = kAtOnce;
    options.explain = false;
    if (prices_.size() == instance.budgets.size()) options.prices = prices_;
    if (rules_.size() == static_cast<std::size_t>(instance.units())) options.plans = {rules_};
    auto best = moa::engine::solve(instance, options, progress);
    remember(instance, best);
    if (!best.rules.empty()) tell(task, best, false);
    giveWay();
    progress.throwIfStopped("Optimizing");
    options = {};
    options.timeLimit = kProof;
    if (!best.rules.empty()) options.plans = {best.rules};
    options.prices = prices_;
    auto told = std::chrono::steady_clock::now();
    double toldGap = best.gap;
    options.improved = [&](const OptimizerResult &better) {
        best = tighter(best, better);
        const auto now = std::chrono::steady_clock::now();
        if (best.gap >= toldGap || now - told < kCalm) return;
        told = now;
        toldGap = best.gap;
        tell(task, best, false);
    };
    best = tighter(best, moa::engine::solve(instance, options, progress));
    remember(instance, best);
    tell(task, best, true);
}

}  // namespace moa::studio
