#include "engine/values/plan.h"

#include <algorithm>
#include <cstdint>

#include "engine/values/conventions.h"
#include "engine/values/error.h"

namespace moa::engine {
namespace {

void checkGroups(const Plan &plan, int kvHeads, std::int64_t n) {
    if (kvHeads < 1 || plan.heads % kvHeads != 0 || plan.rules.size() != static_cast<size_t>(plan.layers) * plan.heads)
        throw Error(
            "The plan does not fit the model", "plan",
            std::to_string(plan.heads) + " query heads can't be shared by " + std::to_string(kvHeads) + " kv heads.",
            "Use a plan made for this model.");
    if (n < 1)
        throw Error("The length is not usable", "length " + std::to_string(n), "It must be at least 1 token.",
                    "Give a positive length.");
}

}  // namespace

Plan uniformPlan(int layers, int heads, const Rule &rule) {
    return {layers, heads, std::vector<Rule>(static_cast<size_t>(layers) * heads, rule)};
}

std::vector<std::int64_t> groupCacheTokens(const Plan &plan, int kvHeads, std::int64_t n, std::int64_t m) {
    checkGroups(plan, kvHeads, n);
    const int group = plan.heads / kvHeads;
    std::vector<std::int64_t> tokens(static_cast<size_t>(plan.layers) * kvHeads, 0);
    for (int l = 0; l < plan.layers; ++l)
        for (int h = 0; h < plan.heads; ++h) {
            auto &c = tokens[static_cast<size_t>(l) * kvHeads + h / group];
            c = std::max(c, cacheTokens(plan.rule(l, h), n, m));
        }
    return tokens;
}

Densities densities(const Plan &plan, int kvHeads, std::int64_t n, std::int64_t allowance) {
    checkGroups(plan, kvHeads, n);
    const int nb = blockCount(n);
    Densities d;
    for (const auto &rule : plan.rules) {
        d.kv += kvDensity(rule, nb);
        d.causal += causalDensity(rule, nb);
        d.raw += rawDensity(rule, n);
    }
    const auto count = static_cast<double>(plan.rules.size());
    d.kv /= count;
    d.causal /= count;
    d.raw /= count;
    double tokens = 0;
    const auto groups = groupCacheTokens(plan, kvHeads, n, allowance);
    for (const auto c : groups) tokens += static_cast<double>(c);
    d.cache = tokens / (static_cast<double>(groups.size()) * static_cast<double>(n + allowance));
    return d;
}

}  // namespace moa::engine
