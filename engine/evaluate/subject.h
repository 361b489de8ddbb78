// What is evaluated: a model with some span policy, behind an interface that needs no tensors.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/values/plan.h"
#include "engine/values/progress.h"

namespace moa::engine {

struct GenerateLimits {
    std::int64_t maxNew = 32;         // m of the cache rule
    std::vector<std::int32_t> stops;  // empty: never stops before maxNew
};

struct Generation {
    std::vector<std::int32_t> ids;  // new tokens, greedy
    std::vector<float> margins;     // first minus second logit
    double secondsPrefill = 0;
    double secondsDecode = 0;
    std::int64_t kvBytes = 0;  // bytes the caches really allocated
};

class Subject {
public:
    virtual ~Subject() = default;

    // Loss in nats of every token but the first, with n = T and m = 0.
    [[nodiscard]] virtual std::vector<double> nll(std::span<const std::int32_t> ids, Progress &progress) = 0;
    [[nodiscard]] virtual Generation generate(std::span<const std::int32_t> prompt, const GenerateLimits &limits,
                                              Progress &progress) = 0;
    // Bytes a dense cache of the same model takes for so many tokens.
    [[nodiscard]] virtual std::int64_t denseKvBytes(std::int64_t tokens) const = 0;
    [[nodiscard]] virtual Densities densities(std::int64_t n, std::int64_t m) const = 0;
    [[nodiscard]] virtual std::string name() const = 0;

protected:
    Subject() = default;
    Subject(const Subject &) = default;
    Subject &operator=(const Subject &) = default;
};

}  // namespace moa::engine
