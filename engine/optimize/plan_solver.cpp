#include "engine/optimize/plan_solver.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/optimize/answer.h"
#include "engine/optimize/feasibility.h"
#include "engine/optimize/infeasibility.h"
#include "engine/optimize/layer_search.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

using Clock = std::chrono::steady_clock;

constexpr double kOptimal = 1e-4;  // gap of an optimal answer
constexpr double kOpen = 0.98;
constexpr double kFar = 4e-3;  // gap of a plan that is worth more than exchanges
constexpr std::size_t kMostStates = 4'000'000;
constexpr int kQuickRounds = 4;
constexpr int kAllRounds = 1000;
constexpr double kDualTolerance = 1e-9;
constexpr std::size_t kRepaired = 6;
constexpr std::size_t kSmallTable = 4'096;  // units x rules: decided sooner than repaired
constexpr std::size_t kKnown = 250;
constexpr PlanFinder::Effort kQuick{3e-3, 48, 6};
constexpr PlanFinder::Effort kThorough{3e-3, 96, 20};
constexpr PlanFinder::Effort kFarAway{3e-2, 96, 60};  // most of the exchanges are of one layer alone: quick
constexpr PlanFinder::Effort kFarther{0.3, 96, 120};
constexpr std::size_t kMet = 4;     // points of the dual that exchanges start from
constexpr std::size_t kStarts = 3;  // plans of similar problems that exchanges start from

}  // namespace

void PlanSolver::Reach::grow(bool whole, bool proving) {
    if (whole || !proving) threshold *= proving ? 4 : 2.5;
    if ((whole && proving) || states > kMostStates) return;
    layerSteps *= proving ? 4 : 2;
    pairs *= proving ? 4 : 3;
    states *= proving ? 3 : 2;
}

PlanSolver::PlanSolver(const OptimizerInstance &instance, const SolveOptions &options, const Progress &progress)
    : instance_(instance),
      options_(options),
      progress_(progress),
      p_(compile(instance)),
      root_(p_, progress),
      plans_(p_, root_, progress) {
    if (p_.rows.size() > kMaxRows)
        throw Error("The plan cannot be optimized", "instance '" + instance.name + "'",
                    "there are more than 12 budgets and bounds", "Leave some of the budgets out.");
}

OptimizerResult PlanSolver::run() {
    bound();
    if (provenInfeasible_) return infeasible();
    for (const auto &plan : options_.plans) plans_.consider(plan);
    for (const auto &point : root_.met()) plans_.consider(point.plan);
    // Sums of losses tell nearly all assignments apart: searches are dear.
    const bool exchangeFirst = !std::ranges::all_of(p_.rows, &Row::uniform);
    if (exchangeFirst) {
        exchange(true, kQuick);
        exchange(true, plans_.best() ? kThorough : kFarAway);
        if (!plans_.best()) exchange(true, kFarther);
    }
    search(1);
    if (!exchangeFirst) exchange(true, kQuick);
    // Where many plans cost the same, the search drowns in them.
    if (!plans_.best() && provenBySearch_ > 0) search(kQuickRounds);
    findAny();
    if (plans_.best() && options_.prices.empty() && gap() > std::max(kFar, options_.targetGap))
        plans_.polish(root_.point().plan);
    tell();
    search(kAllRounds);
    if (provenInfeasible_) return infeasible();
    return answer();
}

bool PlanSolver::isInfeasible() {
    std::ranges::fill(p_.cost, 0);
    p_.largestCost = 1;
    root_ = DualRoot(p_, progress_);
    bound();
    // Any plan ends it: most parts that are asked about have one that is quickly found.
    for (const auto &point : root_.met()) plans_.consider(point.plan);
    findAny();
    if (!provenInfeasible_ && !plans_.best()) search(kAllRounds);
    return provenInfeasible_;
}

void PlanSolver::know(std::span<const KnownPlan> plans) {
    // Those that say most at the prices to start from.
    const auto prices = startPrices();
    std::vector<std::pair<double, MasterPlan>> seen;
    for (const auto &plan : plans) {
        auto master = masterPlan(p_, plan);
        double value = master.cost;
        for (std::size_t k = 0; k < prices.size(); ++k) value += prices[k] * master.sums[k];
        seen.emplace_back(value, std::move(master));
    }
    std::ranges::stable_sort(seen, {}, [](const auto &plan) { return plan.first; });
    if (seen.size() > kKnown) seen.resize(kKnown);
    for (auto &plan : seen) known_.push_back(std::move(plan.second));
}

