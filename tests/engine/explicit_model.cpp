#include "explicit_model.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/outer.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/tensor.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>

#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>

#include "engine/model/weights.h"

namespace moa::test {

using namespace engine;

namespace {

// A copy outside inference mode, so that it may take part in automatic differentiation.
at::Tensor wide(const at::Tensor &tensor) {
    return tensor.defined() ? tensor.clone().to(at::kDouble) : tensor;
}

at::Tensor longs(const std::vector<std::int32_t> &values) {
    return at::tensor(values).to(at::kLong);
}

// 0 where row t sees key s, -inf elsewhere.
at::Tensor maskOf(std::int64_t n, std::int64_t c, const ExplicitMask &mask) {
    auto bias = at::empty({n, n}, at::TensorOptions().dtype(at::kDouble));
    auto *to = bias.data_ptr<double>();
    for (std::int64_t t = 0; t < n; ++t)
        for (std::int64_t s = 0; s < n; ++s) {
            const auto prefill = t < mask.prompt ? mask.prefill : Prefill::Token;
            *to++ = seesToken(prefill, c, t, s) ? 0 : -std::numeric_limits<double>::infinity();
        }
    return bias;
}

// Sums of values [heads, n, n] over 64 x 64 blocks, appended to `to`.
void addBlockSums(const at::Tensor &values, std::vector<double> &to) {
    const auto n = values.size(1);
    const int nb = blockCount(n);
    const auto flat = values.contiguous();
    const auto *at = flat.const_data_ptr<double>();
    for (std::int64_t head = 0; head < values.size(0); ++head) {
        const auto first = to.size();
        to.resize(first + static_cast<std::size_t>(nb) * nb);
        for (std::int64_t i = 0; i < n; ++i)
            for (std::int64_t j = 0; j < n; ++j, ++at)
                to[first + static_cast<std::size_t>(i / kBlock * nb + j / kBlock)] += *at;
    }
}

// E of one layer from A and G, [heads, n, n]. 1 - A is the sum of the other weights, which does not cancel.
at::Tensor influenceOf(const at::Tensor &a, const at::Tensor &g) {
    const auto n = a.size(1);
    auto e = at::empty(a.sizes(), a.options());
    const auto *A = a.const_data_ptr<double>();
    const auto *G = g.const_data_ptr<double>();
    auto *E = e.data_ptr<double>();
    for (std::int64_t row = 0; row < a.size(0) * n; ++row, A += n, G += n, E += n) {
        double whole = 0;
        double weighted = 0;
        for (std::int64_t j = 0; j < n; ++j) {
            whole += A[j];
            weighted += A[j] * G[j];
        }
        for (std::int64_t j = 0; j < n; ++j) {
            double rest = whole - A[j];
            double mean = (weighted - A[j] * G[j]) / rest;
            if (A[j] > 0.5) {
                rest = 0;
                mean = 0;
                for (std::int64_t m = 0; m < n; ++m)
                    if (m != j) {
                        rest += A[m];
                        mean += A[m] * G[m];
                    }
                mean /= rest;
            }
            // -A (G - D) / (1 - A) = -A (G - mean of the others).
            E[j] = rest > 0 ? -A[j] * (G[j] - mean) : 0;
        }
        if (row % n == 0) E[0] = -A[0] * G[0];
    }
    return e;
}

}  // namespace

ExplicitModel::ExplicitModel(const Model &model) : facts_(model.facts()) {
    if (facts_.rope.type != "default") throw std::runtime_error("the oracle takes plain rotary embedding only");
    const auto &w = model.weights();
    embedding_ = wide(w.embedding);
    finalNorm_ = wide(w.finalNorm);
    head_ = facts_.tiedOutput ? embedding_ : wide(w.head.weight);
    for (int l = 0; l < facts_.layers; ++l) {
        const auto &layer = w.layers[static_cast<std::size_t>(l)];
        layers_.push_back({wide(layer.attentionNorm), wide(layer.qkv.weight), wide(layer.qkv.bias), wide(layer.qNorm),
                           wide(layer.kNorm), wide(layer.output.weight), wide(layer.mlpNorm), wide(layer.gateUp.weight),
                           wide(layer.down.weight)});
    }
}

std::vector<double> ExplicitModel::nll(const std::vector<std::int32_t> &ids, const ExplicitMask &mask) const {
    const auto x = run(ids, mask, nullptr);
    std::vector<double> losses;
    constexpr std::int64_t step = 128;
    for (std::int64_t first = 0; first + 1 < x.size(0); first += step) {
        const auto count = std::min(step, x.size(0) - 1 - first);
        const auto scores = headOf(x.narrow(0, first, count)).log_softmax(-1);
        const auto picked = scores.gather(1, longs(ids).narrow(0, first + 1, count).unsqueeze(1));
        for (std::int64_t i = 0; i < count; ++i) losses.push_back(-picked.const_data_ptr<double>()[i]);
    }
    return losses;
}

at::Tensor ExplicitModel::logits(const std::vector<std::int32_t> &ids, const ExplicitMask &mask,
                                 std::int64_t firstRow) const {
    const auto x = run(ids, mask, nullptr);
    return headOf(x.narrow(0, firstRow, x.size(0) - firstRow));
}

ExplicitInfluence ExplicitModel::influence(const TokenSample &sample) const {
    const c10::AutoGradMode gradients(true);
    std::vector<at::Tensor> weights;
    const auto x = run(sample.ids, {}, &weights);
    const auto targets = longs(sample.targets);
    const auto scores = headOf(x.index_select(0, targets - 1)).log_softmax(-1);
    const auto loss = -scores.gather(1, longs(sample.ids).index_select(0, targets).unsqueeze(1)).mean();
    const auto slopes = torch::autograd::grad({loss}, {weights.begin(), weights.end()});
    ExplicitInfluence result;
    result.loss = loss.item<double>();
    for (std::size_t l = 0; l < weights.size(); ++l) {
        const auto a = weights[l].detach().contiguous();
        const auto e = influenceOf(a, slopes[l].contiguous());
        addBlockSums(e.abs(), result.absolute);
        addBlockSums(e, result.signedSums);
        addBlockSums(a, result.attention);
    }
    return result;
}

at::Tensor ExplicitModel::run(const std::vector<std::int32_t> &ids, const ExplicitMask &mask,
                              std::vector<at::Tensor> *weights) const {
    const std::int64_t heads = facts_.heads;
    const std::int64_t kvHeads = facts_.kvHeads;
    const std::int64_t d = facts_.headDim;
    auto x = embedding_.index_select(0, longs(ids));
    // Something of the graph has to ask for a gradient, or A would keep none.
    if (weights != nullptr) x.requires_grad_();
    const auto n = x.size(0);
    for (std::size_t l = 0; l < layers_.size(); ++l) {
        const auto &layer = layers_[l];
        const auto qkv = at::linear(norm(x, layer.attentionNorm), layer.qkv, layer.qkvBias).view({n, -1, d});
        auto q = qkv.narrow(1, 0, heads);
        auto k = qkv.narrow(1, heads, kvHeads);
        if (layer.qNorm.defined()) {
            q = norm(q, layer.qNorm);
            k = norm(k, layer.kNorm);
        }
        q = rotate(q.transpose(0, 1));
        k = rotate(k.transpose(0, 1)).repeat_interleave(heads / kvHeads, 0);
        const auto v = qkv.narrow(1, heads + kvHeads, kvHeads).transpose(0, 1).repeat_interleave(heads / kvHeads, 0);
        const auto scores = at::matmul(q, k.transpose(1, 2)) / std::sqrt(static_cast<double>(d));
        const auto a = at::softmax(scores + attentionMask(n, mask, l), -1);
        if (weights != nullptr) weights->push_back(a);
        const auto o = at::matmul(a, v).transpose(0, 1).reshape({n, heads * d});
        const auto h = x + at::linear(o, layer.output);
        const auto parts = at::linear(norm(h, layer.mlpNorm), layer.gateUp).chunk(2, 1);
        x = h + at::linear(at::silu(parts[0]) * parts[1], layer.down);
    }
    return x;
}

// [heads or 1, n, n].
at::Tensor ExplicitModel::attentionMask(std::int64_t n, const ExplicitMask &mask, std::size_t layer) const {
    if (mask.cacheTokens.empty()) return maskOf(n, n + 2 * kBlock, {}).unsqueeze(0);
    std::map<std::int64_t, at::Tensor> bySpan;
    std::vector<at::Tensor> heads;
    for (int h = 0; h < facts_.heads; ++h) {
        const int group = h / (facts_.heads / facts_.kvHeads);
        const auto c = mask.cacheTokens[layer * static_cast<std::size_t>(facts_.kvHeads) + group];
        auto &bias = bySpan[c];
        if (!bias.defined()) bias = maskOf(n, c, mask);
        heads.push_back(bias);
    }
    return at::stack(heads);
}

at::Tensor ExplicitModel::headOf(const at::Tensor &x) const {
    return at::linear(norm(x, finalNorm_), head_);
}

at::Tensor ExplicitModel::norm(const at::Tensor &x, const at::Tensor &weight) const {
    return x * (x.square().mean(-1, true) + facts_.normEps).rsqrt() * weight;
}

// x [heads, n, headDim]: dimension i turns with dimension i + headDim / 2.
at::Tensor ExplicitModel::rotate(const at::Tensor &x) const {
    const auto exponents = at::arange(facts_.headDim / 2, at::kDouble) * (-2.0 / facts_.headDim);
    const auto frequencies = (exponents * std::log(facts_.rope.theta)).exp();
    const auto angles = at::outer(at::arange(x.size(1), at::kDouble), frequencies);
    const auto cosines = at::cat({angles.cos(), angles.cos()}, 1);
    const auto sines = at::cat({angles.sin(), angles.sin()}, 1);
    const auto halves = x.chunk(2, -1);
    return x * cosines + at::cat({-halves[1], halves[0]}, -1) * sines;
}

}  // namespace moa::test
