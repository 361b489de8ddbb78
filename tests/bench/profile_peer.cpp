#include "tests/bench/profile_peer.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/embedding.h>
#include <ATen/ops/full.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/outer.h>
#include <ATen/ops/scaled_dot_product_attention.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/tensor.h>
#include <c10/core/CachingDeviceAllocator.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <string>

#include "engine/model/rope.h"
#include "engine/model/weights.h"

namespace moa::bench {

using namespace engine;

namespace {

class PeerModel {
public:
    PeerModel(const Weights &weights, const TokenSample &sample, bool eager)
        : w_(weights), f_(w_.facts), sample_(sample), eager_(eager) {
        const auto n = static_cast<std::int64_t>(sample.ids.size());
        const auto frequencies = here(at::tensor(rotaryFrequencies(f_.rope, f_.headDim, n)));
        const auto angles = at::outer(here(at::arange(n, at::kDouble)), frequencies);
        const double scale = rotaryScale(f_.rope);
        cosines_ = at::cat({angles.cos(), angles.cos()}, 1).mul(scale).to(w_.embedding.scalar_type());
        sines_ = at::cat({angles.sin(), angles.sin()}, 1).mul(scale).to(w_.embedding.scalar_type());
        if (eager_) mask_ = at::full({n, n}, -std::numeric_limits<double>::infinity(), cosines_.options()).triu(1);
    }

    [[nodiscard]] at::Tensor embed() const {
        return at::embedding(w_.embedding, longs(sample_.ids)).to(w_.embedding.scalar_type());
    }

    [[nodiscard]] at::Tensor layer(std::size_t l, const at::Tensor &x) const {
        const auto layer = w_.layers[l];
        const auto n = x.size(0);
        const auto heads = [&](const at::Tensor &rows, std::int64_t first, std::int64_t count) {
            return rows.narrow(1, first * f_.headDim, count * f_.headDim).view({n, count, f_.headDim}).transpose(0, 1);
        };
        const auto qkv = linear(layer.qkv, norm(x, layer.attentionNorm));
        auto q = heads(qkv, 0, f_.heads);
        auto k = heads(qkv, f_.heads, f_.kvHeads);
        const auto v = heads(qkv, f_.heads + f_.kvHeads, f_.kvHeads);
        if (layer.qNorm.defined()) {
            q = norm(q, layer.qNorm);
            k = norm(k, layer.kNorm);
        }
        const auto o = layer.rotates ? attention(rotate(q), rotate(k), v) : attention(q, k, v);
        const auto h = x + linear(layer.output, o.transpose(0, 1).reshape({n, -1}));
        const auto parts = linear(layer.gateUp, norm(h, layer.mlpNorm)).chunk(2, 1);
        return h + linear(layer.down, at::silu(parts[0]) * parts[1]);
    }

    [[nodiscard]] at::Tensor loss(const at::Tensor &x) const {
        const auto targets = longs(sample_.targets);
        const auto logits = linear(w_.head, norm(x.index_select(0, targets - 1), w_.finalNorm));
        return at::cross_entropy_loss(logits, longs(sample_.ids).index_select(0, targets));
    }

    [[nodiscard]] std::size_t layers() const { return w_.layers.size(); }

private:
    [[nodiscard]] at::Tensor here(const at::Tensor &tensor) const { return tensor.to(w_.embedding.device()); }
    [[nodiscard]] at::Tensor longs(const std::vector<std::int32_t> &values) const {
        return here(at::tensor(values).to(at::kLong));
    }
    [[nodiscard]] static at::Tensor linear(const Linear &layer, const at::Tensor &x) {
        return at::linear(x, layer.weight, layer.bias);
    }
    [[nodiscard]] at::Tensor norm(const at::Tensor &x, const at::Tensor &weight) const {
        return x * (x.pow(2).mean(-1, true) + f_.normEps).rsqrt() * weight;
    }
    [[nodiscard]] at::Tensor rotate(const at::Tensor &x) const {
        const auto halves = x.chunk(2, -1);
        return x * cosines_ + at::cat({-halves[1], halves[0]}, -1) * sines_;
    }
    [[nodiscard]] at::Tensor attention(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v) const {
        const auto group = f_.heads / f_.kvHeads;
        const auto keys = group > 1 ? k.repeat_interleave(group, 0) : k;
        const auto values = group > 1 ? v.repeat_interleave(group, 0) : v;
        if (!eager_)
            return at::scaled_dot_product_attention(q.unsqueeze(0), keys.unsqueeze(0), values.unsqueeze(0), {}, 0, true)
                .squeeze(0);
        const auto scores = at::matmul(q, keys.transpose(1, 2)) / std::sqrt(f_.headDim) + mask_;
        return at::matmul(at::softmax(scores, -1), values);
    }

