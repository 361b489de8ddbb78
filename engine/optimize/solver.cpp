#include "engine/optimize/solver.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

#include "engine/optimize/answer.h"
#include "engine/optimize/dual.h"
#include "engine/optimize/infeasibility.h"
#include "engine/optimize/layer_exchange.h"
#include "engine/optimize/layer_search.h"
#include "engine/optimize/local_search.h"
#include "engine/values/conventions.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

using Clock = std::chrono::steady_clock;

constexpr double kTellingPrice = 1e-3;  // of the bound
constexpr double kIdleLoss = 1e-5;
constexpr double kOptimal = 1e-4;  // gap of an optimal answer
constexpr double kOpen = 0.98;
constexpr double kRepairReach = 0.01;    // of the bound
constexpr double kExchangeReach = 3e-3;  // of the bound
constexpr double kFar = 4e-3;            // gap of a plan that is worth more than exchanges
constexpr int kDiveCells = 12;
constexpr std::size_t kOtherPoints = 6;  // of the dual, that the search estimates with
constexpr std::size_t kMostStates = 4'000'000;

// How far a search goes.
struct Reach {
    double threshold = 0;  // relative to the bound
    std::int64_t layerSteps = 0;
    std::int64_t pairs = 0;
    std::size_t states = 0;

    void grow(bool whole, bool proving) {
        if (whole || !proving) threshold *= proving ? 4 : 2.5;
        if ((whole && proving) || states > kMostStates) return;
        layerSteps *= proving ? 4 : 2;
        pairs *= proving ? 4 : 3;
        states *= proving ? 3 : 2;
    }
};

class Solver {
public:
    Solver(const OptimizerInstance &instance, const SolveOptions &options, Progress &progress)
        : instance_(instance), options_(options), progress_(progress), p_(compile(instance)), dual_(p_) {
        if (p_.rows.size() > kMaxRows)
            throw Error("The plan cannot be optimized", "instance '" + instance.name + "'",
                        "there are more than 12 budgets and bounds", "Leave some of the budgets out.");
    }

    OptimizerResult run() {
        bound();
        if (provenInfeasible_) return infeasible();
        for (const auto &plan : options_.plans) consider(plan);
        for (const auto &point : met_) consider(point.plan);
        search(1);
        exchange(true);
        // Where many plans cost the same, the search drowns in them.
        if (!best_ && provenBySearch_ > 0) search(kQuickRounds);
        if (!best_ && !provenInfeasible_) repair();
        if (best_ && options_.prices.empty() && gap() > std::max(kFar, options_.targetGap)) polish(root_.plan);
        tell();
        search(kAllRounds);
        if (provenInfeasible_) return infeasible();
        return answer();
    }

    // Feasibility alone, for the delete filter: true when no plan exists (as far as the time allows to know).
    bool isInfeasible() {
        std::ranges::fill(p_.cost, 0);
        p_.largestCost = 1;
        dual_ = Dual(p_);
        bound();
        // Any plan ends it: most parts that are asked about have one that is quickly found.
        for (const auto &point : met_) consider(point.plan);
        if (!provenInfeasible_ && !best_) repair();
        if (!provenInfeasible_ && !best_) search(kAllRounds);
        return provenInfeasible_;
    }

private:
    static constexpr int kQuickRounds = 4;
    static constexpr int kAllRounds = 1000;

    [[nodiscard]] double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

    [[nodiscard]] Clock::time_point deadline(double share) const {
        return start_ + std::chrono::microseconds(static_cast<std::int64_t>(options_.timeLimit * share * 1e6));
    }

    [[nodiscard]] double gap() const { return best_ ? relativeGap(cost_, bound_, p_.largestCost) : kInfinity; }

    // Of the objective near the optimum.
    [[nodiscard]] double scale() const { return std::max({std::abs(root_.bound), 1e-9 * p_.largestCost, 1e-300}); }

