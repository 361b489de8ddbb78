#include "engine/plan/rule_grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/values/error.h"

namespace moa::engine {

namespace {

constexpr int kBetas = 9;
constexpr double kMaxPairs = 100'000;

[[noreturn]] void refuse(const std::string &where, const std::string &why) {
    throw Error("The rule grid cannot be made", where, why,
                "Give lengths such as 1024,2048,4096 and a step such as 512.");
}

std::vector<int> sorted(std::span<const int> lengths) {
    std::vector<int> result(lengths.begin(), lengths.end());
    std::ranges::sort(result);
    result.erase(std::unique(result.begin(), result.end()), result.end());
    for (const int n : result)
        if (n < kBlock || n % kBlock != 0) refuse(fmt::format("length {}", n), "it is not a positive multiple of 64");
    return result;
}

// torch.linspace in fp32: steps from the start in the first half, from the end in the second.
std::vector<float> linspace(float start, float end, int count) {
    std::vector<float> values;
    const float step = count > 1 ? (end - start) / static_cast<float>(count - 1) : 0.F;
    for (int i = 0; i < count; ++i)
        values.push_back(i < count / 2 ? std::fma(step, static_cast<float>(i), start)
                                       : std::fma(-step, static_cast<float>(count - 1 - i), end));
    if (count == 1) values[0] = start;
    return values;
}

}  // namespace

double defaultStep(std::span<const int> profileLengths) {
    const int shortest = profileLengths.empty() ? 2048 : std::ranges::min(profileLengths);
    return shortest < 2048 ? shortest / 2.0 : 1024;
}

RuleGrid makeRuleGrid(std::span<const int> profile, std::span<const int> extend, std::span<const int> output,
                      double step) {
    if (profile.empty()) refuse("profile lengths", "there is none");
    RuleGrid grid;
    grid.profileLengths = sorted(profile);
    grid.extendLengths = sorted(extend);
    grid.outputLengths = sorted(output);
    grid.step = step == 0 ? defaultStep(grid.profileLengths) : step;
    if (!(grid.step > 0) || !std::isfinite(grid.step)) refuse(fmt::format("step {}", step), "it is not positive");

    const double maxProfile = grid.profileLengths.back();
    double maxTokens = maxProfile;
    double minTokens = grid.profileLengths.front();
    for (const auto *lengths : {&grid.extendLengths, &grid.outputLengths})
        for (const int n : *lengths) {
            maxTokens = std::max<double>(maxTokens, n);
            minTokens = std::min<double>(minTokens, n);
        }
    const double alphas = std::floor((maxProfile + minTokens) / grid.step) + 1;
    if (alphas * kBetas > kMaxPairs) refuse(fmt::format("step {}", grid.step), "it gives more than 100000 rules");
    for (const float alpha :
         linspace(static_cast<float>(-minTokens), static_cast<float>(maxProfile), static_cast<int>(alphas)))
        for (const float beta : linspace(0, 1, kBetas)) {
            ++grid.pairsBefore;
            const Rule rule{alpha, beta};
            if (rule.span(maxProfile) <= maxProfile && rule.span(maxTokens) <= maxTokens && rule.span(minTokens) > 0)
                grid.rules.push_back(rule);
        }
    std::ranges::stable_sort(grid.rules, {}, [maxTokens](const Rule &r) { return r.span(maxTokens); });
    return grid;
}

}  // namespace moa::engine
