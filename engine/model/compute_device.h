// Where a model computes: what LibTorch has no operation for, behind one interface. Everything else is ATen, which
// follows its tensors. The CPU's version is cpu_device; a GPU's comes from a plug-in (cuda_plugin.h). Internal to the
// rooms that compute.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/model/compute.h"
#include "engine/values/model_facts.h"
#include "kernels/attention.h"

namespace moa::engine {

// Rows first .. end - 1 of a text.
struct RowRange {
    std::int64_t first = 0;
    std::int64_t end = 0;

    [[nodiscard]] std::int64_t count() const noexcept { return end - first; }
    [[nodiscard]] at::Tensor of(const at::Tensor &rows) const { return rows.narrow(0, first, count()); }
};

// What attention needs to know of a model.
struct AttentionModel {
    ModelFacts facts;
    ComputeDtype dtype = ComputeDtype::Float32;
    int threads = 1;
};

// Sums over blocks of one layer, on the CPU in the activations' type, [heads][nb][nb]; written up to the last block row
// of the text and the diagonal. An undefined one is not wanted.
struct BlockSumMaps {
    at::Tensor absolute;    // of |E|
    at::Tensor signedSums;  // of E
    at::Tensor attention;   // of A
};

// Attention within one text whose row t stands at position t. Fused rows: q, k and v of all heads side by side,
// [n, (H + 2 H_kv) * headDim], in the activations' type on the device.
class TextAttention {
public:
    virtual ~TextAttention() = default;

    // Turns q and k of the first rows by their positions, in place; `inverse`: turns gradients back.
    virtual void rotate(at::Tensor &rows, bool inverse) = 0;

    // softmax(Q K^T / sqrt(headDim) + mask) V of some rows: [rows.count(), H * headDim]. q and k are turned already.
    [[nodiscard]] virtual at::Tensor forward(int layer, const at::Tensor &qkv, RowRange rows,
                                             const std::stop_token &stop) = 0;

    // For dense attention: the block sums (kernels::InfluenceBackward has the formula) and, with `gradients`,
    // dL/d(qkv), else an undefined tensor. dO [n, H * headDim] is 0 outside `reached`. Where recomputes() holds,
    // forward() was called last for this layer and all rows that `reached` ends.
    [[nodiscard]] virtual at::Tensor backward(const at::Tensor &qkv, const at::Tensor &dO, RowRange reached,
                                              bool gradients, BlockSumMaps &sums, const std::stop_token &stop) = 0;

    // Seconds spent in forward() so far.
    [[nodiscard]] virtual double seconds() = 0;

protected:
    TextAttention() = default;
    TextAttention(const TextAttention &) = default;
    TextAttention &operator=(const TextAttention &) = default;
};

// Ragged caches of a batch whose rows decode together, and the attention over them. Rows are numbered from 0 in the
// order they came; those after a removed one move up.
class BatchAttention {
public:
    virtual ~BatchAttention() = default;

    // A new row for a prompt of n tokens with c cache tokens by [layer][kv head].
    virtual void add(std::int64_t n, std::span<const std::int64_t> cacheTokens) = 0;
    // Stores the keys and values of the newest row's whole prompt; k is turned already.
    virtual void fill(int layer, const at::Tensor &qkv) = 0;
    virtual void remove(std::size_t row) = 0;
    // Bytes the caches of a row allocated.
    [[nodiscard]] virtual std::int64_t bytes(std::size_t row) const = 0;

    // One token of every row through the model: body(newest ids on the device). Inside it attend() stands at the rows'
    // positions, which move on afterwards. A device may record the body and repeat the record while the rows stay the
    // same, so the body must do nothing but queue work on tensors, and its result lives until the next step.
    [[nodiscard]] virtual at::Tensor step(std::span<const std::int32_t> newest,
                                          const std::function<at::Tensor(const at::Tensor &ids)> &body) = 0;
    // Inside a step: turns q and k of the fused rows [batch, ...], stores k and v, and attends: [batch, H * headDim].
    [[nodiscard]] virtual at::Tensor attend(int layer, at::Tensor &qkv) = 0;

protected:
    BatchAttention() = default;
    BatchAttention(const BatchAttention &) = default;
    BatchAttention &operator=(const BatchAttention &) = default;
};

class ComputeDevice {
public:
    virtual ~ComputeDevice() = default;

    [[nodiscard]] virtual at::Device torch() const = 0;
    // "CPU", or the GPU's name.
    [[nodiscard]] virtual std::string name() const = 0;
    // Bytes a job may still take here; nullopt where that is not known before it runs (the CPU).
    [[nodiscard]] virtual std::optional<std::int64_t> freeBytes() const = 0;
    // Gives memory that is kept for reuse back to the system.
    virtual void releaseMemory() const = 0;
    // Whether a backward pass runs each layer's attention again, which is cheaper here than to keep what it gave.
    [[nodiscard]] virtual bool recomputes() const = 0;
    // Rows of activations that are widened together hold up to this many elements.
    [[nodiscard]] virtual std::int64_t chunkElements() const = 0;

    // Operands of products, rounded to `type` on the way; undefined where this device has no kernel of its own for it.
    // rmsNorm(x) (layer.h) of rows x.
    [[nodiscard]] virtual at::Tensor roundedNorm(const at::Tensor &x, const at::Tensor &weight, double eps,
                                                 at::ScalarType type) const {
        static_cast<void>(x), static_cast<void>(weight), static_cast<void>(eps), static_cast<void>(type);
        return {};
    }
    // silu(g) * u of rows that hold g, then u.
    [[nodiscard]] virtual at::Tensor roundedGate(const at::Tensor &gu, at::ScalarType type) const {
        static_cast<void>(gu), static_cast<void>(type);
        return {};
    }

    // windows: [layer][query head], empty: dense.
    [[nodiscard]] virtual std::unique_ptr<TextAttention> text(const AttentionModel &model, std::int64_t n,
                                                              std::vector<kernels::HeadWindow> windows) const = 0;
    // positions: no row becomes longer.
    [[nodiscard]] virtual std::unique_ptr<BatchAttention> batch(const AttentionModel &model,
                                                                std::int64_t positions) const = 0;

protected:
    ComputeDevice() = default;
    ComputeDevice(const ComputeDevice &) = default;
    ComputeDevice &operator=(const ComputeDevice &) = default;
};

}  // namespace moa::engine
