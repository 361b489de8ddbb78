// A model written out in LibTorch operations, in double precision, with the attention matrix and its mask in full: the
// oracle of the runtime and of the profiler. It shares the weights with the engine and nothing of its computing.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "engine/model/model.h"
#include "engine/values/conventions.h"
#include "engine/values/dataset.h"

namespace moa::test {

// What every row sees: nothing but what is causal without `cacheTokens` (c by [layer][kv head]). The first `prompt`
// rows see by `prefill`, later ones as decoding does, by tokens.
struct ExplicitMask {
    std::vector<std::int64_t> cacheTokens;
    engine::Prefill prefill = engine::Prefill::Token;
    std::int64_t prompt = INT64_MAX;
};

// Block sums [layers][heads][nb][nb] by the definition, from A kept whole and G = dL/dA by automatic differentiation.
struct ExplicitInfluence {
    std::vector<double> absolute;
    std::vector<double> signedSums;
    std::vector<double> attention;
    double loss = 0;
};

class ExplicitModel {
public:
    // Takes models with plain rotary embedding.
    explicit ExplicitModel(const engine::Model &model);

    // Losses of the tokens 1.. of `ids`.
    [[nodiscard]] std::vector<double> nll(const std::vector<std::int32_t> &ids, const ExplicitMask &mask) const;
    // Logits of the rows from firstRow on, [rows, vocab].
    [[nodiscard]] at::Tensor logits(const std::vector<std::int32_t> &ids, const ExplicitMask &mask,
                                    std::int64_t firstRow) const;
    [[nodiscard]] ExplicitInfluence influence(const engine::TokenSample &sample) const;

private:
    struct Layer {
        at::Tensor attentionNorm, qkv, qkvBias, qNorm, kNorm, output, mlpNorm, gateUp, down;
    };

    // The residual stream after all layers; every layer's A is added to `weights` where one is given.
    [[nodiscard]] at::Tensor run(const std::vector<std::int32_t> &ids, const ExplicitMask &mask,
                                 std::vector<at::Tensor> *weights) const;
    [[nodiscard]] at::Tensor attentionMask(std::int64_t n, const ExplicitMask &mask, std::size_t layer) const;
    [[nodiscard]] at::Tensor headOf(const at::Tensor &x) const;
    [[nodiscard]] at::Tensor norm(const at::Tensor &x, const at::Tensor &weight) const;
    [[nodiscard]] at::Tensor rotate(const at::Tensor &x) const;

    engine::ModelFacts facts_;
    at::Tensor embedding_, finalNorm_, head_;
    std::vector<Layer> layers_;
};

}  // namespace moa::test
