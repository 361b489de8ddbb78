// Which kv groups carry the loss, and what a plan gives them.
#pragma once

#include <string>
#include <vector>

#include "engine/report/report_input.h"

namespace moa::engine::report {

// One decision unit of the loss table: a kv group or a query head.
struct UnitShare {
    int unit = 0;
    int layer = 0;
    int firstHead = 0;
    int heads = 1;
    double share = 0;  // sensitivity: loss at the shortest rule / total over units, mean over the profiled lengths
};

// All units, by share, largest first. Empty without a loss table.
[[nodiscard]] std::vector<UnitShare> unitShares(const ReportInput &input);

// The first of unitShares that together hold four fifths of the loss, at most `limit`, at least one.
[[nodiscard]] std::vector<UnitShare> headsThatMatter(const ReportInput &input, std::size_t limit = 4);

// "layer 4, query heads 6-7"
[[nodiscard]] std::string unitName(const UnitShare &unit);

// "alpha -512, beta 0.625" with Greek letters and a true minus.
[[nodiscard]] std::string ruleName(const Rule &rule);

// A rule of the plan with its kv groups counted.
struct RuleUse {
    Rule rule;
    int heads = 0;  // query heads
};

// Distinct rules of a plan by span at `length`, shortest first.
[[nodiscard]] std::vector<RuleUse> ruleUses(const Plan &plan, int length);

// All lengths a report speaks of: profiled, budgeted, evaluated; ascending.
[[nodiscard]] std::vector<int> reportLengths(const ReportInput &input);

// Was `length` profiled, as opposed to estimated or only evaluated?
[[nodiscard]] bool isProfiled(const ReportInput &input, int length);

}  // namespace moa::engine::report
