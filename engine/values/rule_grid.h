// The rules the optimizer may choose from.
#pragma once

#include <vector>

#include "engine/values/rule.h"

namespace moa::engine {

// Rules in the order of semantics.md (stable by span at the longest length), with the lengths they were made for.
struct RuleGrid {
    std::vector<int> profileLengths;
    std::vector<int> extendLengths;  // budgeted and validated without a profile
    std::vector<int> outputLengths;
    double step = 0;      // distance of the alphas asked for, tokens
    int pairsBefore = 0;  // (alpha, beta) pairs before the filter
    std::vector<Rule> rules;

    friend bool operator==(const RuleGrid &, const RuleGrid &) = default;
};

}  // namespace moa::engine
