// Attention within one text on a GPU: prefill, the influence pass, and flash attention or cuDNN for the gradients.
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/cuda/CUDAEvent.h>

#include <map>
#include <utility>
#include <vector>

#include "engine/cuda/rotary_table.h"
#include "engine/model/compute_device.h"
#include "kernels/cuda/influence.h"
#include "kernels/cuda/prefill.h"

namespace moa::engine::cuda {

class CudaText final : public TextAttention {
public:
    CudaText(const AttentionModel &model, std::int64_t n, std::vector<kernels::HeadWindow> windows, at::Device device);

    void rotate(at::Tensor &rows, bool inverse) override;
    at::Tensor forward(int layer, const at::Tensor &qkv, RowRange rows, const std::stop_token &stop) override;
    at::Tensor backward(const at::Tensor &qkv, const at::Tensor &dO, RowRange reached, bool gradients,
                        BlockSumMaps &sums, const std::stop_token &stop) override;
    double seconds() override;

private:
    using Rows = std::pair<std::int64_t, std::int64_t>;  // first, end

    [[nodiscard]] bool dense() const noexcept { return windows_.empty(); }
    [[nodiscard]] std::int64_t qWidth() const noexcept {
        return std::int64_t{model_.facts.heads} * model_.facts.headDim;
    }
    [[nodiscard]] std::int64_t kvWidth() const noexcept {
        return std::int64_t{model_.facts.kvHeads} * model_.facts.headDim;
    }
    // The tiles of a layer: dense layers share them.
    [[nodiscard]] const kernels::cuda::PrefillPlan &prefillPlan(int layer, RowRange rows);
    [[nodiscard]] const kernels::cuda::InfluencePlan &influencePlan(RowRange reached);
    // The block sums on the GPU; undefined where none is wanted.
    [[nodiscard]] BlockSumMaps influence(const at::Tensor &dO, RowRange reached, const BlockSumMaps &wanted);
    [[nodiscard]] at::Tensor gradientsOf(const at::Tensor &dO) const;

    // What forward() leaves for backward() where the text is dense.
    struct Forward {
        at::Tensor qkv;        // in the operands' type
        at::Tensor o;          // likewise
        at::Tensor fullO;      // fp32
        at::Tensor logSumExp;  // [H, n]
    };

    AttentionModel model_;
    std::vector<kernels::HeadWindow> windows_;
    at::Device device_;
    kernels::cuda::Element type_;
    float scale_;
    DeviceRotary rotary_;
    std::map<std::pair<int, Rows>, kernels::cuda::PrefillPlan> prefillPlans_;
    std::map<Rows, kernels::cuda::InfluencePlan> influencePlans_;
    Forward last_;
    std::vector<std::pair<at::cuda::CUDAEvent, at::cuda::CUDAEvent>> times_;
};

}  // namespace moa::engine::cuda
