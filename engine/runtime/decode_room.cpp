#include "engine/runtime/decode_room.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "engine/model/device_errors.h"
#include "engine/model/weights.h"

namespace moa::engine {

namespace {

// The widest moment of a prompt's way through a layer, and of its rows through the steps.
std::int64_t activationBytes(const ModelFacts &facts, std::int64_t tokens) {
    const std::int64_t fused = (std::int64_t{facts.heads} + 2 * facts.kvHeads) * facts.headDim;
    constexpr std::int64_t kPieces = std::int64_t{4} << 30;  // of the MLP
    return tokens * (facts.hidden * 4L * 4 + fused * 6L + std::int64_t{facts.heads} * facts.headDim * 2) +
           std::min(kPieces, tokens * facts.intermediate * 16L);
}

}  // namespace

std::int64_t cacheElementBytes(const ComputeOptions &options) noexcept {
    switch (options.dtype) {
        case ComputeDtype::Float64: return 8;
        case ComputeDtype::Float32: return 4;
        case ComputeDtype::BFloat16:
        case ComputeDtype::Float16: break;
    }
    return options.device.cuda ? 2 : 4;
}

void checkDecodeRoom(const Model &model, const SpanPolicy &spans, std::span<const std::vector<std::int32_t>> prompts,
                     std::int64_t maxNew) {
    const auto &device = *model.weights().device;
    const auto free = device.freeBytes();
    if (!free) return;
    const auto &facts = model.facts();
    std::int64_t longest = 0;
    for (const auto &p : prompts) longest = std::max(longest, static_cast<std::int64_t>(p.size()));
    const std::int64_t element = cacheElementBytes(model.options());
    std::int64_t need =
        activationBytes(facts, longest) + static_cast<std::int64_t>(prompts.size()) * facts.vocab * 4 * 3;
    std::size_t fit = 0;
    for (const auto &p : prompts) {
        const auto tokens = spans.cacheTokens(static_cast<std::int64_t>(p.size()), maxNew);
        need += std::accumulate(tokens.begin(), tokens.end(), std::int64_t{0}) * 2 * facts.headDim * element;
        if (need <= *free) ++fit;
    }
    checkRoom(device, "The text cannot be continued", fmt::format("a batch of {} with its caches", prompts.size()),
              need,
              fit > 0 ? fmt::format("Use a batch of at most {}, or a plan of a lower density.", fit)
                      : "Use a shorter prompt, a plan of a lower density, or --device cpu.");
}

}  // namespace moa::engine
