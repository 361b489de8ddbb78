#include "engine/model/layer.h"

#include <ATen/ops/embedding.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/silu.h>

namespace moa::engine {

namespace {

// 1 / sqrt(mean(x^2) + eps), [..., 1].
at::Tensor inverseRms(const at::Tensor &x, double eps) {
    return x.square().mean(-1, true).add_(eps).rsqrt_();
}

// The heads of q (part 0) or k (part 1) inside fused rows: [n, heads, headDim], a view.
at::Tensor headsOf(const Weights &w, const at::Tensor &qkv, int part) {
    const std::int64_t d = w.facts.headDim;
    const std::int64_t first = part == 0 ? 0 : w.facts.heads * d;
    const std::int64_t heads = part == 0 ? w.facts.heads : w.facts.kvHeads;
    return qkv.narrow(1, first, heads * d).unflatten(1, {heads, d});
}

}  // namespace

at::Tensor rmsNorm(const at::Tensor &x, const at::Tensor &weight, double eps) {
    return x.mul(inverseRms(x, eps)).mul_(weight);
}

// With r = 1/rms and p = gradient * weight: dx = r * (p - x * r^2 * mean(p * x)).
at::Tensor rmsNormBackward(const at::Tensor &x, const at::Tensor &weight, double eps, const at::Tensor &gradient) {
    const auto r = inverseRms(x, eps);
    const auto p = gradient.mul(weight);
    const auto mean = p.mul(x).mean(-1, true);
    return p.sub(x.mul(mean.mul_(r).mul_(r))).mul_(r);
}

at::Tensor embed(const Weights &weights, std::span<const std::int32_t> ids) {
    auto index = at::empty({static_cast<std::int64_t>(ids.size())}, at::TensorOptions().dtype(at::kInt));
    std::copy(ids.begin(), ids.end(), index.data_ptr<std::int32_t>());
    return at::embedding(weights.embedding, index).to(weights.activationType());
}

at::Tensor projectQkv(const Weights &weights, const LayerWeights &layer, const at::Tensor &x) {
    return layer.qkv(rmsNorm(x, layer.attentionNorm, weights.facts.normEps));
}

template <class T>
void rotateQk(const Weights &weights, const LayerWeights &layer, const RopeTable<T> &rope, at::Tensor &qkv,
              std::int64_t firstPosition) {
    const auto &facts = weights.facts;
    if (facts.qkNorm) {
        auto q = headsOf(weights, qkv, 0);
        auto k = headsOf(weights, qkv, 1);
        q.copy_(rmsNorm(q, layer.qNorm, facts.normEps));
        k.copy_(rmsNorm(k, layer.kNorm, facts.normEps));
    }
    // q and k are neighbours: one call turns both.
    if (layer.rotates)
        rope.apply(qkv.data_ptr<T>(), qkv.size(0), qkv.stride(0), facts.heads + facts.kvHeads, firstPosition);
}

template <class T>
void rotateQkBackward(const Weights &weights, const LayerWeights &layer, const RopeTable<T> &rope,
                      const at::Tensor &projected, at::Tensor &gradient) {
    const auto &facts = weights.facts;
    if (layer.rotates)
        rope.apply(gradient.data_ptr<T>(), gradient.size(0), gradient.stride(0), facts.heads + facts.kvHeads, 0, true);
    if (!facts.qkNorm) return;
    auto q = headsOf(weights, gradient, 0);
    auto k = headsOf(weights, gradient, 1);
    q.copy_(rmsNormBackward(headsOf(weights, projected, 0), layer.qNorm, facts.normEps, q));
    k.copy_(rmsNormBackward(headsOf(weights, projected, 1), layer.kNorm, facts.normEps, k));
}

at::Tensor addMlp(const Weights &weights, const LayerWeights &layer, const at::Tensor &h) {
    const auto gu = layer.gateUp(rmsNorm(h, layer.mlpNorm, weights.facts.normEps));
    const std::int64_t width = gu.size(1) / 2;
    const auto z = at::silu(gu.narrow(1, 0, width)).mul_(gu.narrow(1, width, width));
    return layer.down(z).add_(h);
}

// silu'(g) = s (1 + g (1 - s)) with s = sigmoid(g).
at::Tensor addMlpBackward(const Weights &weights, const LayerWeights &layer, const at::Tensor &h,
                          const at::Tensor &gradient) {
    const double eps = weights.facts.normEps;
    const auto gu = layer.gateUp(rmsNorm(h, layer.mlpNorm, eps));
    const std::int64_t width = gu.size(1) / 2;
    const auto g = gu.narrow(1, 0, width);
    const auto u = gu.narrow(1, width, width);
    const auto dz = layer.down.backward(gradient);
    const auto s = at::sigmoid(g);
    auto dgu = at::empty_like(gu);
    dgu.narrow(1, width, width).copy_(dz.mul(g).mul_(s));
    dgu.narrow(1, 0, width).copy_(s.neg().add_(1).mul_(g).add_(1).mul_(s).mul_(u).mul_(dz));
    return rmsNormBackward(h, layer.mlpNorm, eps, layer.gateUp.backward(dgu)).add_(gradient);
}

template void rotateQk<float>(const Weights &, const LayerWeights &, const RopeTable<float> &, at::Tensor &,
                              std::int64_t);
template void rotateQk<double>(const Weights &, const LayerWeights &, const RopeTable<double> &, at::Tensor &,
                               std::int64_t);
template void rotateQkBackward<float>(const Weights &, const LayerWeights &, const RopeTable<float> &,
                                      const at::Tensor &, at::Tensor &);
template void rotateQkBackward<double>(const Weights &, const LayerWeights &, const RopeTable<double> &,
                                       const at::Tensor &, at::Tensor &);

}  // namespace moa::engine
