// A plan: one rule per query head.
#pragma once

#include <string>
#include <vector>

#include "engine/values/rule.h"

namespace moa::engine {

// Rules by [layer][query head], layer-major.
struct Plan {
    int layers = 0;
    int heads = 0;
    std::vector<Rule> rules;

    [[nodiscard]] const Rule &rule(int layer, int head) const {
        return rules.at(static_cast<size_t>(layer) * heads + head);
    }
    friend bool operator==(const Plan &, const Plan &) = default;
};

// Every head with the same rule: (0, density) is the uniform baseline, (0, 1) keeps everything.
[[nodiscard]] Plan uniformPlan(int layers, int heads, const Rule &rule);

// The four densities of semantics.md at one length, as means over query heads (cache: kv groups), each 0..1 but `raw`.
struct Densities {
    double kv = 0;
    double causal = 0;
    double raw = 0;
    double cache = 0;
};

// Densities of a plan at prompt length n; `cache` is over n + allowance tokens with one span per kv group (the largest
// of its query heads). Throws moa::Error when heads is not a multiple of kvHeads or n < 1.
[[nodiscard]] Densities densities(const Plan &plan, int kvHeads, std::int64_t n, std::int64_t allowance);

// Cache tokens by [layer][kv head], the largest of each group's query heads. Same errors.
[[nodiscard]] std::vector<std::int64_t> groupCacheTokens(const Plan &plan, int kvHeads, std::int64_t n, std::int64_t m);

}  // namespace moa::engine
