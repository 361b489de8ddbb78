#include "engine/evaluate/evaluation.h"

#include <algorithm>

#include "engine/evaluate/statistics.h"
#include "engine/formats/sha256.h"

namespace moa::engine {

std::string promptHash(std::span<const std::int32_t> ids) {
    return sha256Hex(std::as_bytes(ids));
}

const EvaluationSample *findDone(const EvaluationOptions &options, int length, int index) {
    const auto at = std::ranges::find_if(
        options.done, [&](const EvaluationSample &s) { return s.length == length && s.index == index; });
    return at == options.done.end() ? nullptr : &*at;
}

void CostRows::add(int length, std::int64_t promptTokens, std::int64_t denseBytes, const Generation &g) {
    auto at = std::ranges::find_if(byLength_, [length](const auto &entry) { return entry.first == length; });
    if (at == byLength_.end()) at = byLength_.insert(byLength_.end(), {length, {}});
    auto &cost = at->second;
    if (g.secondsPrefill > 0) cost.prefill.push_back(static_cast<double>(promptTokens) / g.secondsPrefill);
    // The first token comes with the prompt.
    if (g.secondsDecode > 0 && g.ids.size() > 1)
        cost.decode.push_back(static_cast<double>(g.ids.size() - 1) / g.secondsDecode);
    cost.kvBytes = std::max(cost.kvBytes, g.kvBytes);
    cost.denseBytes = std::max(cost.denseBytes, denseBytes);
}

void CostRows::write(EvaluationRun &run) const {
    for (const auto &[length, cost] : byLength_) {
        const auto n = static_cast<int>(std::max(cost.prefill.size(), cost.decode.size()));
        const auto bytes = [&, length = length](const char *metric, std::int64_t value) {
            const auto v = static_cast<double>(value);
            run.rows.push_back({length, std::nullopt, metric, v, v, v, n});
        };
        bytes("kv_bytes", cost.kvBytes);
        bytes("dense_kv_bytes", cost.denseBytes);
        const auto rate = [&, length = length](const char *metric, const std::vector<double> &values) {
            if (values.empty()) return;
            const auto [low, high] = std::ranges::minmax(values);
            run.rows.push_back(
                {length, std::nullopt, metric, median(values), low, high, static_cast<int>(values.size())});
        };
        rate("prefill_tokens_per_second", cost.prefill);
        rate("tokens_per_second", cost.decode);
        run.kvBytes = std::max(run.kvBytes, cost.kvBytes);
        run.denseKvBytes = std::max(run.denseKvBytes, cost.denseBytes);
    }
}

}  // namespace moa::engine