std::vector<double> PlanSolver::startPrices() const {
    std::vector<double> prices;
    for (const auto &row : p_.rows)
        prices.push_back(row.source < options_.prices.size() ? options_.prices[row.source] : 0);
    return prices;
}

std::vector<double> PlanSolver::prices() const {
    std::vector<double> prices(instance_.budgets.size() + instance_.objectiveBounds.size(), 0);
    for (std::size_t k = 0; k < p_.rows.size(); ++k) prices[p_.rows[k].source] = root_.point().prices[k];
    return prices;
}

double PlanSolver::seconds() const {
    return std::chrono::duration<double>(Clock::now() - start_).count();
}

Clock::time_point PlanSolver::deadline(double share) const {
    return start_ + std::chrono::microseconds(static_cast<std::int64_t>(options_.timeLimit * share * 1e6));
}

double PlanSolver::gap() const {
    return plans_.best() ? relativeGap(plans_.cost(), bound_, p_.largestCost) : kInfinity;
}

void PlanSolver::bound() {
    provenInfeasible_ =
        p_.impossible || !root_.maximize(startPrices(), std::max(options_.targetGap * 0.01, kDualTolerance), known_);
    if (provenInfeasible_) return;
    bound_ = root_.bound();
    active_ = root_.active();
    looked_ = active_;
}

void PlanSolver::search(int rounds) {
    const double rounding = 1e-12 * std::max(p_.largestCost * p_.units(), 1e-300);
    for (int round = 0; round < rounds && gap() > options_.targetGap && !provenInfeasible_; ++round) {
        progress_.throwIfStopped("Optimizing");
        if (proof_.states > kMostStates || (seconds() > options_.timeLimit && rounds_ > 0)) return;
        const bool proving = rounds_ % 2 == 0;
        auto &reach = proving ? proof_ : wide_;
        if (steps_ < reach.steps(p_.layers)) return;
        steps_ -= reach.steps(p_.layers);
        if (++rounds_ == 2) root_.addPoints(active_);
        const double scale = root_.scale();
        const double cost = plans_.cost();
        const double needed = std::max(cost - root_.point().bound, 0.0);
        // What the gap asked for leaves open need not be searched to prove it.
        const double useful = proving && plans_.best() ? needed - kOpen * options_.targetGap * std::abs(cost) : needed;
        const SearchLimits limits{std::min(reach.threshold * scale, std::max(useful, 0.0)) + rounding,
                                  reach.layerSteps,
                                  reach.pairs,
                                  reach.states,
                                  0,
                                  !proving,
                                  proving ? active_ : looked_,
                                  rounds_ == 1 ? Clock::time_point::max() : deadline(1)};
        const auto found = searchLayers(p_, root_.priced(), root_.points(), limits, progress_);
        if (found.timedOut) return;
        const bool again = learn(found, proving ? active_ : looked_, rounding);
        if (rounds_ > 1) exchange(false, kQuick);
        if (again && proving) {
            root_.gatherPoints(active_);
            root_.addPoints(active_);
        }
        // Everything that is useful was searched: rounding alone keeps the bound from the plan.
        const bool whole = found.complete >= limits.threshold && reach.threshold * scale >= useful;
        if (proving && whole && !again && plans_.best() && plans_.cost() == cost) return;
        if (!again || !proving) reach.grow(found.complete >= limits.threshold, proving);
    }
}

bool PlanSolver::learn(const SearchResult &found, std::vector<char> &told, double rounding) {
    bool better = found.plan && plans_.consider(*found.plan);
    if (found.relaxed) relaxed_ = found.relaxed;
    const double root = root_.point().bound;
    // Every plan of reduced cost below `complete` was seen, and what was seen costs `least`.
    const double proven = root + std::min(found.complete, found.least) - rounding;
    const double cost = plans_.cost();
    provenBySearch_ = found.complete;
    if (std::min(proven, cost) > bound_) {
        bound_ = std::min(proven, cost);
        better = plans_.best().has_value();
    }
    if (better) tell();
    if (found.exhausted && found.least == kInfinity) {
        if (!plans_.best())
            provenInfeasible_ = true;
        else
            bound_ = cost;
        return false;
    }
    // The cheapest plan breaks a row that was left aside, or leaves room in one that has a price: that keeps the bound
    // down, or the plan dear.
    const bool proving = &told == &active_;
    const bool decides = proving ? found.least < found.complete : found.least < cost - root;
    if (!decides) return false;
    const bool joined = found.relaxed && activate(*found.relaxed, told);
    if (!joined && !(proving && bound_ < cost && activatePriced())) return false;
    for (std::size_t k = 0; k < told.size(); ++k) looked_[k] = std::max(looked_[k], active_[k]);
    return true;
}