    void bound() {
        if (p_.impossible) {
            provenInfeasible_ = true;
            return;
        }
        std::vector<double> prices;
        for (const auto &row : p_.rows)
            prices.push_back(row.source < options_.prices.size() ? options_.prices[row.source] : 0);
        // More than any plan costs: a larger bound proves that there is none.
        double ceiling = 1e-6 * std::max(p_.largestCost, 1e-300);
        for (int u = 0; u < p_.units(); ++u) {
            double most = -kInfinity;
            for (int r = 0; r < p_.rules; ++r)
                if (p_.allowed[p_.at(u, r)] != 0) most = std::max(most, p_.cost[p_.at(u, r)]);
            ceiling += most;
        }
        const bool warm = std::ranges::any_of(prices, [](double price) { return price != 0; });
        root_ = dual_.maximize(prices, {options_.targetGap * 0.01, ceiling, warm}, &met_, progress_);
        bound_ = root_.bound;
        if (!(bound_ <= ceiling)) {
            provenInfeasible_ = true;
            return;
        }
        dropIdlePrices();
        looked_ = active_;
        gatherPoints();
    }

    // A price that moves little tells little, and its row need not be told apart: best is none at all, and where that
    // costs some of the bound, the row's room makes the bound only better than it is taken for.
    void dropIdlePrices() {
        auto prices = root_.prices;
        for (std::size_t k = 0; k < p_.rows.size(); ++k) {
            const double most = std::max(std::abs(p_.rows[k].high), std::abs(p_.rows[k].low));
            active_.push_back(std::abs(prices[k]) * most > kTellingPrice * scale());
            if (active_[k] == 0) prices[k] = 0;
        }
        if (prices == root_.prices) return;
        met_.push_back(dual_.evaluate(prices));
        if (met_.back().bound > root_.bound - kIdleLoss * scale()) root_ = met_.back();
        bound_ = std::max(bound_, root_.bound);
    }

    // Points of the dual that say something about the rows told apart, at no further cost: those whose other prices
    // are the root's.
    void gatherPoints() {
        std::vector<const DualPoint *> near;
        for (const auto &point : met_) {
            bool same = point.bound > root_.bound - 0.02 * scale();
            for (std::size_t k = 0; k < active_.size(); ++k)
                same = same && (active_[k] != 0 || point.prices[k] == root_.prices[k]);
            if (same && point.bound < root_.bound) near.push_back(&point);
        }
        std::ranges::stable_sort(near, std::greater<>{}, [](const DualPoint *point) { return point->bound; });
        points_.assign(1, root_);
        const auto step = std::max<std::size_t>(1, near.size() / kOtherPoints);
        for (std::size_t i = 0; i < near.size() && points_.size() <= kOtherPoints; i += step)
            points_.push_back(*near[i]);
    }

    // Prices a little off in every direction: worth their evaluations when the search grows.
    void addPoints() {
        const auto side = [&](std::size_t k) { return std::max(std::abs(p_.rows[k].low), std::abs(p_.rows[k].high)); };
        double weight = 0;  // of the row whose price moves most
        for (std::size_t k = 0; k < active_.size(); ++k) weight = std::max(weight, std::abs(root_.prices[k]) * side(k));
        for (std::size_t k = 0; k < active_.size(); ++k) {
            if (active_[k] == 0 || side(k) == 0) continue;
            const double step = root_.prices[k] != 0 ? 0.05 * std::abs(root_.prices[k]) : 0.02 * weight / side(k);
            for (const double sign : {-1.0, 1.0}) {
                auto prices = root_.prices;
                prices[k] += sign * step;
                points_.push_back(dual_.evaluate(prices));
            }
        }
    }

    bool consider(const std::vector<int> &plan) {
        if (!p_.accepts(plan)) return false;
        const double cost = p_.costOf(plan);
        if (best_ && cost >= cost_) return false;
        best_ = plan;
        cost_ = cost;
        return true;
    }

