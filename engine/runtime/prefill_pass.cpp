#include "engine/runtime/prefill_pass.h"

#include "engine/model/layer.h"

namespace moa::engine {

namespace {

// What every query head sees, by [layer][query head].
std::vector<kernels::HeadWindow> windowsOf(const ModelFacts &facts, const std::vector<std::int64_t> &cacheTokens,
                                           Prefill prefill) {
    std::vector<kernels::HeadWindow> windows;
    for (const auto c : cacheTokens)
        for (int h = 0; h < facts.heads / facts.kvHeads; ++h) windows.push_back({c - kSink, prefill == Prefill::Block});
    return windows;
}

}  // namespace

PrefillPass::PrefillPass(const Weights &weights, const std::vector<std::int64_t> &cacheTokens, Prefill prefill,
                         std::int64_t positions)
    : weights_(weights),
      text_(weights.device->text(weights.attention(), positions, windowsOf(weights.facts, cacheTokens, prefill))) {}

at::Tensor PrefillPass::run(std::span<const std::int32_t> ids, std::int64_t firstRow, BatchAttention *batch,
                            Progress &progress) {
    const auto &facts = weights_.facts;
    const auto n = static_cast<std::int64_t>(ids.size());
    auto x = embed(weights_, ids);
    for (int l = 0; l < facts.layers; ++l) {
        progress.throwIfStopped("Running the model");
        const auto layer = weights_.layers[static_cast<std::size_t>(l)];
        auto qkv = projectQkv(weights_, layer, x);
        rotateQk(weights_, layer, *text_, qkv);
        if (batch != nullptr) batch->fill(l, qkv);
        const RowRange rows{l + 1 == facts.layers ? firstRow : 0, n};
        const auto o = text_->forward(l, qkv, rows, progress.stopToken());
        progress.throwIfStopped("Running the model");
        x = rows.of(x);
        layer.output.addTo(x, o);
        addMlp(weights_, layer, x);
    }
    return x;
}

}  // namespace moa::engine
