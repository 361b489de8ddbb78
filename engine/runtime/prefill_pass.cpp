#include "engine/runtime/prefill_pass.h"

#include <ATen/ops/empty.h>

#include <chrono>
#include <cmath>

#include "engine/model/layer.h"

namespace moa::engine {

template <class T>
PrefillPass<T>::PrefillPass(const Weights &weights, const std::vector<std::int64_t> &cacheTokens, Prefill prefill,
                            std::int64_t positions)
    : weights_(weights), rope_(weights.facts.rope, weights.facts.headDim, positions) {
    const int group = weights.facts.heads / weights.facts.kvHeads;
    for (const auto c : cacheTokens)
        for (int h = 0; h < group; ++h) windows_.push_back({c - kSink, prefill == Prefill::Block});
}

template <class T>
at::Tensor PrefillPass<T>::run(std::span<const std::int32_t> ids, std::int64_t firstRow, RaggedCache<T> *cache,
                               Progress &progress) {
    const auto &facts = weights_.facts;
    const auto n = static_cast<std::int64_t>(ids.size());
    auto x = embed(weights_, ids);
    for (int l = 0; l < facts.layers; ++l) {
        progress.throwIfStopped("Running the model");
        const auto layer = weights_.layers[static_cast<std::size_t>(l)];
        auto qkv = projectQkv(weights_, layer, x);
        rotateQk(weights_, layer, rope_, qkv, 0);
        if (cache != nullptr) {
            const T *k = qkv.template const_data_ptr<T>() + static_cast<std::int64_t>(facts.heads) * facts.headDim;
            cache->append(l, k, k + static_cast<std::int64_t>(facts.kvHeads) * facts.headDim, qkv.stride(0), 0, n);
        }
        const std::int64_t first = l + 1 == facts.layers ? firstRow : 0;
        const auto o = attend(l, qkv, first, progress.stopToken());
        progress.throwIfStopped("Running the model");
        x = addMlp(weights_, layer, layer.output(o).add_(x.narrow(0, first, n - first)));
    }
    return x;
}

template <class T>
at::Tensor PrefillPass<T>::attend(int layer, const at::Tensor &qkv, std::int64_t firstRow,
                                  const std::stop_token &stop) {
    const auto &facts = weights_.facts;
    const std::int64_t width = static_cast<std::int64_t>(facts.heads) * facts.headDim;
    auto o = at::empty({qkv.size(0), width}, qkv.options());
    kernels::AttentionForward<T> p;
    p.n = qkv.size(0);
    p.heads = facts.heads;
    p.kvHeads = facts.kvHeads;
    p.headDim = facts.headDim;
    p.scale = static_cast<T>(1 / std::sqrt(static_cast<double>(facts.headDim)));
    p.q = qkv.template const_data_ptr<T>();
    p.k = p.q + width;
    p.v = p.k + static_cast<std::int64_t>(facts.kvHeads) * facts.headDim;
    p.o = o.template data_ptr<T>();
    p.qStride = p.kvStride = qkv.stride(0);
    p.oStride = width;
    p.windows = windows_.data() + static_cast<std::ptrdiff_t>(layer) * facts.heads;
    p.firstRow = firstRow;
    p.threads = weights_.threads;
    p.stop = stop;
    const auto start = std::chrono::steady_clock::now();
    kernels::attentionForward(p);
    secondsAttention_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return o.narrow(0, firstRow, p.n - firstRow);
}

template class PrefillPass<float>;
template class PrefillPass<double>;

}  // namespace moa::engine
