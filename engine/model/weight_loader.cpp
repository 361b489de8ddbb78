#include "engine/model/weight_loader.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <c10/core/InferenceMode.h>
#include <fmt/format.h>

#include <algorithm>

#include "engine/values/error.h"

namespace moa::engine {

namespace {

constexpr std::string_view kFirstLayer = "model.layers.0.";

at::ScalarType weightType(ComputeDtype dtype) {
    switch (dtype) {
        case ComputeDtype::Float32: return at::kFloat;
        case ComputeDtype::BFloat16: return at::kBFloat16;
        case ComputeDtype::Float16: return at::kHalf;
        case ComputeDtype::Float64: return at::kDouble;
    }
    return at::kFloat;
}

at::ScalarType normType(ComputeDtype dtype) {
    return dtype == ComputeDtype::Float64 ? at::kDouble : at::kFloat;
}

std::int64_t widenedBytes(const TensorInfo &tensor, ComputeDtype dtype) {
    const bool norm = tensor.shape.size() == 1 && tensor.name.ends_with("norm.weight");
    return valueCount(tensor.shape) *
           static_cast<std::int64_t>(c10::elementSize(norm ? normType(dtype) : weightType(dtype)));
}

}  // namespace

at::Tensor WeightLoader::embedding(const BeforeTensor &beforeTensor) const {
    return stack({"model.embed_tokens.weight"}, weightType(dtype_), beforeTensor);
}

at::Tensor WeightLoader::finalNorm(const BeforeTensor &beforeTensor) const {
    return stack({"model.norm.weight"}, normType(dtype_), beforeTensor);
}

at::Tensor WeightLoader::head(const BeforeTensor &beforeTensor) const {
    return stack({"lm_head.weight"}, weightType(dtype_), beforeTensor);
}

LayerWeights WeightLoader::layer(int layer, const BeforeTensor &beforeTensor) const {
    const c10::InferenceMode inference;
    const auto &facts = files_.facts();
    const std::string prefix = fmt::format("model.layers.{}.", layer);
    const std::string attention = prefix + "self_attn.";
    const auto norm = [&](const std::string &name) { return stack({name}, normType(dtype_), beforeTensor); };
    LayerWeights w;
    w.rotates = std::ranges::find(facts.noRopeLayers, layer) == facts.noRopeLayers.end();
    w.attentionNorm = norm(prefix + "input_layernorm.weight");
    w.qkv = linear({attention + "q_proj", attention + "k_proj", attention + "v_proj"}, beforeTensor);
    if (facts.qkNorm) {
        w.qNorm = norm(attention + "q_norm.weight");
        w.kNorm = norm(attention + "k_norm.weight");
    }
    w.output = linear({attention + "o_proj"}, beforeTensor);
    w.mlpNorm = norm(prefix + "post_attention_layernorm.weight");
    w.gateUp = linear({prefix + "mlp.gate_proj", prefix + "mlp.up_proj"}, beforeTensor);
    w.down = linear({prefix + "mlp.down_proj"}, beforeTensor);
    return w;
}

std::int64_t WeightLoader::layerBytes() const {
    std::int64_t bytes = 0;
    for (const auto &tensor : files_.tensors())
        if (tensor.name.starts_with(kFirstLayer)) bytes += widenedBytes(tensor, dtype_);
    return bytes;
}

std::int64_t WeightLoader::otherBytes() const {
    std::int64_t bytes = 0;
    for (const auto &tensor : files_.tensors())
        if (!tensor.name.starts_with("model.layers.")) bytes += widenedBytes(tensor, dtype_);
    return bytes;
}

at::Tensor WeightLoader::stack(const std::vector<std::string> &names, at::ScalarType type,
                               const BeforeTensor &beforeTensor) const {
    std::vector<const TensorInfo *> parts;
    std::int64_t rows = 0;
    for (const auto &name : names) {
        parts.push_back(find(name));
        if (parts.back() == nullptr)
            throw Error("The model cannot be loaded", files_.path().string(), "it has no tensor '" + name + "'",
                        "Use a complete copy of the model.");
        rows += parts.back()->shape.at(0);
    }
    std::vector<std::int64_t> shape = parts.front()->shape;
    shape[0] = rows;
    auto whole = at::empty(shape, at::TensorOptions().dtype(type));
    std::int64_t row = 0;
    for (const auto *part : parts) {
        auto target = whole.narrow(0, row, part->shape[0]);
        beforeTensor(part->name);
        read(*part, target);
        row += part->shape[0];
    }
    return whole.to(device_);
}

Linear WeightLoader::linear(const std::vector<std::string> &names, const BeforeTensor &beforeTensor) const {
    Linear result;
    std::vector<std::string> weights;
    std::vector<std::string> biases;
    for (const auto &name : names) {
        weights.push_back(name + ".weight");
        if (find(name + ".bias") != nullptr) biases.push_back(name + ".bias");
    }
    result.weight = stack(weights, weightType(dtype_), beforeTensor);
    if (biases.size() == names.size()) result.bias = stack(biases, weightType(dtype_), beforeTensor);
    return result;
}

void WeightLoader::read(const TensorInfo &part, at::Tensor &target) const {
    const auto count = static_cast<std::size_t>(target.numel());
    if (target.scalar_type() == at::kFloat) {
        files_.readFloats(part.name, {target.data_ptr<float>(), count});
        return;
    }
    if (target.scalar_type() == at::kDouble) {
        files_.readDoubles(part.name, {target.data_ptr<double>(), count});
        return;
    }
    std::vector<float> buffer(count);
    files_.readFloats(part.name, buffer);
    target.copy_(at::from_blob(buffer.data(), target.sizes(), at::TensorOptions().dtype(at::kFloat)));
}

const TensorInfo *WeightLoader::find(const std::string &name) const {
    const auto at = std::ranges::find(files_.tensors(), name, &TensorInfo::name);
    return at == files_.tensors().end() ? nullptr : &*at;
}

}  // namespace moa::engine
