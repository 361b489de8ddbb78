#include "engine/optimize/reach_program.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/optimize/layer_enumeration.h"
#include "engine/optimize/layer_solver.h"
#include "engine/optimize/priced_table.h"
#include "engine/optimize/sums_index.h"

namespace moa::engine {

namespace {

constexpr double kReachRounding = 1e-12;  // of a row's or a direction's terms
constexpr std::int64_t kPairsBetweenLooks = 20'000;

// What lies together: sums in [low, high] per row, reached by one plan at least.
struct Box {
    RowSums low = {};
    RowSums high = {};
};

// How a state was first reached.
struct Step {
    std::int32_t previous = 0;  // state
    std::int32_t choice = 0;
};

class ReachProgram {
public:
    ReachProgram(const Problem &p, const std::vector<std::vector<double>> &directions, const ReachLimits &limits,
                 const Progress &progress)
        : p_(p), directions_(directions), limits_(limits), progress_(progress), rows_(p.rows.size()) {}

    Reach run() {
        if (!enumerateLayers()) return result_;
        completions();
        states_.emplace_back();
        result_.complete = true;
        for (std::size_t l = 0; l < layers_.size() && !states_.empty(); ++l)
            if (!merge(l)) return {false, false, {}, result_.pairs};
        result_.reached = !states_.empty();
        if (result_.reached) findPlan();
        return result_;
    }

private:
    struct Layer {
        int number = 0;
        std::vector<Box> boxes;  // what its assignments add, ascending along the first direction
        std::vector<std::vector<std::int16_t>> rules;
        std::vector<double> values;  // [box][direction]
    };

    // Boxes with the same budget sums, and loss sums in the same cells, are one.
    class Boxes {
    public:
        Boxes(const ReachProgram &program, std::vector<Box> &boxes)
            : program_(program), boxes_(boxes), index_(program.rows_) {}

        // True when the box is a new one.
        bool add(const Box &box) {
            RowSums key = {};
            for (std::size_t k = 0; k < program_.rows_; ++k) key[k] = program_.cell(k, box.low[k]);
            const auto at = index_.add(key.data());
            if (at == boxes_.size()) {
                boxes_.push_back(box);
                return true;
            }
            for (std::size_t k = 0; k < program_.rows_; ++k) {
                boxes_[at].low[k] = std::min(boxes_[at].low[k], box.low[k]);
                boxes_[at].high[k] = std::max(boxes_[at].high[k], box.high[k]);
            }
            return false;
        }

    private:
        const ReachProgram &program_;
        std::vector<Box> &boxes_;
        SumsIndex index_;
    };

    [[nodiscard]] double cell(std::size_t k, double sum) const {
        const auto &row = p_.rows[k];
        if (row.whole) return sum;
        if (limits_.cells == 0) return 0;
        return std::floor(sum * limits_.cells / std::max(row.high - row.low, 1e-12));
    }

    bool enumerateLayers() {
        auto unpriced = p_;
        std::ranges::fill(unpriced.cost, 0);
        const PricedTable table(unpriced);
        const Projection all(unpriced, std::vector<char>(rows_, 1), {});
        for (int l = 0; l < p_.layers; ++l) {
            bool whole = true;
            LayerEnumeration enumeration(unpriced, table, all, l, 0);
            auto list = enumeration.assignments(0, limits_.layerSteps, limits_.deadline, progress_, whole);
            if (!whole || std::chrono::steady_clock::now() > limits_.deadline) return false;
            layers_.push_back(layerOf(l, list.choices));
        }
        std::ranges::stable_sort(layers_, {}, [](const Layer &layer) { return layer.boxes.size(); });
        return true;
    }

    [[nodiscard]] Layer layerOf(int number, const std::vector<LayerChoice> &choices) const {
        std::vector<Box> boxes;
        std::vector<std::size_t> first;  // choice of each
        Boxes together(*this, boxes);
        for (std::size_t c = 0; c < choices.size(); ++c)
            if (together.add({choices[c].sums, choices[c].sums})) first.push_back(c);
        std::vector<std::pair<double, std::size_t>> order;
        for (std::size_t i = 0; i < boxes.size(); ++i)
            order.emplace_back(directions_.empty() ? 0 : along(directions_.front(), boxes[i]), i);
        std::ranges::sort(order);
        Layer layer{number, {}, {}, {}};
        for (const auto &[value, i] : order) {
            layer.boxes.push_back(boxes[i]);
            layer.rules.push_back(choices[first[i]].rules);
            for (const auto &direction : directions_) layer.values.push_back(along(direction, boxes[i]));
        }
        return layer;
    }

    // The least a box is worth in a direction: what lies together adds up to the sum of these.
    [[nodiscard]] double along(const std::vector<double> &direction, const Box &box) const {
        double sum = 0;
        for (std::size_t k = 0; k < rows_; ++k)
            sum += direction[k] > 0 ? direction[k] * box.low[k] : direction[k] * box.high[k];
        return sum;
    }