    // Rounds that prove and rounds that look for plans take turns, both with growing thresholds and limits, until best
    // and bound meet.
    void search(int rounds) {
        const double rounding = 1e-12 * std::max(p_.largestCost * p_.units(), 1e-300);
        for (int round = 0; round < rounds && gap() > options_.targetGap && !provenInfeasible_; ++round) {
            progress_.throwIfStopped("Optimizing");
            if (proof_.states > kMostStates || (seconds() > options_.timeLimit && rounds_ > 0)) return;
            if (++rounds_ == 2) addPoints();
            const bool proving = rounds_ % 2 == 1;
            auto &reach = proving ? proof_ : wide_;
            const double needed = best_ ? std::max(cost_ - root_.bound, 0.0) : kInfinity;
            // What the gap asked for leaves open need not be searched to prove it.
            const double useful = proving ? needed - kOpen * options_.targetGap * std::abs(cost_) : needed;
            const SearchLimits limits{std::min(reach.threshold * scale(), std::max(useful, 0.0)) + rounding,
                                      reach.layerSteps,
                                      reach.pairs,
                                      reach.states,
                                      0,
                                      !proving,
                                      proving ? active_ : looked_,
                                      rounds_ == 1 ? Clock::time_point::max() : deadline(1)};
            const double before = cost_;
            const auto found = searchLayers(p_, dual_.priced(root_), points_, limits, progress_);
            if (found.timedOut) return;
            const bool again = learn(found, proving ? active_ : looked_, rounding);
            if (rounds_ > 1) exchange(false);
            if (again && proving) {
                gatherPoints();
                addPoints();
            }
            // Everything that is useful was searched: rounding alone keeps the bound from the plan.
            const bool whole = found.complete >= limits.threshold && reach.threshold * scale() >= useful;
            if (proving && whole && !again && best_ && cost_ == before) return;
            if (!again || !proving) reach.grow(found.complete >= limits.threshold, proving);
        }
    }

    // True when the same search is worth another try, with another row told apart.
    bool learn(const SearchResult &found, std::vector<char> &told, double rounding) {
        bool better = found.plan && consider(*found.plan);
        if (found.relaxed) relaxed_ = found.relaxed;
        // Every plan of reduced cost below `complete` was seen, and what was seen costs `least`.
        const double proven = root_.bound + std::min(found.complete, found.least) - rounding;
        const double cost = best_ ? cost_ : kInfinity;
        provenBySearch_ = found.complete;
        if (std::min(proven, cost) > bound_) {
            bound_ = std::min(proven, cost);
            better = best_.has_value();
        }
        if (better) tell();
        if (found.exhausted && found.least == kInfinity) {
            if (!best_)
                provenInfeasible_ = true;
            else
                bound_ = cost;
            return false;
        }
        // The cheapest plan breaks a row that was left aside, or leaves room in one that has a price: that keeps the
        // bound down, or the plan dear.
        const bool proving = &told == &active_;
        const bool decides = proving ? found.least < found.complete : found.least < cost - root_.bound;
        if (!decides) return false;
        const bool joined = found.relaxed && activate(*found.relaxed, told);
        if (!joined && !(proving && bound_ < cost && activatePriced())) return false;
        for (std::size_t k = 0; k < told.size(); ++k) looked_[k] = std::max(looked_[k], active_[k]);
        return true;
    }