bool PlanSolver::activate(const std::vector<int> &plan, std::vector<char> &told) const {
    const auto sums = p_.sumsOf(plan);
    std::size_t worst = told.size();
    double most = 0;
    for (std::size_t k = 0; k < told.size(); ++k) {
        const auto &row = p_.rows[k];
        const double outside = std::max(sums[k] - row.high, row.low - sums[k]) - row.slack();
        if (told[k] != 0 || outside <= most * (1 + std::abs(row.high))) continue;
        worst = k;
        most = outside / (1 + std::abs(row.high));
    }
    if (worst == told.size()) return false;
    told[worst] = 1;
    return true;
}

bool PlanSolver::activatePriced() {
    for (std::size_t k = 0; k < active_.size(); ++k)
        if (active_[k] == 0 && root_.point().prices[k] != 0) {
            active_[k] = 1;
            return true;
        }
    return false;
}

void PlanSolver::exchange(bool first, const PlanFinder::Effort &effort) {
    if (provenInfeasible_) return;
    std::vector<std::vector<int>> starts;
    for (const auto &plan : {plans_.best(), relaxed_})
        if (plan) starts.push_back(*plan);
    if (first) starts.push_back(root_.point().plan);
    const auto &met = root_.met();
    for (std::size_t i = 1; effort.choices > kQuick.choices && i <= std::min(kMet, met.size()); ++i)
        starts.push_back(met[met.size() - i].plan);
    for (std::size_t i = 0; first && !plans_.best() && i < std::min(kStarts, options_.plans.size()); ++i)
        starts.push_back(options_.plans[i]);
    bool begun = false;
    plans_.exchange(starts, effort, [&] {
        const bool late = std::exchange(begun, true) && seconds() > options_.timeLimit;
        return gap() > options_.targetGap && !late;
    });
}

void PlanSolver::repair() {
    std::vector<std::vector<int>> near;
    for (const auto &plan : options_.plans)
        if (p_.keepsChoices(plan)) near.push_back(plan);
    near.push_back(root_.point().plan);
    const auto &met = root_.met();
    for (std::size_t i = 1; i < std::min(kRepaired, met.size()); ++i) near.push_back(met[met.size() - i].plan);
    if (near.size() > kRepaired) near.resize(kRepaired);
    plans_.repair(near, deadline(0.5));
}

void PlanSolver::findAny() {
    const bool small = p_.cost.size() <= kSmallTable;
    for (const bool deciding : {small, !small}) {
        if (plans_.best() || provenInfeasible_) return;
        if (deciding)
            decide(small ? 0.8 : 0.4);
        else
            repair();
    }
}

void PlanSolver::decide(double share) {
    const auto steps = static_cast<std::int64_t>(share * static_cast<double>(steps_));
    const auto found = decideFeasibility(p_, {steps, deadline(share)}, progress_);
    steps_ -= found.steps;
    provenInfeasible_ = found.decided && !found.plan;
    // It may be any plan: the losses had no part in it.
    if (!found.plan || !plans_.consider(*found.plan)) return;
    plans_.polish(*found.plan);
    exchange(false, kFarAway);
}

OptimizerResult PlanSolver::answer() const {
    OptimizerResult result;
    result.solver = "Lagrangian decomposition, dynamic program over layers";
    result.bound = bound_;
    if (plans_.best()) {
        fillAnswer(p_, *plans_.best(), bound_, kOptimal, result);
        fillPrices(p_, root_.point().prices, result);
    }
    result.seconds = seconds();
    return result;
}

void PlanSolver::tell() const {
    if (options_.improved && plans_.best()) options_.improved(answer());
}

OptimizerResult PlanSolver::infeasible() const {
    OptimizerResult result;
    result.status = SolveStatus::Infeasible;
    result.bound = kInfinity;
    if (options_.explain)
        result.reason = explainInfeasible(instance_, [&](const OptimizerInstance &part) {
            SolveOptions quick;
            quick.timeLimit = 0.5;
            return PlanSolver(part, quick, progress_).isInfeasible();
        });
    result.solver = "Lagrangian decomposition, dynamic program over layers";
    result.seconds = seconds();
    return result;
}

}  // namespace moa::engine
