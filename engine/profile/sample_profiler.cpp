#include "engine/profile/sample_profiler.h"

#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <c10/core/InferenceMode.h>
#include <fmt/format.h>

#include <cmath>
#include <numeric>

#include "engine/model/layer.h"
#include "engine/model/loss.h"
#include "engine/model/rope.h"
#include "engine/values/conventions.h"
#include "engine/values/error.h"
#include "kernels/attention.h"

namespace moa::engine {

namespace {

// What the backward pass needs of one layer: its input and the residual stream after attention.
struct Checkpoint {
    at::Tensor x;
    at::Tensor h;
};

template <class T>
class Profiler {
public:
    Profiler(const Model &model, const TokenSample &sample, Progress &progress)
        : w_(model.weights()),
          facts_(w_.facts),
          sample_(sample),
          progress_(progress),
          n_(static_cast<std::int64_t>(sample.ids.size())),
          rope_(facts_.rope, facts_.headDim, n_) {}

    SampleMaps<T> run() {
        const c10::InferenceMode inference;
        SampleMaps<T> maps;
        maps.layers = facts_.layers;
        maps.heads = facts_.heads;
        maps.nb = blockCount(std::max<std::int64_t>(n_, sample_.length));
        const auto size = static_cast<std::size_t>(maps.layers) * maps.heads * maps.nb * maps.nb;
        maps.absolute.resize(size);
        maps.signedSums.resize(size);
        maps.attention.resize(size);

        const auto last = forward();
        auto [loss, gradient] = meanLossGradient(w_, last, sample_.ids, sample_.targets);
        maps.loss = loss;
        if (!std::isfinite(loss))
            throw Error("The sample cannot be profiled", "sample '" + sample_.id + "'", "its loss is not a number",
                        "Use --dtype float32, or leave the sample out of the data.");
        for (int l = facts_.layers - 1; l >= 0; --l) gradient = backward(l, gradient, maps);
        maps.totalAbsolute = std::accumulate(maps.absolute.begin(), maps.absolute.end(), 0.0);
        return maps;
    }

private:
    at::Tensor forward() {
        auto x = embed(w_, sample_.ids);
        for (const auto &layer : w_.layers) {
            step();
            auto qkv = projectQkv(w_, layer, x);
            rotateQk(w_, layer, rope_, qkv, 0);
            auto o = at::empty({n_, static_cast<std::int64_t>(facts_.heads) * facts_.headDim}, qkv.options());
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

    // Gradient of the layer's input from that of its output; writes the layer's maps.
    at::Tensor backward(int l, const at::Tensor &dy, SampleMaps<T> &maps) {
        step();
        const auto &layer = w_.layers[l];
        const auto [x, h] = checkpoints_[l];
        const auto dh = addMlpBackward(w_, layer, h, dy);
        const auto dO = layer.output.backward(dh);
        const auto projected = projectQkv(w_, layer, x);
        auto qkv = facts_.qkNorm ? projected.clone() : projected;
        rotateQk(w_, layer, rope_, qkv, 0);

        auto dQkv = at::empty_like(qkv);
        kernels::InfluenceBackward<T> p;
        shape(p, qkv);
        p.dO = dO.template const_data_ptr<T>();
        p.dOStride = dO.stride(0);
        if (l > 0) {
            p.dQ = dQkv.template data_ptr<T>();
            p.dK = p.dQ + kOffset();
            p.dV = p.dQ + vOffset();
        }
        const auto offset = static_cast<std::size_t>(l) * maps.heads * maps.nb * maps.nb;
        p.blocks = maps.nb;
        p.absolute = maps.absolute.data() + offset;
        p.signedSum = maps.signedSums.data() + offset;
        p.attention = maps.attention.data() + offset;
        kernels::influenceBackward(p);
        progress_.throwIfStopped("Profiling");
        checkpoints_.pop_back();
        if (l == 0) return {};
        rotateQkBackward(w_, layer, rope_, projected, dQkv);
        return rmsNormBackward(x, layer.attentionNorm, facts_.normEps, layer.qkv.backward(dQkv)).add_(dh);
    }

    [[nodiscard]] std::int64_t kOffset() const { return static_cast<std::int64_t>(facts_.heads) * facts_.headDim; }
    [[nodiscard]] std::int64_t vOffset() const {
        return static_cast<std::int64_t>(facts_.heads + facts_.kvHeads) * facts_.headDim;
    }

    // The fields forward and backward have in common.
    template <class P>
    void shape(P &p, const at::Tensor &qkv) const {
        p.n = n_;
        p.heads = facts_.heads;
        p.kvHeads = facts_.kvHeads;
        p.headDim = facts_.headDim;
        p.scale = static_cast<T>(1 / std::sqrt(static_cast<double>(facts_.headDim)));
        p.q = qkv.template const_data_ptr<T>();
        p.k = p.q + kOffset();
        p.v = p.q + vOffset();
        p.qStride = p.kvStride = qkv.stride(0);
        p.threads = w_.threads;
        p.stop = progress_.stopToken();
    }

    void step() {
        progress_.throwIfStopped("Profiling");
        progress_.report("sample", static_cast<double>(done_++) / (2.0 * facts_.layers), sample_.id);
    }

    const Weights &w_;
    const ModelFacts &facts_;
    const TokenSample &sample_;
    Progress &progress_;
    std::int64_t n_;
    RopeTable<T> rope_;
    std::vector<Checkpoint> checkpoints_;
    int done_ = 0;
};

}  // namespace

template <class T>
SampleMaps<T> profileSample(const Model &model, const TokenSample &sample, Progress &progress) {
    checkIds(model.facts(), sample.ids);
    const std::string where = "sample '" + sample.id + "'";
    if (sample.targets.empty())
        throw Error("The sample cannot be profiled", where, "no token of it counts in the loss",
                    "Give conversations with assistant messages, or plain text of two tokens or more.");
    for (const auto t : sample.targets)
        if (t < 1 || t >= static_cast<std::int32_t>(sample.ids.size()))
            throw Error("The sample cannot be profiled", where,
                        fmt::format("target {} is outside 1..{}", t, sample.ids.size() - 1),
                        "Targets are positions of tokens that have one before them.");
    return Profiler<T>(model, sample, progress).run();
}

template SampleMaps<float> profileSample<float>(const Model &, const TokenSample &, Progress &);
template SampleMaps<double> profileSample<double>(const Model &, const TokenSample &, Progress &);

}  // namespace moa::engine