    // The row that the plan breaks most joins those told apart.
    bool activate(const std::vector<int> &plan, std::vector<char> &told) const {
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

    bool activatePriced() {
        for (std::size_t k = 0; k < active_.size(); ++k)
            if (active_[k] == 0 && root_.prices[k] != 0) {
                active_[k] = 1;
                return true;
            }
        return false;
    }

    // The bound is mostly near enough by now, and the plan is not: exchanges find better ones sooner than wider
    // searches. `first`: the root's plan was not tried yet.
    void exchange(bool first) {
        if (provenInfeasible_ || p_.ruleLimit != 2 || !std::ranges::all_of(p_.rows, &Row::uniform)) return;
        if (gap() <= options_.targetGap) return;
        const double reach = kExchangeReach * scale();
        const auto above = [&] { return best_ ? cost_ - root_.bound : reach; };
        const LayerExchange layers(p_, dual_.priced(root_), root_, std::min(above(), reach), progress_);
        std::vector<std::vector<int>> starts;
        for (const auto &plan : {best_, relaxed_})
            if (plan) starts.push_back(*plan);
        if (first) starts.push_back(root_.plan);
        for (const auto &start : starts) {
            if (gap() <= options_.targetGap || seconds() > options_.timeLimit) return;
            if (!p_.keepsChoices(start)) continue;
            if (const auto better = layers.improve(start, above())) consider(*better);
        }
    }

    // Where the search met nothing: plans near the bound made to fit, and coarse states, which prove nothing but find
    // plans where the rows leave little room.
    void repair() {
        constexpr std::size_t kTried = 6;
        std::vector<std::vector<int>> near;
        for (const auto &plan : options_.plans)
            if (p_.keepsChoices(plan)) near.push_back(plan);
        near.push_back(root_.plan);
        for (std::size_t i = 1; i < std::min(kTried, met_.size()); ++i) near.push_back(met_[met_.size() - i].plan);
        for (std::size_t i = 0; i < std::min(kTried, near.size()); ++i) {
            if (best_ || (i > 0 && seconds() > options_.timeLimit / 2)) return;
            polish(near[i]);
        }
        SearchLimits limits{
            0, 20'000, 1'000'000, 4'000, kDiveCells, true, std::vector<char>(p_.rows.size(), 1), deadline(0.5)};
        for (double part = 3e-3; part < 10 && !best_; part *= 4) {
            limits.threshold = part * scale();
            const auto found = searchLayers(p_, dual_.priced(root_), {root_}, limits, progress_);
            if (found.timedOut) return;
            if (found.plan) polish(*found.plan);
        }
    }

    void polish(const std::vector<int> &plan) {
        if (const auto better =
                repairAndImprove(p_, dual_.priced(root_), root_.prices, plan, kRepairReach * scale(), progress_))
            consider(*better);
    }

    OptimizerResult answer() {
        OptimizerResult result;
        result.solver = "Lagrangian decomposition, dynamic program over layers";
        result.bound = bound_;
        if (best_) {
            fillAnswer(p_, *best_, bound_, kOptimal, result);
            fillPrices(p_, root_.prices, result);
        }
        result.seconds = seconds();
        return result;
    }

    void tell() {
        if (options_.improved && best_) options_.improved(answer());
    }

    OptimizerResult infeasible() {
        OptimizerResult result;
        result.status = SolveStatus::Infeasible;
        result.bound = kInfinity;
        if (options_.explain)
            result.reason = explainInfeasible(instance_, [&](const OptimizerInstance &part) {
                SolveOptions quick;
                quick.timeLimit = 0.5;
                return Solver(part, quick, progress_).isInfeasible();
            });
        result.solver = "Lagrangian decomposition, dynamic program over layers";
        result.seconds = seconds();
        return result;
    }

    const OptimizerInstance &instance_;
    const SolveOptions &options_;
    Progress &progress_;
    Clock::time_point start_ = Clock::now();
    Problem p_;
    Dual dual_;
    DualPoint root_;
    std::vector<DualPoint> met_;     // on the way to the root
    std::vector<DualPoint> points_;  // the root and others near it
    std::vector<char> active_;       // rows told apart where the search proves
    std::vector<char> looked_;       // and where it looks for plans
    double bound_ = -kInfinity;
    std::optional<std::vector<int>> best_;
    double cost_ = 0;                          // of the best
    std::optional<std::vector<int>> relaxed_;  // the last plan of a search that breaks a row left aside
    bool provenInfeasible_ = false;
    int rounds_ = 0;
    double provenBySearch_ = 0;  // above the root, in the last round
    Reach proof_{3e-4, 2'000, 40'000, 1'000};
    Reach wide_{1.2e-3, 2'000, 6'000, 400};
};

}  // namespace

OptimizerResult solve(const OptimizerInstance &instance, const SolveOptions &options, Progress &progress) {
    return Solver(instance, options, progress).run();
}

std::vector<double> warmPrices(const OptimizerInstance &instance, const OptimizerResult &answer) {
    std::vector<double> prices;
    for (const auto &budget : instance.budgets) {
        const auto price = answer.shadowPrices.find(budget.length);
        if (price == answer.shadowPrices.end()) return {};
        prices.push_back(-price->second / (static_cast<double>(blockCount(budget.length)) * instance.units()));
    }
    return prices;
}

}  // namespace moa::engine
