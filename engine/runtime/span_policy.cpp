#include "engine/runtime/span_policy.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/values/conventions.h"
#include "engine/values/error.h"

namespace moa::engine {

SpanPolicy::SpanPolicy(const ModelFacts &facts, Plan plan, std::string name, bool sameMemory)
    : plan_(std::move(plan)), kvHeads_(facts.kvHeads), name_(std::move(name)), sameMemory_(sameMemory) {
    if (plan_.layers != facts.layers || plan_.heads != facts.heads)
        throw Error("The plan cannot run", "plan '" + name_ + "'",
                    fmt::format("it has {} layers of {} heads, the model {} of {}", plan_.layers, plan_.heads,
                                facts.layers, facts.heads),
                    "Use a plan made for this model.");
}

SpanPolicy SpanPolicy::dense(const ModelFacts &facts) {
    return {facts, uniformPlan(facts.layers, facts.heads, {0, 1}), "dense", false};
}

SpanPolicy SpanPolicy::ofPlan(const ModelFacts &facts, Plan plan, std::string name) {
    return {facts, std::move(plan), std::move(name), false};
}

SpanPolicy SpanPolicy::uniform(const ModelFacts &facts, double density) {
    if (!(density > 0 && density <= 1))
        throw Error("The uniform plan cannot be made", fmt::format("density {}", density),
                    "it is not above 0 and at most 1", "Give a density such as 0.25.");
    return {facts, uniformPlan(facts.layers, facts.heads, {0, density}), fmt::format("uniform {}", density), false};
}

SpanPolicy SpanPolicy::uniformOfSameMemory(const ModelFacts &facts, Plan plan) {
    return {facts, std::move(plan), "uniform", true};
}

std::vector<std::int64_t> SpanPolicy::cacheTokens(std::int64_t n, std::int64_t m) const {
    auto tokens = groupCacheTokens(plan_, kvHeads_, n, m);
    if (sameMemory_) std::ranges::fill(tokens, engine::uniformOfSameMemory(tokens));
    return tokens;
}

Densities SpanPolicy::densities(std::int64_t n, std::int64_t m) const {
    if (!sameMemory_) return engine::densities(plan_, kvHeads_, n, m);
    const auto c = static_cast<double>(cacheTokens(n, m).front());
    return engine::densities(uniformPlan(plan_.layers, plan_.heads, {c, 0}), kvHeads_, n, m);
}

}  // namespace moa::engine
