#include "engine/model/model.h"

#include <ATen/Parallel.h>
#include <ATen/core/Tensor.h>
#include <c10/core/InferenceMode.h>
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/cpu_device.h"
#include "engine/model/cuda_plugin.h"
#include "engine/model/device_errors.h"
#include "engine/model/rope.h"
#include "engine/model/weight_loader.h"
#include "engine/model/weights.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

// Share of the memory at hand that weights may take: caches, activations and logits need some as well.
constexpr double kShareOfWeights = 0.8;

// A GPU holds all layers or none.
void checkFits(const ComputeDevice &device, const WeightLoader &loader, int layers) {
    const std::int64_t need = loader.otherBytes() + layers * loader.layerBytes();
    checkRoom(device, "The model cannot be loaded", "its weights", need,
              "Close other programs on the GPU, use --dtype bfloat16 or a smaller model, or --device cpu.");
}

// Layers that stay in memory: all, or as many as the budget leaves room for beside one that is widened at a time.
// A named budget never refuses a model; the memory at hand does.
int residentLayers(const WeightLoader &loader, int layers, std::int64_t budget) {
    const std::int64_t other = loader.otherBytes();
    const std::int64_t layer = loader.layerBytes();
    const auto available = availableMemory();
    const auto room = budget > 0 ? budget : static_cast<std::int64_t>(kShareOfWeights * static_cast<double>(available));
    if (budget == 0 && other + layer > available)
        throw Error("The model cannot be loaded", "memory",
                    fmt::format("its embeddings and one layer take {:.1f} GB, and {:.1f} GB are free",
                                gigabytes(other + layer), gigabytes(available)),
                    "Close other programs, or use --dtype bfloat16.");
    const auto fitting = (room - other) / layer;
    if (fitting >= layers) return layers;
    return static_cast<int>(std::clamp<std::int64_t>(fitting - 1, 0, layers - 1));
}

}  // namespace

Model Model::load(const ModelFiles &files, const ComputeOptions &options, Progress &progress) {
    const c10::InferenceMode inference;
    // Opened before anything else: LibTorch looks once for its CUDA part.
    const auto device = options.device.cuda ? openCuda(options.device.index) : cpuDevice();
    if (options.device.cuda && options.dtype == ComputeDtype::Float64)
        throw Error("The model cannot be loaded", "--dtype float64", "the GPU kernels do not compute it",
                    "Use --device cpu, or --dtype float32.");
    auto weights = std::make_shared<Weights>();
    weights->device = device;
    weights->facts = files.facts();
    weights->dtype = options.dtype;
    weights->threads = options.threads > 0 ? options.threads : availableThreads();
    at::set_num_threads(weights->threads);
    // Asked first: a model that cannot be run is refused before its weights are read.
    static_cast<void>(rotaryFrequencies(weights->facts.rope, weights->facts.headDim, 1));

    const WeightLoader loader(files, options.dtype, device->torch());
    const int layers = weights->facts.layers;
    if (options.device.cuda) checkFits(*device, loader, layers);
    const int resident = options.device.cuda ? layers : residentLayers(loader, layers, options.weightBytes);
    std::size_t done = 0;
    const auto step = [&](const std::string &name) {
        progress.throwIfStopped("Loading the model");
        progress.report("load", static_cast<double>(done++) / static_cast<double>(files.tensors().size()), name);
    };
    onDevice(*device, "The model cannot be loaded", [&] {
        weights->embedding = loader.embedding(step);
        std::vector<LayerWeights> first;
        for (int l = 0; l < resident; ++l) first.push_back(loader.layer(l, step));
        LayerStore::Widen widen;
        if (resident < layers) widen = [loader](int l) { return loader.layer(l, [](const std::string &) {}); };
        weights->layers = LayerStore(std::move(first), layers, std::move(widen));
        weights->finalNorm = loader.finalNorm(step);
        weights->head.weight = weights->facts.tiedOutput ? weights->embedding : loader.head(step);
    });
    return Model(std::move(weights));
}

const ModelFacts &Model::facts() const noexcept {
    return weights_->facts;
}

ComputeOptions Model::options() const noexcept {
    const auto torch = weights_->device->torch();
    return {weights_->dtype, weights_->threads, 0, {!torch.is_cpu(), torch.is_cpu() ? 0 : int{torch.index()}}};
}

void checkIds(const ModelFacts &facts, std::span<const std::int32_t> ids) {
    const char *what = "The tokens cannot be run";
    if (ids.empty()) throw Error(what, "token ids", "there is not one token", "Give at least one token.");
    if (static_cast<std::int64_t>(ids.size()) > facts.maxPosition)
        throw Error(
            what, "token ids",
            facts.slidingWindow > 0
                ? fmt::format("{} tokens pass the model's sliding window of {}, beyond which it is not computed",
                              ids.size(), facts.slidingWindow)
                : fmt::format("{} tokens, and the model has {} positions", ids.size(), facts.maxPosition),
            "Shorten the text or choose a model with more positions.");
    for (std::size_t i = 0; i < ids.size(); ++i)
        if (ids[i] < 0 || ids[i] >= facts.vocab)
            throw Error(what, fmt::format("token {} of {}", i, ids.size()),
                        fmt::format("id {} is outside 0..{}", ids[i], facts.vocab - 1),
                        "Use the tokenizer of this model.");
}

}  // namespace moa::engine
