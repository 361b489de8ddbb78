#include "engine/runtime/sampler.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/values/error.h"

namespace moa::engine {

namespace {

// Keeps the most likely candidates that reach `share` of the whole weight; gives the weight that is left.
template <class Candidates>
double keepNucleus(Candidates &candidates, double whole, double share) {
    // Tokens lighter than this hold less than 1 - share together: they never belong to the nucleus.
    const double least = (1 - share) * whole / static_cast<double>(candidates.size());
    std::erase_if(candidates, [&](const auto &c) { return c.weight < least; });
    std::ranges::stable_sort(candidates, [](const auto &a, const auto &b) { return a.weight > b.weight; });
    double kept = 0;
    std::size_t count = 0;
    while (count < candidates.size() && (count == 0 || kept < share * whole)) kept += candidates[count++].weight;
    candidates.resize(count);
    return kept;
}

}  // namespace

void checkSampling(const Sampling &sampling) {
    const char *what = "The sampling cannot be used";
    if (!(sampling.temperature >= 0) || std::isinf(sampling.temperature))
        throw Error(what, fmt::format("temperature {}", sampling.temperature), "it is no number from 0 on",
                    "Give a temperature such as 0.8, or 0 for greedy decoding.");
    if (!(sampling.topP > 0 && sampling.topP <= 1))
        throw Error(what, fmt::format("top-p {}", sampling.topP), "it is not above 0 and at most 1",
                    "Give a share of the probability such as 0.95.");
}

Sampler::Sampler(const Sampling &sampling, std::size_t row)
    : sampling_(sampling), random_(mixedSeed(sampling.seed, row)) {}

template <class T>
Choice Sampler::choose(std::span<const T> logits) {
    const auto best = std::ranges::max_element(logits);  // the first of equal ones
    T second = -std::numeric_limits<T>::infinity();
    for (auto p = logits.begin(); p != logits.end(); ++p)
        if (p != best) second = std::max(second, *p);
    Choice choice{static_cast<std::int32_t>(best - logits.begin()), static_cast<float>(*best - second)};
    if (sampling_.temperature > 0) choice.id = draw(logits, *best);
    return choice;
}

template <class T>
std::int32_t Sampler::draw(std::span<const T> logits, T largest) {
    candidates_.clear();
    double whole = 0;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        const double weight = std::exp(static_cast<double>(logits[i] - largest) / sampling_.temperature);
        candidates_.push_back({weight, static_cast<std::int32_t>(i)});
        whole += weight;
    }
    if (sampling_.topP < 1) whole = keepNucleus(candidates_, whole, sampling_.topP);
    // 53 random bits: a number of [0, 1).
    double left = static_cast<double>(random_.next() >> 11) * 0x1p-53 * whole;
    for (const auto &c : candidates_)
        if ((left -= c.weight) < 0) return c.id;
    // Rounding may leave a little: then the last token that has any weight.
    while (candidates_.size() > 1 && candidates_.back().weight == 0) candidates_.pop_back();
    return candidates_.back().id;
}

template Choice Sampler::choose<float>(std::span<const float>);
template Choice Sampler::choose<double>(std::span<const double>);

}  // namespace moa::engine