    // What the layers from each on add at least and at most to a row, and what they leave of each direction.
    void completions() {
        const auto count = directions_.size();
        rest_.assign(layers_.size() + 1, Box{});
        room_.assign((layers_.size() + 1) * count, 0);
        for (std::size_t d = 0; d < count; ++d) {
            double &room = room_[layers_.size() * count + d];
            for (std::size_t k = 0; k < rows_; ++k) {
                const double price = directions_[d][k];
                const auto &row = p_.rows[k];
                if (price != 0) room += price * (price > 0 ? row.high : row.low);
                room += kReachRounding * std::abs(price) *
                        std::max({std::abs(row.low), std::abs(row.high), row.largestCoefficient * p_.units()});
            }
        }
        for (std::size_t l = layers_.size(); l-- > 0;) {
            const auto &layer = layers_[l];
            for (std::size_t k = 0; k < rows_; ++k) {
                double low = kInfinity;
                double high = -kInfinity;
                for (const auto &box : layer.boxes) {
                    low = std::min(low, box.low[k]);
                    high = std::max(high, box.high[k]);
                }
                rest_[l].low[k] = rest_[l + 1].low[k] + low;
                rest_[l].high[k] = rest_[l + 1].high[k] + high;
            }
            for (std::size_t d = 0; d < count; ++d) {
                double least = kInfinity;
                for (std::size_t i = d; i < layer.values.size(); i += count) least = std::min(least, layer.values[i]);
                room_[l * count + d] = room_[(l + 1) * count + d] - least;
            }
        }
    }

    // Can the layers from `next` on bring the box inside every row, each taken alone?
    [[nodiscard]] bool completable(const Box &box, std::size_t next) const {
        for (std::size_t k = 0; k < rows_; ++k) {
            const auto &row = p_.rows[k];
            const double slack = row.slack() + (row.whole ? 0 : kReachRounding * row.largestCoefficient * p_.units());
            if (box.low[k] + rest_[next].low[k] > row.high + slack ||
                box.high[k] + rest_[next].high[k] < row.low - slack)
                return false;
        }
        return true;
    }

    // The states after another layer, as many as the limits allow; false: the deadline passed.
    bool merge(std::size_t l) {
        const auto &layer = layers_[l];
        const auto count = directions_.size();
        const double *room = room_.data() + (l + 1) * count;
        std::vector<double> left(count);
        std::vector<Box> next;
        std::vector<Step> steps;
        Boxes boxes(*this, next);
        std::int64_t pairs = 0;
        std::int64_t look = 0;
        for (std::size_t s = 0; s < states_.size(); ++s) {
            if (pairs > limits_.pairs || next.size() > limits_.states) {
                result_.complete = false;
                break;
            }
            if (pairs >= look) {
                progress_.throwIfStopped("Optimizing");
                if (std::chrono::steady_clock::now() > limits_.deadline) return false;
                look = pairs + kPairsBetweenLooks;
            }
            for (std::size_t d = 0; d < count; ++d) left[d] = room[d] - along(directions_[d], states_[s]);
            for (std::size_t c = 0; c < layer.boxes.size(); ++c, ++pairs) {
                const double *values = layer.values.data() + c * count;
                if (count > 0 && values[0] > left[0]) break;
                bool inside = true;
                for (std::size_t d = 1; d < count && inside; ++d) inside = values[d] <= left[d];
                if (!inside) continue;
                Box box;
                for (std::size_t k = 0; k < rows_; ++k) {
                    box.low[k] = states_[s].low[k] + layer.boxes[c].low[k];
                    box.high[k] = states_[s].high[k] + layer.boxes[c].high[k];
                }
                if (completable(box, l + 1) && boxes.add(box))
                    steps.push_back({static_cast<std::int32_t>(s), static_cast<std::int32_t>(c)});
            }
        }
        result_.pairs += pairs;
        states_ = std::move(next);
        steps_.push_back(std::move(steps));
        return true;
    }

    void findPlan() {
        std::vector<int> plan(static_cast<std::size_t>(p_.units()));
        for (std::size_t last = 0; last < states_.size() && !result_.plan; ++last) {
            auto at = last;
            for (std::size_t l = layers_.size(); l-- > 0;) {
                const auto &[previous, choice] = steps_[l][at];
                std::ranges::copy(layers_[l].rules[static_cast<std::size_t>(choice)],
                                  plan.begin() + static_cast<std::ptrdiff_t>(layers_[l].number) * p_.unitsPerLayer);
                at = static_cast<std::size_t>(previous);
            }
            if (p_.accepts(plan)) result_.plan = plan;
        }
    }

    const Problem &p_;
    const std::vector<std::vector<double>> &directions_;
    ReachLimits limits_;
    const Progress &progress_;
    std::size_t rows_;
    Reach result_;
    std::vector<Layer> layers_;             // short lists first: the states grow late
    std::vector<Box> rest_;                 // [layers done]
    std::vector<double> room_;              // [layers done][direction]
    std::vector<Box> states_;               // after the layers done
    std::vector<std::vector<Step>> steps_;  // [layer][state]
};

}  // namespace

Reach reachRows(const Problem &problem, const std::vector<std::vector<double>> &directions, const ReachLimits &limits,
                const Progress &progress) {
    return ReachProgram(problem, directions, limits, progress).run();
}

}  // namespace moa::engine
