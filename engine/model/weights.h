// The weights of a model as tensors. Internal to the rooms that compute; public headers only forward-declare it.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "engine/model/compute.h"
#include "engine/model/compute_device.h"
#include "engine/values/model_facts.h"

namespace moa::engine {

// y = x W^T + b with W [out, in] in the computing type; x and y [n, in], [n, out] in the activations' type. A matrix in
// half precision is widened piece by piece on the CPU and multiplied in fp32: exact in the weights, without rounding
// activations, and on processors without half-precision arithmetic several times as fast as LibTorch's half-precision
// product. A GPU rounds the activations to the weights' type and gives the product in fp32, as its tensor cores add it.
struct Linear {
    at::Tensor weight;
    at::Tensor bias;  // undefined: none

    [[nodiscard]] at::Tensor operator()(const at::Tensor &x) const;
    // y += x W^T + b.
    void addTo(at::Tensor &y, const at::Tensor &x) const;
    // dL/dx for dL/dy = `gradient` [n, out].
    [[nodiscard]] at::Tensor backward(const at::Tensor &gradient) const;
};

// q, k and v are one matrix [(H + 2 H_kv) * headDim, hidden], gate and up another [2 * intermediate, hidden]: fewer and
// larger products, and one buffer for the attention kernels. Norm weights are kept in the activations' type.
struct LayerWeights {
    bool rotates = true;       // q and k are turned by their positions
    at::Tensor attentionNorm;  // [hidden]
    Linear qkv;
    at::Tensor qNorm;  // [headDim], undefined unless the model has them (Qwen3)
    at::Tensor kNorm;
    Linear output;
    at::Tensor mlpNorm;  // [hidden]
    Linear gateUp;
    Linear down;
};

// The layers of a model: all of them in memory, or the first few while the others are widened anew each time they are
// asked for, one at a time. Safe to use from several threads.
class LayerStore {
public:
    using Widen = std::function<LayerWeights(int layer)>;

    // Nothing to begin with.
    LayerStore() = default;
    // `resident` are the layers 0..n-1; the rest up to `layers` comes from `widen`, which may throw moa::Error.
    LayerStore(std::vector<LayerWeights> resident, int layers, Widen widen);

    // Tensors are shared, so that a copy is cheap. A layer that is not resident lives as long as its copies and until
    // another one is asked for.
    [[nodiscard]] LayerWeights operator[](std::size_t layer) const;

    [[nodiscard]] std::size_t size() const noexcept { return layers_; }
    [[nodiscard]] std::size_t resident() const noexcept { return resident_.size(); }

private:
    // The layer that was widened last.
    struct Last {
        std::mutex mutex;
        std::size_t layer = 0;
        std::optional<LayerWeights> weights;
    };

    std::vector<LayerWeights> resident_;
    std::size_t layers_ = 0;
    Widen widen_;
    std::shared_ptr<Last> last_;
};

struct Weights {
    ModelFacts facts;
    ComputeDtype dtype = ComputeDtype::Float32;
    int threads = 1;
    std::shared_ptr<const ComputeDevice> device;
    at::Tensor embedding;  // [vocab, hidden], computing type
    LayerStore layers;
    at::Tensor finalNorm;
    Linear head;  // [vocab, hidden]; shares the embedding's memory when tied

    // fp64 for ComputeDtype::Float64, else fp32.
    [[nodiscard]] at::ScalarType activationType() const noexcept;
    [[nodiscard]] AttentionModel attention() const { return {facts, dtype, threads}; }
    // Width of the fused q, k, v rows.
    [[nodiscard]] std::int64_t qkvWidth() const noexcept {
        return static_cast<std::int64_t>(facts.heads + 2 * facts.kvHeads) * facts.headDim;
    }
};

}  // namespace moa::engine
