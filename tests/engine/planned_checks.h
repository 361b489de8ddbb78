// Random plans, and greedy answers of the runtime against the oracle.
#pragma once

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "engine/runtime/runtime.h"
#include "explicit_model.h"

namespace moa::test {

inline std::vector<std::int32_t> randomIds(std::mt19937 &rng, int count, int vocab) {
    std::vector<std::int32_t> ids;
    for (int i = 0; i < count; ++i) ids.push_back(static_cast<std::int32_t>(rng() % static_cast<unsigned>(vocab)));
    return ids;
}

// Any rule for any query head, so that the heads of a group differ.
inline engine::Plan randomPlan(std::mt19937 &rng, const engine::ModelFacts &facts) {
    engine::Plan plan{facts.layers, facts.heads, {}};
    for (int i = 0; i < facts.layers * facts.heads; ++i)
        plan.rules.push_back({static_cast<double>(rng() % 400) - 150, static_cast<double>(rng() % 9) / 8});
    return plan;
}

// Largest difference of the margins of an answer from the oracle's, which sees prompt and answer at once under the
// mask of decoding; infinite when the oracle takes another token by more than `tie`.
inline double worstMargin(const ExplicitModel &oracle, const engine::Runtime &runtime,
                          const std::vector<std::int32_t> &prompt, const std::vector<std::int32_t> &answer,
                          const std::vector<float> &margins, std::int64_t maxNew, double tie) {
    const auto n = static_cast<std::int64_t>(prompt.size());
    auto ids = prompt;
    ids.insert(ids.end(), answer.begin(), answer.end() - 1);
    const auto logits =
        oracle.logits(ids, {runtime.spans().cacheTokens(n, maxNew), runtime.prefill(), n}, n - 1).contiguous();
    const auto vocab = logits.size(1);
    double worst = 0;
    for (std::size_t i = 0; i < answer.size(); ++i) {
        const auto *row = logits.const_data_ptr<double>() + static_cast<std::int64_t>(i) * vocab;
        double second = -INFINITY;
        for (std::int64_t v = 0; v < vocab; ++v)
            if (v != answer[i]) second = std::max(second, row[v]);
        const double margin = row[answer[i]] - second;  // negative: the oracle takes another one
        if (margin < -tie) return INFINITY;
        worst = std::max(worst, std::abs(margin - static_cast<double>(margins[i])));
    }
    return worst;
}

}  // namespace moa::test
