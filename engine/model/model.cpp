#include "engine/model/model.h"

#include <ATen/Parallel.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <c10/core/InferenceMode.h>
#include <fmt/format.h>

#include <array>
#include <string>
#include <vector>

#include "engine/model/rope.h"
#include "engine/model/weights.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

at::ScalarType weightType(ComputeDtype dtype) {
    switch (dtype) {
        case ComputeDtype::Float32: return at::kFloat;
        case ComputeDtype::BFloat16: return at::kBFloat16;
        case ComputeDtype::Float16: return at::kHalf;
        case ComputeDtype::Float64: return at::kDouble;
    }
    return at::kFloat;
}

// Reads tensors one at a time, so that only one of them is held in fp32 beside the model.
class Loader {
public:
    Loader(const ModelFiles &files, const ComputeOptions &options, Progress &progress)
        : files_(files), type_(weightType(options.dtype)), progress_(progress) {}

    // Tensors stacked along their rows: [sum of rows, columns], or [sum of rows] without columns.
    at::Tensor stack(const std::vector<std::string> &names, at::ScalarType type) {
        std::vector<const TensorInfo *> parts;
        std::int64_t rows = 0;
        for (const auto &name : names) {
            parts.push_back(&info(name));
            rows += parts.back()->shape.at(0);
        }
        std::vector<std::int64_t> shape = parts.front()->shape;
        shape[0] = rows;
        auto whole = at::empty(shape, at::TensorOptions().dtype(type));
        std::int64_t row = 0;
        for (const auto *part : parts) {
            auto target = whole.narrow(0, row, part->shape[0]);
            read(*part, target);
            row += part->shape[0];
        }
        return whole;
    }

    Linear linear(const std::vector<std::string> &names) {
        Linear result;
        std::vector<std::string> weights;
        std::vector<std::string> biases;
        for (const auto &name : names) {
            weights.push_back(name + ".weight");
            if (find(name + ".bias") != nullptr) biases.push_back(name + ".bias");
        }
        result.weight = stack(weights, type_);
        if (biases.size() == names.size()) result.bias = stack(biases, type_);
        return result;
    }

    [[nodiscard]] at::ScalarType type() const { return type_; }
    [[nodiscard]] const TensorInfo *find(const std::string &name) const {
        for (const auto &tensor : files_.tensors())
            if (tensor.name == name) return &tensor;
        return nullptr;
    }

private:
    const TensorInfo &info(const std::string &name) const {
        if (const auto *found = find(name)) return *found;
        throw Error("The model cannot be loaded", files_.path().string(), "it has no tensor '" + name + "'",
                    "Use a complete copy of the model.");
    }

    void read(const TensorInfo &part, at::Tensor &target) {
        progress_.throwIfStopped("Loading the model");
        progress_.report("load", static_cast<double>(done_++) / static_cast<double>(files_.tensors().size()),
                         part.name);
        const auto count = static_cast<std::size_t>(target.numel());
        if (target.scalar_type() == at::kFloat) {
            files_.readFloats(part.name, {target.data_ptr<float>(), count});
            return;
        }
        buffer_.resize(count);
        files_.readFloats(part.name, buffer_);
        target.copy_(at::from_blob(buffer_.data(), target.sizes(), at::TensorOptions().dtype(at::kFloat)));
    }

    const ModelFiles &files_;
    at::ScalarType type_;
    Progress &progress_;
    std::size_t done_ = 0;
    std::vector<float> buffer_;
};

LayerWeights loadLayer(Loader &loader, int layer, bool qkNorm, at::ScalarType activations) {
    const std::string prefix = fmt::format("model.layers.{}.", layer);
    const std::string attention = prefix + "self_attn.";
    LayerWeights w;
    w.attentionNorm = loader.stack({prefix + "input_layernorm.weight"}, activations);
    w.qkv = loader.linear({attention + "q_proj", attention + "k_proj", attention + "v_proj"});
    if (qkNorm) {
        w.qNorm = loader.stack({attention + "q_norm.weight"}, activations);
        w.kNorm = loader.stack({attention + "k_norm.weight"}, activations);
    }
    w.output = loader.linear({attention + "o_proj"});
    w.mlpNorm = loader.stack({prefix + "post_attention_layernorm.weight"}, activations);
    w.gateUp = loader.linear({prefix + "mlp.gate_proj", prefix + "mlp.up_proj"});
    w.down = loader.linear({prefix + "mlp.down_proj"});
    return w;
}

}  // namespace

Model Model::load(const ModelFiles &files, const ComputeOptions &options, Progress &progress) {
    const c10::InferenceMode inference;
    auto weights = std::make_shared<Weights>();
    weights->facts = files.facts();
    weights->dtype = options.dtype;
    weights->threads = options.threads > 0 ? options.threads : availableThreads();
    at::set_num_threads(weights->threads);
    // Asked first: a model that cannot be run is refused before its weights are read.
    static_cast<void>(rotaryFrequencies(weights->facts.rope, weights->facts.headDim));

    Loader loader(files, options, progress);
    const auto activations = weights->activationType();
    weights->embedding = loader.stack({"model.embed_tokens.weight"}, loader.type());
    for (int l = 0; l < weights->facts.layers; ++l)
        weights->layers.push_back(loadLayer(loader, l, weights->facts.qkNorm, activations));
    weights->finalNorm = loader.stack({"model.norm.weight"}, activations);
    weights->head.weight =
        weights->facts.tiedOutput ? weights->embedding : loader.stack({"lm_head.weight"}, loader.type());
    return Model(std::move(weights));
}

const ModelFacts &Model::facts() const noexcept {
    return weights_->facts;
}

ComputeOptions Model::options() const noexcept {
    return {weights_->dtype, weights_->threads};
}

void checkIds(const ModelFacts &facts, std::span<const std::int32_t> ids) {
    const char *what = "The tokens cannot be run";
    if (ids.empty()) throw Error(what, "token ids", "there is not one token", "Give at least one token.");
    if (static_cast<std::int64_t>(ids.size()) > facts.maxPosition)
        throw Error(what, "token ids",
                    fmt::format("{} tokens, and the model has {} positions", ids.size(), facts.maxPosition),
                    "Shorten the text or choose a model with more positions.");
    for (std::size_t i = 0; i < ids.size(); ++i)
        if (ids[i] < 0 || ids[i] >= facts.vocab)
            throw Error(what, fmt::format("token {} of {}", i, ids.size()),
                        fmt::format("id {} is outside 0..{}", ids[i], facts.vocab - 1),
                        "Use the tokenizer of this model.");
}

}  // namespace moa::engine
