#include "engine/model/loss.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/zeros_like.h>

#include <algorithm>

#include "engine/model/layer.h"

namespace moa::engine {

namespace {

// Rows of logits held at a time.
std::int64_t chunkRows(const Weights &weights) {
    return std::max<std::int64_t>(16, weights.device->chunkElements() / weights.facts.vocab);
}

at::Tensor longs(std::span<const std::int32_t> values, std::int32_t shift, at::Device device) {
    auto tensor = at::empty({static_cast<std::int64_t>(values.size())}, at::TensorOptions().dtype(at::kLong));
    std::transform(values.begin(), values.end(), tensor.data_ptr<std::int64_t>(),
                   [shift](std::int32_t v) { return std::int64_t{v} + shift; });
    return tensor.to(device);
}

// The rows that predict targets first..first+count-1, their target ids [count, 1], and their logits.
struct Chunk {
    at::Tensor rows;
    at::Tensor ids;
    at::Tensor x;
};

Chunk chunkOf(const at::Tensor &x, std::span<const std::int32_t> ids, std::span<const std::int32_t> targets) {
    std::vector<std::int32_t> expected;
    for (const auto t : targets) expected.push_back(ids[t]);
    Chunk chunk{longs(targets, -1, x.device()), longs(expected, 0, x.device()).unsqueeze(1), {}};
    chunk.x = x.index_select(0, chunk.rows);
    return chunk;
}

// Losses of one chunk; turns logits into log probabilities in place.
std::vector<double> lossesOf(at::Tensor &logits, const at::Tensor &ids) {
    logits.sub_(logits.logsumexp(-1, true));
    const auto picked = logits.gather(1, ids).to(at::kCPU, at::kDouble).neg_();
    const auto *first = picked.const_data_ptr<double>();
    return {first, first + picked.numel()};
}

}  // namespace

at::Tensor logitsOf(const Weights &weights, const at::Tensor &x) {
    return normProduct(weights, weights.head, x, weights.finalNorm);
}

std::vector<double> targetLosses(const Weights &weights, const at::Tensor &x, std::span<const std::int32_t> ids,
                                 std::span<const std::int32_t> targets) {
    std::vector<double> losses;
    const auto step = static_cast<std::size_t>(chunkRows(weights));
    for (std::size_t first = 0; first < targets.size(); first += step) {
        const auto chunk = chunkOf(x, ids, targets.subspan(first, std::min(step, targets.size() - first)));
        auto logits = logitsOf(weights, chunk.x);
        const auto part = lossesOf(logits, chunk.ids);
        losses.insert(losses.end(), part.begin(), part.end());
    }
    return losses;
}

LossGradient meanLossGradient(const Weights &weights, const at::Tensor &x, std::span<const std::int32_t> ids,
                              std::span<const std::int32_t> targets) {
    LossGradient result{0, at::zeros_like(x)};
    const auto count = static_cast<double>(targets.size());
    const auto step = static_cast<std::size_t>(chunkRows(weights));
    for (std::size_t first = 0; first < targets.size(); first += step) {
        const auto chunk = chunkOf(x, ids, targets.subspan(first, std::min(step, targets.size() - first)));
        auto logits = logitsOf(weights, chunk.x);
        for (const double loss : lossesOf(logits, chunk.ids)) result.loss += loss / count;
        // d mean / d logits = (softmax - one hot) / count.
        auto gradient = logits.exp_().div_(count);
        gradient.scatter_add_(1, chunk.ids, at::empty({chunk.ids.size(0), 1}, gradient.options()).fill_(-1 / count));
        const auto dx =
            rmsNormBackward(chunk.x, weights.finalNorm, weights.facts.normEps, weights.head.backward(gradient));
        result.dx.index_add_(0, chunk.rows, dx);
    }
    return result;
}

}  // namespace moa::engine
