#include "engine/optimize/feasibility.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <random>
#include <utility>

#include "engine/optimize/dual.h"
#include "engine/optimize/price_master.h"
#include "engine/optimize/reach_program.h"
#include "engine/optimize/rule_domains.h"

namespace moa::engine {

namespace {

constexpr double kProven = 1e-9;  // of the rows' extents: more than rounding
constexpr double kMixed = 1e-6;   // the mix breaks no row: the model's rows are a little loose
constexpr double kNarrow = 1e-3;  // width of a row, of its extent
constexpr int kMostRounds = 60;   // of pricing a node
constexpr int kFirstDive = 128;   // nodes
constexpr int kDive = 64;
constexpr unsigned kDives = 6;  // before sums are reached for
constexpr double kLuck = 1;     // most of a score, where dives differ
constexpr int kMostCells = 1024;
constexpr std::size_t kDirections = 24;
constexpr std::size_t kPricesKept = 200;
constexpr std::int64_t kReachSteps = 2'000'000;
constexpr std::int64_t kPairs = 4'000'000;
constexpr std::size_t kStates = 100'000;
constexpr int kCostsPerStep = 12;          // looked at in a step
constexpr std::int64_t kModelSteps = 200;  // of mixing the plans met
constexpr int kStepsPerPair = 3;

class Decider {
public:
    Decider(const Problem &problem, const FeasibilityLimits &limits, const Progress &progress)
        : problem_(problem), p_(problem), limits_(limits), progress_(progress) {
        std::ranges::fill(p_.cost, 0);
        p_.largestCost = 0;
        for (auto &row : p_.rows) {
            const double slack = row.slack();
            row.low -= slack;
            row.high += slack;
        }
        const auto units = static_cast<std::int64_t>(p_.units());
        evaluation_ = kModelSteps + units * p_.rules * (p_.unlimited() ? 1 : p_.rules / 2 + 1) / kCostsPerStep;
    }

    Feasibility run() {
        std::vector<Node> hard{{p_.allowed, {}}};
        while (!hard.empty()) {
            auto node = std::move(hard.back());
            hard.pop_back();
            const bool closed = dives(node) || reach(node);
            if (answer_.plan) break;
            if (spent()) return answer_;
            if (!closed) expand(std::move(node), hard);
        }
        answer_.decided = true;
        return answer_;
    }

private:
    struct Node {
        std::vector<char> allowed;
        std::vector<std::size_t> plans;  // of those met, what it allows
    };
    struct Met {
        std::vector<int> rules;
        MasterPlan sums;
    };

    [[nodiscard]] bool spent() const {
        return answer_.steps > limits_.steps || std::chrono::steady_clock::now() > limits_.deadline;
    }

    // Where one dive is lost, another that chooses a little otherwise often is not.
    bool dives(const Node &node) {
        for (unsigned n = 0; n < kDives; ++n) {
            luck_ = n == 0 ? 0 : kLuck;
            // Mostly short ones, now and then longer (Luby).
            if (dive(node, n == 0 ? kFirstDive : kDive << std::countr_zero(n))) return true;
            if (spent()) break;
        }
        luck_ = 0;
        return false;
    }

    // Depth first beneath the node: true when that decides it.
    bool dive(const Node &node, int nodes) {
        std::vector<Node> open{node};
        for (int n = 0; n < nodes && !open.empty() && !answer_.plan && !spent(); ++n) {
            progress_.throwIfStopped("Optimizing");
            auto next = std::move(open.back());
            open.pop_back();
            expand(std::move(next), open);
        }
        return open.empty() || answer_.plan;
    }

