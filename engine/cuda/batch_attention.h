// Ragged caches on a GPU and the decode step over them. While the rows stay the same, a whole step of the model is one
// CUDA graph.
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/cuda/CUDAGraph.h>

#include <optional>
#include <vector>

#include "engine/cuda/rotary_table.h"
#include "engine/model/compute_device.h"
#include "kernels/cuda/decode.h"

namespace moa::engine::cuda {

class CudaBatch final : public BatchAttention {
public:
    // recordAfter: steps of the same rows that run before the next one is recorded; negative: none is.
    CudaBatch(const AttentionModel &model, std::int64_t positions, at::Device device, int recordAfter);

    void add(std::int64_t n, std::span<const std::int64_t> cacheTokens) override;
    void fill(int layer, const at::Tensor &qkv) override;
    void remove(std::size_t row) override;
    [[nodiscard]] std::int64_t bytes(std::size_t row) const override;
    [[nodiscard]] at::Tensor step(std::span<const std::int32_t> newest,
                                  const std::function<at::Tensor(const at::Tensor &ids)> &body) override;
    [[nodiscard]] at::Tensor attend(int layer, at::Tensor &qkv) override;

private:
    struct Row {
        at::Tensor memory;                               // keys and values of all layers and kv heads
        std::vector<kernels::cuda::DecodeCache> caches;  // [layer][kv head], in `memory`
        at::Tensor list;                                 // the same on the device
        std::int64_t tokens = 0;                         // positions it holds
    };
    // What a step needs on the device for the rows there are: made anew when they change.
    struct Rows {
        at::Tensor ids;                                // [batch]
        at::Tensor positions;                          // [batch]
        at::Tensor lists;                              // caches [layer][batch][kv head]
        at::Tensor valid;                              // [layer][batch][kv head]
        at::Tensor q;                                  // [batch, H * headDim]
        at::Tensor o;                                  // likewise
        std::vector<kernels::cuda::DecodePlan> plans;  // by layer
        int steps = 0;
        std::optional<at::cuda::CUDAGraph> graph;
        at::Tensor result;  // of the graph
    };

    void prepare();
    void record(const std::function<at::Tensor(const at::Tensor &ids)> &body);
    [[nodiscard]] at::Tensor uploaded(const std::vector<kernels::cuda::DecodeCache> &caches) const;

    AttentionModel model_;
    std::int64_t positions_;
    at::Device device_;
    int recordAfter_;
    kernels::cuda::Element type_;
    std::vector<Row> rows_;
    std::optional<Rows> prepared_;
    std::optional<DeviceRotary> rotary_;  // made at the first step
};

}  // namespace moa::engine::cuda