    const Weights &w_;
    const ModelFacts &f_;
    const TokenSample &sample_;
    bool eager_;
    at::Tensor cosines_;
    at::Tensor sines_;
    at::Tensor mask_;
};

at::Tensor leaf(const at::Tensor &x) {
    return x.detach().requires_grad_();
}

double runCheckpointed(const PeerModel &model) {
    std::vector<at::Tensor> inputs = {model.embed()};
    {
        const c10::AutoGradMode guard(false);
        for (std::size_t l = 0; l < model.layers(); ++l) inputs.push_back(model.layer(l, inputs.back()));
    }
    auto x = leaf(inputs.back());
    const auto loss = model.loss(x);
    auto gradient = torch::autograd::grad({loss}, {x})[0];
    for (std::size_t l = model.layers(); l-- > 0;) {
        x = leaf(inputs[l]);
        gradient = torch::autograd::grad({model.layer(l, x)}, {x}, {gradient})[0];
        inputs.pop_back();
    }
    return loss.item<double>();
}

double runEager(const PeerModel &model) {
    const auto first = leaf(model.embed());
    auto x = first;
    for (std::size_t l = 0; l < model.layers(); ++l) x = model.layer(l, x);
    const auto loss = model.loss(x);
    (void)torch::autograd::grad({loss}, {first});
    return loss.item<double>();
}

std::int64_t statusField(const std::string &name) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(name)) return std::stoll(line.substr(name.size())) * 1024;
    return 0;
}

}  // namespace

ProfilePeer::ProfilePeer(const Model &model) : weights_(std::make_unique<Weights>(model.weights())) {
    // Tensors made in inference mode cannot take part in automatic differentiation; copies can.
    const auto copy = [](at::Tensor &tensor) {
        if (tensor.defined()) tensor = tensor.clone();
    };
    auto &w = *weights_;
    // Everything in one type, as a model has it that was loaded in half precision.
    const auto copyNorm = [&](at::Tensor &tensor) {
        if (tensor.defined()) tensor = tensor.clone().to(w.embedding.scalar_type());
    };
    std::vector<LayerWeights> layers;
    for (std::size_t l = 0; l < w.layers.size(); ++l) {
        auto layer = w.layers[l];
        for (auto *linear : {&layer.qkv, &layer.output, &layer.gateUp, &layer.down}) {
            copy(linear->weight);
            copy(linear->bias);
        }
        for (auto *norm : {&layer.attentionNorm, &layer.qNorm, &layer.kNorm, &layer.mlpNorm}) copyNorm(*norm);
        layers.push_back(std::move(layer));
    }
    w.layers = LayerStore(std::move(layers), w.facts.layers, {});
    copy(w.embedding);
    copyNorm(w.finalNorm);
    if (w.facts.tiedOutput)
        w.head.weight = w.embedding;
    else
        copy(w.head.weight);
    copy(w.head.bias);
}

ProfilePeer::~ProfilePeer() = default;

double ProfilePeer::run(const TokenSample &sample, Peer peer) const {
    const PeerModel torch(*weights_, sample, peer == Peer::Eager);
    return peer == Peer::Eager ? runEager(torch) : runCheckpointed(torch);
}

PeakMemory::PeakMemory(const Model &model) : gpu_(-1) {
    const auto device = model.weights().embedding.device();
    if (device.is_cpu()) {
        std::ofstream("/proc/self/clear_refs") << "5";
        before_ = statusField("VmRSS:");
        return;
    }
    gpu_ = device.index();
    auto *allocator = c10::getDeviceAllocator(device.type());
    allocator->resetPeakStats(device.index());
    before_ = allocator->getDeviceStats(device.index()).allocated_bytes[0].current;
}

std::int64_t PeakMemory::bytes() const {
    if (gpu_ < 0) return statusField("VmHWM:") - before_;
    const auto stats = c10::getDeviceAllocator(at::kCUDA)->getDeviceStats(static_cast<c10::DeviceIndex>(gpu_));
    return stats.allocated_bytes[0].peak - before_;
}

}  // namespace moa::bench
