// The sets of rules a layer may use, visited cheapest bound first cut off. Internal to the optimizer.
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <vector>

#include "engine/optimize/set_scan.h"

namespace moa::engine {

inline constexpr int kExactLimit = 4;  // larger sets are too many to visit

// All sets of at most `limit` <= kExactLimit rules of one layer whose cost (the sum over units of the cheapest rule of
// the set) does not exceed a limit that the visitor may lower. table: [rule][stride].
class RuleSets {
public:
    RuleSets(const double *table, std::size_t rules, std::size_t stride, int limit)
        : table_(table), rules_(rules), stride_(stride), limit_(static_cast<std::size_t>(limit)) {
        floors_.resize((limit_ + 1) * stride_, std::numeric_limits<double>::infinity());
        sums_.resize((limit_ + 1) * rules_);
        set_.resize(limit_ + 1);
        if (limit_ > 2) computeRest();
    }

    // visit(set, count, cost) for every set of cost <= `most`; returns the new `most`. Sets of fewer rules come with
    // fewer: {i} before {i, j}.
    template <class Visit>
    void run(double most, Visit &&visit) {
        most_ = most;
        walk(0, 0, visit);
    }

private:
    // rest_[j]: per unit the cheapest of the rules from j on: no set that adds them costs less.
    void computeRest() {
        rest_.assign((rules_ + 1) * stride_, std::numeric_limits<double>::infinity());
        for (std::size_t j = rules_; j-- > 0;)
            for (std::size_t u = 0; u < stride_; ++u)
                rest_[j * stride_ + u] = std::min(rest_[(j + 1) * stride_ + u], table_[j * stride_ + u]);
    }

    template <class Visit>
    void walk(std::size_t from, std::size_t depth, Visit &visit) {
        const double *above = floors_.data() + depth * stride_;
        double *floor = floors_.data() + (depth + 1) * stride_;
        double *sums = sums_.data() + depth * rules_;
        scanPairs(above, table_, stride_, from, rules_, sums);
        for (std::size_t j = from; j < rules_; ++j) {
            set_[depth] = static_cast<int>(j);
            if (sums[j] <= most_) most_ = visit(set_.data(), static_cast<int>(depth) + 1, sums[j]);
            if (depth + 1 == limit_ || j + 1 == rules_) continue;
            for (std::size_t u = 0; u < stride_; ++u) floor[u] = std::min(above[u], table_[j * stride_ + u]);
            if (depth + 2 < limit_) {
                double bound = 0;
                scanPairs(floor, rest_.data() + (j + 1) * stride_, stride_, 0, 1, &bound);
                if (bound > most_) continue;
            }
            walk(j + 1, depth + 1, visit);
        }
    }

    const double *table_;
    std::size_t rules_;
    std::size_t stride_;
    std::size_t limit_;
    double most_ = 0;
    std::vector<double> floors_;  // [depth][stride]: per unit the cheapest of the rules chosen so far
    std::vector<double> sums_;    // [depth][rule]
    std::vector<double> rest_;    // [rule + 1][stride]
    std::vector<int> set_;
};

}  // namespace moa::engine
