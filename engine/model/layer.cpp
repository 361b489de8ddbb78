#include "engine/model/layer.h"

#include <ATen/ops/_fused_rms_norm.h>
#include <ATen/ops/_fused_rms_norm_backward.h>
#include <ATen/ops/add.h>
#include <ATen/ops/embedding.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/silu.h>

#include <algorithm>

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

// Calls work(rows, first) with pieces of the rows of x whose widest intermediate, `width` columns, has no more elements
// than the device takes together.
template <class F>
void byRows(const Weights &w, const at::Tensor &x, std::int64_t width, F &&work) {
    const std::int64_t step = std::max<std::int64_t>(64, w.device->chunkElements() / width);
    for (std::int64_t first = 0; first < x.size(0); first += step)
        work(x.narrow(0, first, std::min(step, x.size(0) - first)), first);
}

// silu(g) * u, as the operand of a product with `linear`.
at::Tensor gateOperand(const Weights &w, const Linear &linear, const at::Tensor &gu) {
    const auto operand = w.device->roundedGate(gu, linear.weight.scalar_type());
    const std::int64_t width = gu.size(1) / 2;
    return operand.defined() ? operand : at::silu(gu.narrow(1, 0, width)).mul_(gu.narrow(1, width, width));
}

}  // namespace

at::Tensor rmsNorm(const at::Tensor &x, const at::Tensor &weight, double eps) {
    if (!x.is_cpu()) return std::get<0>(at::_fused_rms_norm(x, weight.sizes(), weight, eps));
    return x.mul(inverseRms(x, eps)).mul_(weight);
}

// With r = 1/rms and p = gradient * weight: dx = r * (p - x * r^2 * mean(p * x)).
at::Tensor rmsNormBackward(const at::Tensor &x, const at::Tensor &weight, double eps, const at::Tensor &gradient) {
    if (!x.is_cpu()) {
        const auto inverse = std::get<1>(at::_fused_rms_norm(x, weight.sizes(), weight, eps));
        return std::get<0>(at::_fused_rms_norm_backward(gradient, x, weight.sizes(), inverse, weight, {true, false}));
    }
    const auto r = inverseRms(x, eps);
    const auto p = gradient.mul(weight);
    const auto mean = p.mul(x).mean(-1, true);
    return p.sub(x.mul(mean.mul_(r).mul_(r))).mul_(r);
}

at::Tensor embed(const Weights &weights, const at::Tensor &ids) {
    return at::embedding(weights.embedding, ids).to(weights.activationType());
}

at::Tensor embed(const Weights &weights, std::span<const std::int32_t> ids) {
    auto index = at::empty({static_cast<std::int64_t>(ids.size())}, at::TensorOptions().dtype(at::kInt));
    std::copy(ids.begin(), ids.end(), index.data_ptr<std::int32_t>());
    return embed(weights, index.to(weights.device->torch()));
}

at::Tensor normProduct(const Weights &weights, const Linear &linear, const at::Tensor &x, const at::Tensor &norm) {
    const double eps = weights.facts.normEps;
    const auto operand = weights.device->roundedNorm(x, norm, eps, linear.weight.scalar_type());
    return linear(operand.defined() ? operand : rmsNorm(x, norm, eps));
}

at::Tensor projectQkv(const Weights &weights, const LayerWeights &layer, const at::Tensor &x) {
    return normProduct(weights, layer.qkv, x, layer.attentionNorm);
}

void normQk(const Weights &weights, const LayerWeights &layer, at::Tensor &qkv) {
    if (!weights.facts.qkNorm) return;
    auto q = headsOf(weights, qkv, 0);
    auto k = headsOf(weights, qkv, 1);
    q.copy_(rmsNorm(q, layer.qNorm, weights.facts.normEps));
    k.copy_(rmsNorm(k, layer.kNorm, weights.facts.normEps));
}

void rotateQk(const Weights &weights, const LayerWeights &layer, TextAttention &text, at::Tensor &qkv) {
    normQk(weights, layer, qkv);
    if (layer.rotates) text.rotate(qkv, false);
}

void rotateQkBackward(const Weights &weights, const LayerWeights &layer, TextAttention &text,
                      const at::Tensor &projected, at::Tensor &gradient) {
    const auto &facts = weights.facts;
    if (layer.rotates) text.rotate(gradient, true);
    if (!facts.qkNorm) return;
    auto q = headsOf(weights, gradient, 0);
    auto k = headsOf(weights, gradient, 1);
    q.copy_(rmsNormBackward(headsOf(weights, projected, 0), layer.qNorm, facts.normEps, q));
    k.copy_(rmsNormBackward(headsOf(weights, projected, 1), layer.kNorm, facts.normEps, k));
}

void addMlp(const Weights &weights, const LayerWeights &layer, at::Tensor &h) {
    byRows(weights, h, layer.gateUp.weight.size(0), [&](at::Tensor rows, std::int64_t) {
        const auto gu = normProduct(weights, layer.gateUp, rows, layer.mlpNorm);
        layer.down.addTo(rows, gateOperand(weights, layer.down, gu));
    });
}

// silu'(g) = s (1 + g (1 - s)) with s = sigmoid(g).
at::Tensor addMlpBackward(const Weights &weights, const LayerWeights &layer, const at::Tensor &h,
                          const at::Tensor &gradient) {
    const double eps = weights.facts.normEps;
    auto whole = at::empty_like(h);
    byRows(weights, h, layer.gateUp.weight.size(0), [&](const at::Tensor &rows, std::int64_t first) {
        const auto dy = gradient.narrow(0, first, rows.size(0));
        auto gu = normProduct(weights, layer.gateUp, rows, layer.mlpNorm);
        const std::int64_t width = gu.size(1) / 2;
        auto g = gu.narrow(1, 0, width);
        auto u = gu.narrow(1, width, width);
        const auto dz = layer.down.backward(dy);
        const auto s = at::sigmoid(g);
        const auto slope = s.neg().add_(1).mul_(g).add_(1).mul_(s).mul_(u).mul_(dz);
        u.copy_(g).mul_(s).mul_(dz);
        g.copy_(slope);
        const auto dh = rmsNormBackward(rows, layer.mlpNorm, eps, layer.gateUp.backward(gu));
        auto piece = whole.narrow(0, first, rows.size(0));
        at::add_out(piece, dh, dy);
    });
    return whole;
}

}  // namespace moa::engine