    // The sums that the node's plans reach: true when that decides it.
    bool reach(Node &node) {
        if (spent()) return false;
        if (!narrowRules(p_, node.allowed)) return true;
        p_.allowed = node.allowed;
        const auto directions = directionsOf();
        const bool allWhole = std::ranges::all_of(p_.rows, &Row::whole);
        // Once a limit cuts, finer cells prove nothing more; the finest find plans.
        bool whole = true;
        for (int cells = 0; cells <= kMostCells;
             cells = whole ? std::max(1, 2 * cells) : std::max(cells + 1, kMostCells)) {
            if (spent()) return false;
            const auto found =
                reachRows(p_, directions, {cells, kReachSteps, kPairs, kStates, limits_.deadline}, progress_);
            answer_.steps += kStepsPerPair * found.pairs;
            if (found.plan && problem_.accepts(*found.plan)) answer_.plan = found.plan;
            whole = found.complete;
            if (answer_.plan || (whole && !found.reached)) return true;
            if (allWhole) return false;
        }
        return false;
    }

    // Of the prices met last those that leave the node's plans least room.
    [[nodiscard]] std::vector<std::vector<double>> directionsOf() {
        Dual dual(p_, progress_);
        const auto extents = dual.extents();
        std::vector<std::pair<double, std::size_t>> order;
        for (std::size_t i = prices_.size(); i-- > 0 && order.size() < kPricesKept;) {
            double size = 0;
            for (std::size_t k = 0; k < extents.size(); ++k) size += std::abs(prices_[i][k]) * extents[k];
            order.emplace_back(-dual.evaluate(prices_[i]).bound / size, i);
        }
        answer_.steps += evaluation_ * static_cast<std::int64_t>(order.size());
        std::ranges::sort(order);
        std::vector<std::vector<double>> directions;
        for (std::size_t i = 0; i < order.size() && directions.size() < kDirections; ++i)
            if (i == 0 || order[i].first > order[i - 1].first) directions.push_back(prices_[order[i].second]);
        return directions;
    }

    // Ends the node with a plan or a proof, or opens its halves.
    void expand(Node node, std::vector<Node> &open) {
        answer_.steps += static_cast<std::int64_t>(p_.cost.size() * (p_.rows.size() + 1)) / kCostsPerStep;
        if (!narrowRules(p_, node.allowed)) return;
        std::vector<double> shares;
        if (!price(node, shares)) split(node, shares, open);
    }

    // Mixes the node's plans until prices prove that none meets the rows, one does, or the mix does; `shares` of its
    // plans in the mix.
    bool price(Node &node, std::vector<double> &shares) {
        p_.allowed = node.allowed;
        std::erase_if(node.plans, [&](std::size_t i) { return !allows(node, met_[i].rules); });
        Dual dual(p_, progress_);
        std::vector<double> scales;
        for (const double extent : dual.extents()) scales.push_back(1 / extent);
        PriceMaster master(p_, scales, 1);
        for (const auto i : node.plans) master.add(met_[i].sums);
        const std::vector<double> none(p_.rows.size(), 0);
        for (int round = 0; round < kMostRounds; ++round) {
            auto prices = none;
            if (!node.plans.empty()) {
                auto mix = master.solve(none, 1);
                shares = std::move(mix.shares);
                if (!mix.solved || mix.value < kMixed) break;
                prices = std::move(mix.prices);
                prices_.push_back(prices);
            }
            auto point = dual.evaluate(prices);
            answer_.steps += evaluation_;
            if (point.bound > kProven) return true;
            if (problem_.accepts(point.plan)) {
                answer_.plan = std::move(point.plan);
                return true;
            }
            node.plans.push_back(met_.size());
            met_.push_back({std::move(point.plan), {0, std::move(point.sums)}});
            master.add(met_.back().sums);
        }
        shares.resize(node.plans.size(), 0);
        return false;
    }

    [[nodiscard]] bool allows(const Node &node, const std::vector<int> &plan) const {
        for (int u = 0; u < p_.units(); ++u)
            if (node.allowed[p_.at(u, plan[static_cast<std::size_t>(u)])] == 0) return false;
        return true;
    }

