// One sample forward and backward through a model, layer by layer. Internal to the room.
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <cmath>
#include <span>
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
    at::Tensor projected;  // q, k, v before norms and rotation, [n, ...]
    at::Tensor qkv;        // after
    at::Tensor dO;         // gradient of the attention output, [n, heads * headDim]; undefined without a gradient
    at::Tensor dh;         // gradient of the residual stream after attention, of the rows that have one
};

// Rows first .. end - 1 of a sample.
struct RowRange {
    std::int64_t first = 0;
    std::int64_t end = 0;

    [[nodiscard]] std::int64_t count() const noexcept { return end - first; }
    [[nodiscard]] at::Tensor of(const at::Tensor &rows) const { return rows.narrow(0, first, count()); }
};

// Call forward() once, then open() and close() for the layers from the last to the first. Per layer only the two
// residual streams are kept. T is double for a ComputeDtype::Float64 model, else float.
//
// Work on rows whose gradient is exactly zero is left out. The loss is taken on the rows before the targets; the last
// layer passes it to its keys and values, which may lie in any earlier row. So the output of the last layer has a
// gradient, and is needed at all, from the row before the first target to the one before the last, and the outputs of
// the layers below from row 0 to the same end. Keys, queries and A are computed for all rows: A is wanted everywhere.
template <class T>
class ProfilePass {
public:
    ProfilePass(const Model &model, const TokenSample &sample, Progress &progress)
        : w_(model.weights()),
          sample_(sample),
          progress_(progress),
          n_(static_cast<std::int64_t>(sample.ids.size())),
          reached_(reachedRows(sample)),
          rope_(w_.facts.rope, w_.facts.headDim, n_) {}

    // Runs the first `layers` layers and keeps their checkpoints. Gives the residual stream after them: all rows, after
    // the last layer those that have a gradient.
    [[nodiscard]] at::Tensor forward(int layers) {
        steps_ = 2 * layers;
        auto x = embed(w_, sample_.ids);
        for (int l = 0; l < layers; ++l) {
            const auto layer = w_.layers[l];
            step();
            auto qkv = projectQkv(w_, layer, x);
            rotateQk(w_, layer, rope_, qkv, 0);
            const auto rows = l + 1 == w_.facts.layers ? reached_ : RowRange{0, n_};
            auto o = at::empty({n_, static_cast<std::int64_t>(w_.facts.heads) * w_.facts.headDim}, qkv.options());
            kernels::AttentionForward<T> p;
            shape(p, qkv);
            p.n = rows.end;
            p.firstRow = rows.first;
            p.o = o.template data_ptr<T>();
            p.oStride = o.stride(0);
            kernels::attentionForward(p);
            checkpoints_.push_back({x, layer.output(rows.of(o)).add_(rows.of(x))});
            x = addMlp(w_, layer, checkpoints_.back().h);
        }
        return x;
    }

    // Loss and its gradient at the residual stream that forward() gave for all layers. Throws moa::Error when it is no
    // number.
    [[nodiscard]] LossGradient lossGradient(const at::Tensor &last) const {
        auto targets = sample_.targets;
        for (auto &t : targets) t -= static_cast<std::int32_t>(reached_.first);
        const auto ids = std::span(sample_.ids).subspan(static_cast<std::size_t>(reached_.first));
        auto result = meanLossGradient(w_, last, ids, targets);
        if (!std::isfinite(result.loss))
            throw Error("The sample cannot be profiled", "sample '" + sample_.id + "'", "its loss is not a number",
                        "Use --dtype float32, or leave the sample out of the data.");
        return result;
    }

    // The last layer not closed yet. dy: gradient of its output (rows as forward() gave them, rows 0 .. of close());
    // undefined: no gradients are wanted.
    [[nodiscard]] OpenLayer open(const at::Tensor &dy) {
        step();
        const auto layer = top();
        const auto &checkpoint = checkpoints_.back();
        OpenLayer opened;
        if (dy.defined()) {
            const auto h = checkpoint.h.narrow(0, 0, dy.size(0));
            opened.dh = addMlpBackward(w_, layer, h, dy);
            opened.dO = allRows(layer.output.backward(opened.dh));
        }
        opened.projected = projectQkv(w_, layer, checkpoint.x);
        opened.qkv = w_.facts.qkNorm ? opened.projected.clone() : opened.projected;
        rotateQk(w_, layer, rope_, opened.qkv, 0);
        return opened;
    }

    // Block sums of the opened layer into the outputs `p` names; the gradient of its input up to the last row that has
    // one, undefined for layer 0.
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
        const RowRange below{0, reached_.end};
        const auto x = below.of(checkpoints_.back().x);
        const auto rows = rangeOfTop();
        checkpoints_.pop_back();
        if (first) return {};
        auto dBelow = below.of(dQkv);
        rotateQkBackward(w_, layer, rope_, below.of(opened.projected), dBelow);
        auto dx = rmsNormBackward(x, layer.attentionNorm, w_.facts.normEps, layer.qkv.backward(dBelow));
        rows.of(dx).add_(opened.dh);
        return dx;
    }

private:
    // What the backward pass needs of one layer: its input, and the residual stream after attention (after the last
    // layer's: of the rows that have a gradient).
    struct Checkpoint {
        at::Tensor x;
        at::Tensor h;
    };

    // From the row before the first target to the one before the last.
    [[nodiscard]] static RowRange reachedRows(const TokenSample &sample) {
        const auto n = static_cast<std::int64_t>(sample.ids.size());
        if (sample.targets.empty()) return {0, n};
        const auto [least, most] = std::ranges::minmax(sample.targets);
        const auto first = std::clamp<std::int64_t>(least - 1, 0, n - 1);
        return {first, std::clamp<std::int64_t>(most, first + 1, n)};
    }

    // The rows of the uppermost open layer's output that have a gradient.
    [[nodiscard]] RowRange rangeOfTop() const {
        const bool last = checkpoints_.size() == static_cast<std::size_t>(w_.facts.layers);
        return {last ? reached_.first : 0, reached_.end};
    }

    // `gradient` with zeros for the rows of the sample that have none.
    [[nodiscard]] at::Tensor allRows(const at::Tensor &gradient) const {
        if (gradient.size(0) == n_) return gradient;
        auto whole = at::zeros({n_, gradient.size(1)}, gradient.options());
        rangeOfTop().of(whole).copy_(gradient);
        return whole;
    }

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
    RowRange reached_;
    RopeTable<T> rope_;
    std::vector<Checkpoint> checkpoints_;
    int steps_ = 1;
    int done_ = 0;
};

// Throws moa::Error for ids outside the vocabulary and for targets that are missing or out of range.
void checkSample(const Model &model, const TokenSample &sample);

}  // namespace moa::engine
