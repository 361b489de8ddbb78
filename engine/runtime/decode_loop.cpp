#include "engine/runtime/decode_loop.h"

#include <ATen/ops/empty_like.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "engine/model/layer.h"
#include "engine/model/loss.h"
#include "engine/runtime/prefill_pass.h"
#include "kernels/attention.h"

namespace moa::engine {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

template <class T>
DecodeLoop<T>::DecodeLoop(const Weights &weights, const SpanPolicy &spans, Prefill prefill, const DecodeLimits &limits,
                          Progress &progress)
    : weights_(weights), spans_(spans), prefill_(prefill), limits_(limits), progress_(progress) {}

template <class T>
Decoded DecodeLoop<T>::run(std::span<const std::vector<std::int32_t>> prompts) {
    result_.rows.resize(prompts.size());
    auto start = Clock::now();
    for (std::size_t i = 0; i < prompts.size(); ++i) prefill(i, prompts[i]);
    result_.secondsPrefill = secondsSince(start);

    start = Clock::now();
    while (!active_.empty()) {
        progress_.throwIfStopped("Decoding");
        const auto x = step();
        ++result_.decodeSteps;
        choose(x, 0);
    }
    result_.secondsDecode = secondsSince(start);
    return std::move(result_);
}

template <class T>
void DecodeLoop<T>::prefill(std::size_t index, const std::vector<std::int32_t> &prompt) {
    const auto n = static_cast<std::int64_t>(prompt.size());
    const auto tokens = spans_.cacheTokens(n, limits_.maxNew);
    auto &row = result_.rows[index];
    row.promptTokens = n;
    active_.push_back({index, RaggedCache<T>(tokens, weights_.facts.kvHeads, weights_.facts.headDim), n,
                       Sampler(limits_.sampling, index)});
    row.kvBytes = active_.back().cache.bytes();
    PrefillPass<T> pass(weights_, tokens, prefill_, n);
    const auto x = pass.run(prompt, n - 1, &active_.back().cache, progress_);
    result_.secondsAttention += pass.secondsAttention();
    if (limits_.maxNew > 0)
        choose(x, active_.size() - 1);
    else
        active_.pop_back();
}

template <class T>
at::Tensor DecodeLoop<T>::step() {
    const auto &facts = weights_.facts;
    if (!rope_) {
        std::int64_t longest = 0;
        for (const auto &row : result_.rows) longest = std::max(longest, row.promptTokens);
        rope_ = RopeTable<T>::ofSteps(facts.rope, facts.headDim, longest + limits_.maxNew);
    }
    std::vector<std::int32_t> newest;
    for (const auto &row : active_) newest.push_back(result_.rows[row.index].ids.back());
    auto x = embed(weights_, newest);
    for (int l = 0; l < facts.layers; ++l) {
        const auto layer = weights_.layers[static_cast<std::size_t>(l)];
        auto qkv = projectQkv(weights_, layer, x);
        for (std::size_t r = 0; r < active_.size(); ++r) {
            auto one = qkv.narrow(0, static_cast<std::int64_t>(r), 1);
            rotateQk(weights_, layer, *rope_, one, active_[r].tokens);
            const T *k = one.template const_data_ptr<T>() + static_cast<std::int64_t>(facts.heads) * facts.headDim;
            active_[r].cache.append(l, k, k + static_cast<std::int64_t>(facts.kvHeads) * facts.headDim, qkv.stride(0),
                                    active_[r].tokens, 1);
        }
        x = addMlp(weights_, layer, layer.output(attend(l, qkv)).add_(x));
    }
    for (auto &row : active_) ++row.tokens;
    return x;
}

template <class T>
at::Tensor DecodeLoop<T>::attend(int layer, const at::Tensor &qkv) {
    const auto &facts = weights_.facts;
    const std::int64_t width = static_cast<std::int64_t>(facts.heads) * facts.headDim;
    const auto q = qkv.narrow(1, 0, width).contiguous();
    auto o = at::empty_like(q);
    std::vector<kernels::DecodeHead<T>> caches(active_.size() * static_cast<std::size_t>(facts.kvHeads));
    for (std::size_t r = 0; r < active_.size(); ++r)
        active_[r].cache.heads(layer, active_[r].tokens + 1,
                               caches.data() + r * static_cast<std::size_t>(facts.kvHeads));
    kernels::AttentionDecode<T> p;
    p.rows = static_cast<int>(active_.size());
    p.heads = facts.heads;
    p.kvHeads = facts.kvHeads;
    p.headDim = facts.headDim;
    p.scale = static_cast<T>(1 / std::sqrt(static_cast<double>(facts.headDim)));
    p.q = q.template const_data_ptr<T>();
    p.o = o.template data_ptr<T>();
    p.caches = caches.data();
    p.threads = weights_.threads;
    kernels::attentionDecode(p);
    return o;
}

template <class T>
void DecodeLoop<T>::choose(const at::Tensor &x, std::size_t firstRow) {
    const auto logits = logitsOf(weights_, x).contiguous();
    const std::int64_t vocab = logits.size(1);
    const T *row = logits.template const_data_ptr<T>();
    for (std::size_t r = firstRow; r < active_.size(); ++r, row += vocab) {
        auto &out = result_.rows[active_[r].index];
        const auto choice = active_[r].sampler.choose(std::span(row, static_cast<std::size_t>(vocab)));
        out.ids.push_back(choice.id);
        out.margins.push_back(choice.margin);
    }
    std::erase_if(active_, [&](const Row &active) {
        const auto &ids = result_.rows[active.index].ids;
        return static_cast<std::int64_t>(ids.size()) >= limits_.maxNew ||
               std::ranges::find(limits_.stops, ids.back()) != limits_.stops.end();
    });
}

template class DecodeLoop<float>;
template class DecodeLoop<double>;

}  // namespace moa::engine
