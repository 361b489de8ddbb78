// One sample forward and backward through a model, layer by layer. Internal to the room.
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>

#include <cmath>
#include <vector>

#include "engine/model/layer.h"
#include "engine/model/loss.h"
#include "engine/model/model.h"
#include "engine/model/rope.h"
#include "engine/values/dataset.h"
#include "engine/values/error.h"
#include "engine/values/progress.h"
#include "kernels/attention.h"

namespace moa::engine {

// Where one head lies inside a row of q, k, v side by side, [n, (heads + 2 kvHeads) * headDim].
struct HeadOffsets {
    std::int64_t q = 0;
    std::int64_t k = 0;
    std::int64_t v = 0;
};

[[nodiscard]] inline HeadOffsets headOffsets(const ModelFacts &facts, int head) {
    const std::int64_t kv = head / (facts.heads / facts.kvHeads);
    return {static_cast<std::int64_t>(head) * facts.headDim, (facts.heads + kv) * facts.headDim,
            (facts.heads + facts.kvHeads + kv) * facts.headDim};
}

// What the influence of one layer is computed from, recomputed from its checkpoint.
struct OpenLayer {
    at::Tensor projected;  // q, k, v before norms and rotation
    at::Tensor qkv;        // after
    at::Tensor dO;         // gradient of the attention output; undefined without a gradient
    at::Tensor dh;         // gradient of the residual stream after attention
};

// Call forward() once, then open() and close() for the layers from the last to the first. Per layer only the two
// residual streams are kept. T is double for a ComputeDtype::Float64 model, else float.
template <class T>
class ProfilePass {
public:
    ProfilePass(const Model &model, const TokenSample &sample, Progress &progress)
        : w_(model.weights()),
          sample_(sample),
          progress_(progress),
          n_(static_cast<std::int64_t>(sample.ids.size())),
          rope_(w_.facts.rope, w_.facts.headDim, n_) {}

    // Runs the first `layers` layers and keeps their checkpoints; gives the residual stream after them.
    [[nodiscard]] at::Tensor forward(int layers) {
        steps_ = 2 * layers;
        auto x = embed(w_, sample_.ids);
        for (int l = 0; l < layers; ++l) {
            const auto layer = w_.layers[l];
            step();
            auto qkv = projectQkv(w_, layer, x);
            rotateQk(w_, layer, rope_, qkv, 0);
            auto o = at::empty({n_, static_cast<std::int64_t>(w_.facts.heads) * w_.facts.headDim}, qkv.options());
            kernels::AttentionForward<T> p;
            shape(p, qkv);
            p.o = o.template data_ptr<T>();
            p.oStride = o.stride(0);
            kernels::attentionForward(p);
            checkpoints_.push_back({x, layer.output(o).add_(x)});
            x = addMlp(w_, layer, checkpoints_.back().h);
        }
        return x;
    }

    // Loss and its gradient at the last residual stream. Throws moa::Error when it is no number.
    [[nodiscard]] LossGradient lossGradient(const at::Tensor &last) const {
        auto result = meanLossGradient(w_, last, sample_.ids, sample_.targets);
        if (!std::isfinite(result.loss))
            throw Error("The sample cannot be profiled", "sample '" + sample_.id + "'", "its loss is not a number",
                        "Use --dtype float32, or leave the sample out of the data.");
        return result;
    }

    // The last layer not closed yet. dy: gradient of its output; undefined: no gradients are wanted.
    [[nodiscard]] OpenLayer open(const at::Tensor &dy) {
        step();
        const auto layer = top();
        OpenLayer opened;
        if (dy.defined()) {
            opened.dh = addMlpBackward(w_, layer, checkpoints_.back().h, dy);
            opened.dO = layer.output.backward(opened.dh);
        }
        opened.projected = projectQkv(w_, layer, checkpoints_.back().x);
        opened.qkv = w_.facts.qkNorm ? opened.projected.clone() : opened.projected;
        rotateQk(w_, layer, rope_, opened.qkv, 0);
        return opened;
    }

    // Block sums of the opened layer into the outputs `p` names; the gradient of its input, undefined for layer 0.
    [[nodiscard]] at::Tensor close(const OpenLayer &opened, kernels::InfluenceBackward<T> p) {
        const bool first = checkpoints_.size() == 1;
        auto dQkv = at::empty_like(opened.qkv);
        shape(p, opened.qkv);
        p.dO = opened.dO.template const_data_ptr<T>();
        p.dOStride = opened.dO.stride(0);
        if (!first) {
            const auto offsets = headOffsets(w_.facts, 0);
            p.dQ = dQkv.template data_ptr<T>();
            p.dK = p.dQ + offsets.k;
            p.dV = p.dQ + offsets.v;
        }
        kernels::influenceBackward(p);
        progress_.throwIfStopped("Profiling");
        const auto layer = top();
        const auto x = checkpoints_.back().x;
        checkpoints_.pop_back();
        if (first) return {};
        rotateQkBackward(w_, layer, rope_, opened.projected, dQkv);
        return rmsNormBackward(x, layer.attentionNorm, w_.facts.normEps, layer.qkv.backward(dQkv)).add_(opened.dh);
    }

private:
    // What the backward pass needs of one layer: its input and the residual stream after attention.
    struct Checkpoint {
        at::Tensor x;
        at::Tensor h;
    };

    [[nodiscard]] LayerWeights top() const { return w_.layers[checkpoints_.size() - 1]; }

    // The fields forward and backward have in common.
    template <class P>
    void shape(P &p, const at::Tensor &qkv) const {
        const auto offsets = headOffsets(w_.facts, 0);
        p.n = n_;
        p.heads = w_.facts.heads;
        p.kvHeads = w_.facts.kvHeads;
        p.headDim = w_.facts.headDim;
        p.scale = static_cast<T>(1 / std::sqrt(static_cast<double>(w_.facts.headDim)));
        p.q = qkv.template const_data_ptr<T>() + offsets.q;
        p.k = p.q + offsets.k;
        p.v = p.q + offsets.v;
        p.qStride = p.kvStride = qkv.stride(0);
        p.threads = w_.threads;
        p.stop = progress_.stopToken();
    }

    void step() {
        progress_.throwIfStopped("Profiling");
        progress_.report("sample", static_cast<double>(done_++) / steps_, sample_.id);
    }

    const Weights &w_;
    const TokenSample &sample_;
    Progress &progress_;
    std::int64_t n_;
    RopeTable<T> rope_;
    std::vector<Checkpoint> checkpoints_;
    int steps_ = 1;
    int done_ = 0;
};

// Throws moa::Error for ids outside the vocabulary and for targets that are missing or out of range.
void checkSample(const Model &model, const TokenSample &sample);

}  // namespace moa::engine
