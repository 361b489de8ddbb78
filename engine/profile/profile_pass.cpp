#include "engine/profile/profile_pass.h"

#include <ATen/ops/zeros.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "engine/model/layer.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

// From the row before the first target to the one before the last.
RowRange reachedRows(const TokenSample &sample) {
    const auto n = static_cast<std::int64_t>(sample.ids.size());
    if (sample.targets.empty()) return {0, n};
    const auto [least, most] = std::ranges::minmax(sample.targets);
    const auto first = std::clamp<std::int64_t>(least - 1, 0, n - 1);
    return {first, std::clamp<std::int64_t>(most, first + 1, n)};
}

}  // namespace

HeadOffsets headOffsets(const ModelFacts &facts, int head) {
    const std::int64_t kv = head / (facts.heads / facts.kvHeads);
    return {static_cast<std::int64_t>(head) * facts.headDim, (facts.heads + kv) * facts.headDim,
            (facts.heads + facts.kvHeads + kv) * facts.headDim};
}

ProfilePass::ProfilePass(const Model &model, const TokenSample &sample, Progress &progress)
    : w_(model.weights()),
      sample_(sample),
      progress_(progress),
      n_(static_cast<std::int64_t>(sample.ids.size())),
      reached_(reachedRows(sample)),
      text_(w_.device->text(w_.attention(), n_, {})) {}

at::Tensor ProfilePass::forward(int layers) {
    steps_ = 2 * layers;
    auto x = embed(w_, sample_.ids);
    for (int l = 0; l < layers; ++l) {
        const auto layer = w_.layers[static_cast<std::size_t>(l)];
        step();
        auto qkv = projectQkv(w_, layer, x);
        rotateQk(w_, layer, *text_, qkv);
        const auto rows = l + 1 == w_.facts.layers ? reached_ : RowRange{0, n_};
        const auto o = text_->forward(l, qkv, rows, progress_.stopToken());
        auto h = layer.output(o).add_(rows.of(x));
        if (w_.device->recomputes())
            checkpoints_.push_back({x.to(w_.embedding.scalar_type()), {}});
        else
            checkpoints_.push_back({x, h.clone()});
        addMlp(w_, layer, h);
        x = h;
    }
    return x;
}

LossGradient ProfilePass::lossGradient(const at::Tensor &last) const {
    auto targets = sample_.targets;
    for (auto &t : targets) t -= static_cast<std::int32_t>(reached_.first);
    const auto ids = std::span(sample_.ids).subspan(static_cast<std::size_t>(reached_.first));
    auto result = meanLossGradient(w_, last, ids, targets);
    if (!std::isfinite(result.loss))
        throw Error("The sample cannot be profiled", "sample '" + sample_.id + "'", "its loss is not a number",
                    "Use --dtype float32, or leave the sample out of the data.");
    return result;
}

OpenLayer ProfilePass::open(const at::Tensor &dy) {
    step();
    const auto layer = top();
    const auto x = inputOfTop();
    OpenLayer opened;
    const auto passGradient = [&](const at::Tensor &h) {
        opened.dh = addMlpBackward(w_, layer, h.narrow(0, 0, dy.size(0)), dy);
        opened.dO = allRows(layer.output.backward(opened.dh));
    };
    const auto &kept = checkpoints_.back().h;
    if (dy.defined() && kept.defined()) passGradient(kept);
    opened.projected = projectQkv(w_, layer, x);
    opened.qkv = w_.facts.qkNorm ? opened.projected.clone() : opened.projected;
    rotateQk(w_, layer, *text_, opened.qkv);
    if (dy.defined() && !kept.defined()) {
        // Of all rows, since A is wanted everywhere.
        const auto o =
            text_->forward(static_cast<int>(checkpoints_.size()) - 1, opened.qkv, {0, n_}, progress_.stopToken());
        const auto rows = rangeOfTop();
        passGradient(layer.output(rows.of(o)).add_(rows.of(x)));
    }
    return opened;
}

at::Tensor ProfilePass::close(const OpenLayer &opened, BlockSumMaps &sums) {
    const bool first = checkpoints_.size() == 1;
    const auto rows = rangeOfTop();
    const auto dQkv = text_->backward(opened.qkv, opened.dO, rows, !first, sums, progress_.stopToken());
    progress_.throwIfStopped("Profiling");
    const auto layer = top();
    const RowRange below{0, reached_.end};
    const auto x = below.of(inputOfTop());
    checkpoints_.pop_back();
    if (first) return {};
    auto dBelow = below.of(dQkv);
    rotateQkBackward(w_, layer, *text_, below.of(opened.projected), dBelow);
    auto dx = rmsNormBackward(x, layer.attentionNorm, w_.facts.normEps, layer.qkv.backward(dBelow));
    rows.of(dx).add_(opened.dh);
    return dx;
}

at::Tensor ProfilePass::inputOfTop() const {
    return checkpoints_.back().x.to(w_.activationType());
}

RowRange ProfilePass::rangeOfTop() const {
    const bool last = checkpoints_.size() == static_cast<std::size_t>(w_.facts.layers);
    return {last ? reached_.first : 0, reached_.end};
}

at::Tensor ProfilePass::allRows(const at::Tensor &gradient) const {
    if (gradient.size(0) == n_) return gradient;
    auto whole = at::zeros({n_, gradient.size(1)}, gradient.options());
    rangeOfTop().of(whole).copy_(gradient);
    return whole;
}

void ProfilePass::step() {
    progress_.throwIfStopped("Profiling");
    progress_.report("sample", static_cast<double>(done_++) / steps_, sample_.id);
}

void checkSample(const Model &model, const TokenSample &sample) {
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
}

}  // namespace moa::engine
