#include "engine/runtime/runtime.h"

#include <c10/core/InferenceMode.h>
#include <fmt/format.h>

#include <numeric>

#include "engine/model/device_errors.h"
#include "engine/model/loss.h"
#include "engine/model/weights.h"
#include "engine/runtime/decode_loop.h"
#include "engine/runtime/decode_room.h"
#include "engine/runtime/prefill_pass.h"
#include "engine/values/error.h"
#include "kernels/attention.h"

namespace moa::engine {

namespace {

LogitRows lastLogits(const Weights &weights, const at::Tensor &x, std::int64_t rows) {
    LogitRows result{x.size(0) - rows, weights.facts.vocab, {}};
    if (rows == 0) return result;
    const auto logits = logitsOf(weights, x.narrow(0, x.size(0) - rows, rows)).to(at::kCPU, at::kFloat).contiguous();
    result.values.assign(logits.const_data_ptr<float>(), logits.const_data_ptr<float>() + logits.numel());
    return result;
}

}  // namespace

std::string instructionSet() {
    return kernels::instructionSet();
}

Runtime::Runtime(Model model, SpanPolicy spans, Prefill prefill)
    : model_(std::move(model)), spans_(std::move(spans)), prefill_(prefill) {
    const auto &facts = model_.facts();
    if (spans_.cacheTokens(1, 0).size() !=
        static_cast<std::size_t>(facts.layers) * static_cast<std::size_t>(facts.kvHeads))
        throw Error("The plan cannot run", "plan '" + spans_.name() + "'", "it was made for a model of another shape",
                    "Use a plan made for this model.");
}

Scores Runtime::score(std::span<const std::int32_t> ids, std::int64_t lastRows, Progress &progress) const {
    checkIds(model_.facts(), ids);
    const c10::InferenceMode inference;
    const auto n = static_cast<std::int64_t>(ids.size());
    const auto &weights = model_.weights();
    return onDevice(*weights.device, "The text cannot be scored", [&] {
        PrefillPass pass(weights, spans_.cacheTokens(n, 0), prefill_, n);
        const auto x = pass.run(ids, 0, nullptr, progress);
        std::vector<std::int32_t> targets(ids.size() - 1);
        std::iota(targets.begin(), targets.end(), 1);
        return Scores{targetLosses(weights, x, ids, targets), lastLogits(weights, x, std::min(lastRows, n))};
    });
}

Decoded Runtime::decode(std::span<const std::vector<std::int32_t>> prompts, const DecodeLimits &limits,
                        Progress &progress) const {
    checkSampling(limits.sampling);
    for (const auto &prompt : prompts) {
        checkIds(model_.facts(), prompt);
        const auto total = static_cast<std::int64_t>(prompt.size()) + limits.maxNew;
        if (total > model_.facts().maxPosition)
            throw Error("The text cannot be continued", fmt::format("{} prompt tokens", prompt.size()),
                        fmt::format("with {} new tokens it passes the {} positions of the model", limits.maxNew,
                                    model_.facts().maxPosition),
                        "Ask for fewer new tokens or shorten the prompt.");
    }
    const c10::InferenceMode inference;
    checkDecodeRoom(model_, spans_, prompts, limits.maxNew);
    return onDevice(*model_.weights().device, "The text cannot be continued",
                    [&] { return DecodeLoop(model_.weights(), spans_, prefill_, limits, progress).run(prompts); });
}

std::int64_t Runtime::denseKvBytes(std::int64_t tokens) const {
    const auto &facts = model_.facts();
    return tokens * facts.layers * facts.kvHeads * facts.headDim * 2 * cacheElementBytes(model_.options());
}

}  // namespace moa::engine
