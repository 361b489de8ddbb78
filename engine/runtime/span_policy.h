// How many tokens every kv group keeps: the dense model, a plan, or a uniform cache of the plan's memory.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/values/model_facts.h"
#include "engine/values/plan.h"

namespace moa::engine {

// Semantics.md, "Cache and inference" and "Uniform baselines". A value: cheap to copy, comparable by its name.
class SpanPolicy {
public:
    // Keeps every token.
    [[nodiscard]] static SpanPolicy dense(const ModelFacts &facts);
    // The plan as it is. Throws moa::Error when its shape is not the model's.
    [[nodiscard]] static SpanPolicy ofPlan(const ModelFacts &facts, Plan plan, std::string name);
    // Rule (0, density) for every head. Throws moa::Error for a density outside (0, 1].
    [[nodiscard]] static SpanPolicy uniform(const ModelFacts &facts, double density);
    // At every n and m one span for all heads, with at most the bytes of `plan`. Same errors as ofPlan.
    [[nodiscard]] static SpanPolicy uniformOfSameMemory(const ModelFacts &facts, Plan plan);

    // Cache tokens c by [layer][kv head] for prompt n and allowance m; the sink's 64 are part of c.
    [[nodiscard]] std::vector<std::int64_t> cacheTokens(std::int64_t n, std::int64_t m) const;
    // The four densities at prompt n; for uniformOfSameMemory those of the cache it has there.
    [[nodiscard]] Densities densities(std::int64_t n, std::int64_t m) const;
    // "dense", "uniform 0.25", "uniform", or the plan's name.
    [[nodiscard]] const std::string &name() const noexcept { return name_; }

private:
    SpanPolicy(const ModelFacts &facts, Plan plan, std::string name, bool sameMemory);

    Plan plan_;
    int kvHeads_;
    std::string name_;
    bool sameMemory_;
};

}  // namespace moa::engine
