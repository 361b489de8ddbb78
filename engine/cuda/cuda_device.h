// One GPU as a device.
#pragma once

#include "engine/model/compute_device.h"

namespace moa::engine::cuda {

class CudaDevice final : public ComputeDevice {
public:
    // Throws moa::Error when LibTorch's CUDA part does not run here, or the GPU is older than compute capability 8.0.
    CudaDevice(int index, bool recordSteps);

    [[nodiscard]] at::Device torch() const override { return device_; }
    [[nodiscard]] std::string name() const override { return name_; }
    [[nodiscard]] std::optional<std::int64_t> freeBytes() const override;
    void releaseMemory() const override;
    [[nodiscard]] bool recomputes() const override { return true; }
    [[nodiscard]] std::int64_t chunkElements() const override { return std::int64_t{1} << 27; }
    [[nodiscard]] at::Tensor roundedNorm(const at::Tensor &x, const at::Tensor &weight, double eps,
                                         at::ScalarType type) const override;
    [[nodiscard]] at::Tensor roundedGate(const at::Tensor &gu, at::ScalarType type) const override;
    [[nodiscard]] std::unique_ptr<TextAttention> text(const AttentionModel &model, std::int64_t n,
                                                      std::vector<kernels::HeadWindow> windows) const override;
    [[nodiscard]] std::unique_ptr<BatchAttention> batch(const AttentionModel &model,
                                                        std::int64_t positions) const override;

private:
    at::Device device_;
    std::string name_;
    bool recordSteps_;
};

}  // namespace moa::engine::cuda