    struct Split {
        int unit = -1;
        std::vector<char> upper;  // per rule
        double share = 0;         // of the mix that takes the upper ones
    };

    void split(const Node &node, const std::vector<double> &shares, std::vector<Node> &open) {
        auto chosen = mostUndecided(node, shares);
        if (chosen.unit < 0) chosen = firstOpen(node);
        if (chosen.unit < 0) return;  // its one plan was tried
        for (const bool upper : {chosen.share <= 0.5, chosen.share > 0.5}) {
            Node child = node;
            for (int r = 0; r < p_.rules; ++r)
                if ((chosen.upper[static_cast<std::size_t>(r)] != 0) != upper) child.allowed[p_.at(chosen.unit, r)] = 0;
            open.push_back(std::move(child));
        }
    }

    // The unit whose rules in the mix differ most, by the width of the row they differ in.
    [[nodiscard]] Split mostUndecided(const Node &node, const std::vector<double> &shares) {
        Split best;
        double most = 1e-9;
        std::vector<double> of(static_cast<std::size_t>(p_.rules));
        const auto extents = Dual(p_, progress_).extents();
        for (int u = 0; u < p_.units(); ++u) {
            std::ranges::fill(of, 0);
            for (std::size_t j = 0; j < shares.size(); ++j)
                of[static_cast<std::size_t>(met_[node.plans[j]].rules[static_cast<std::size_t>(u)])] += shares[j];
            for (std::size_t k = 0; k < p_.rows.size(); ++k) {
                double mean = 0;
                double variance = 0;
                for (std::size_t r = 0; r < of.size(); ++r) mean += of[r] * p_.coefficient(k, u, static_cast<int>(r));
                for (std::size_t r = 0; r < of.size(); ++r)
                    variance += of[r] * std::pow(p_.coefficient(k, u, static_cast<int>(r)) - mean, 2);
                const double width = std::max(p_.rows[k].high - p_.rows[k].low, kNarrow * extents[k]);
                const double spread =
                    std::sqrt(variance) / width * (1 + luck_ * std::uniform_real_distribution<double>()(random_));
                if (spread <= most * (1 + 1e-9)) continue;
                most = spread;
                best = {u, std::vector<char>(of.size(), 0), 0};
                for (int r = 0; r < p_.rules; ++r) {
                    if (p_.coefficient(k, u, r) <= mean) continue;
                    best.upper[static_cast<std::size_t>(r)] = 1;
                    best.share += of[static_cast<std::size_t>(r)];
                }
            }
        }
        return best;
    }

    // Some unit that may choose: what the last plan gives it, or another rule.
    [[nodiscard]] Split firstOpen(const Node &node) const {
        for (int u = 0; u < p_.units(); ++u) {
            const auto first = node.allowed.begin() + static_cast<std::ptrdiff_t>(p_.at(u, 0));
            if (std::count(first, first + p_.rules, 1) < 2) continue;
            Split split{u, std::vector<char>(static_cast<std::size_t>(p_.rules), 0), 1};
            const int rule = node.plans.empty() ? static_cast<int>(std::find(first, first + p_.rules, 1) - first)
                                                : met_[node.plans.back()].rules[static_cast<std::size_t>(u)];
            split.upper[static_cast<std::size_t>(rule)] = 1;
            return split;
        }
        return {};
    }

    const Problem &problem_;
    Problem p_;  // without costs; what it allows is the node's in hand
    FeasibilityLimits limits_;
    const Progress &progress_;
    std::int64_t evaluation_ = 0;  // steps of one
    Feasibility answer_;
    double luck_ = 0;
    std::mt19937 random_{1};
    std::vector<Met> met_;
    std::vector<std::vector<double>> prices_;  // met
};

}  // namespace

Feasibility decideFeasibility(const Problem &problem, const FeasibilityLimits &limits, const Progress &progress) {
    return Decider(problem, limits, progress).run();
}

}  // namespace moa::engine
