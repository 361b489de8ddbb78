#include "engine/cuda/cuda_device.h"

#include <ATen/Context.h>
#include <ATen/cuda/CUDAContext.h>
#include <ATen/ops/empty.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAGuard.h>
#include <fmt/format.h>

#include "engine/cuda/batch_attention.h"
#include "engine/cuda/faults.h"
#include "engine/cuda/text_attention.h"
#include "engine/model/cuda_plugin.h"
#include "engine/values/error.h"
#include "kernels/cuda/operands.h"

namespace moa::engine::cuda {

namespace k = kernels::cuda;

namespace {

constexpr const char *kWhat = "The GPU cannot be used";
// Two steps in the open first: LibTorch makes its handles and workspaces then, which a graph can't hold.
constexpr int kStepsBeforeGraph = 2;

// Whether the kernels read such rows and leave such operands.
bool takesOperands(const at::Tensor &rows, at::ScalarType type) {
    return c10::elementSize(type) == 2 && rows.scalar_type() == at::kFloat && rows.is_contiguous();
}

}  // namespace

CudaDevice::CudaDevice(int index, bool recordSteps)
    : device_(at::kCUDA, static_cast<c10::DeviceIndex>(index)), recordSteps_(recordSteps) {
    const std::string where = fmt::format("--device cuda:{}", index);
    try {
        if (!at::hasCUDA())
            throw Error(kWhat, where, "LibTorch was asked for its CUDA part before that was loaded",
                        "Start again; if it comes back, use --device cpu and report it.");
        at::globalContext().lazyInitDevice(at::kCUDA);
        const auto *facts = at::cuda::getDeviceProperties(device_.index());
        name_ = facts->name;
        if (facts->major < 8)
            throw Error(kWhat, name_, fmt::format("its compute capability is {}.{}", facts->major, facts->minor),
                        "Use a GPU of compute capability 8.0 or newer, or --device cpu.");
    } catch (const c10::Error &error) {
        const std::string why = error.what_without_backtrace();
        throw Error(kWhat, where, why.substr(0, why.find('\n')),
                    "Check the driver with nvidia-smi, or use --device cpu.");
    }
}

std::optional<std::int64_t> CudaDevice::freeBytes() const {
    const c10::cuda::CUDAGuard guard(device_);
    std::size_t free = 0;
    std::size_t total = 0;
    if (cudaMemGetInfo(&free, &total) != cudaSuccess) return 0;
    // What LibTorch keeps for reuse is free as well.
    const auto stats = c10::cuda::CUDACachingAllocator::getDeviceStats(device_.index());
    const auto kept = stats.reserved_bytes[0].current - stats.allocated_bytes[0].current;
    return static_cast<std::int64_t>(free) + kept;
}

void CudaDevice::releaseMemory() const {
    const c10::cuda::CUDAGuard guard(device_);
    c10::cuda::CUDACachingAllocator::emptyCache();
}

at::Tensor CudaDevice::roundedNorm(const at::Tensor &x, const at::Tensor &weight, double eps,
                                   at::ScalarType type) const {
    if (!takesOperands(x, type) || x.numel() == 0 || x.size(-1) % 4 != 0) return {};
    const c10::cuda::CUDAGuard guard(device_);
    auto y = at::empty(x.sizes(), x.options().dtype(type));
    const auto width = x.size(-1);
    check(k::roundedNorm({elementOf(type), x.numel() / width, width, x.const_data_ptr<float>(),
                          weight.const_data_ptr<float>(), static_cast<float>(eps), y.data_ptr(), currentStream()}));
    return y;
}

at::Tensor CudaDevice::roundedGate(const at::Tensor &gu, at::ScalarType type) const {
    if (!takesOperands(gu, type) || gu.numel() == 0 || gu.size(1) % 8 != 0) return {};
    const c10::cuda::CUDAGuard guard(device_);
    const auto width = gu.size(1) / 2;
    auto y = at::empty({gu.size(0), width}, gu.options().dtype(type));
    check(k::roundedGate(
        {elementOf(type), gu.size(0), width, gu.const_data_ptr<float>(), y.data_ptr(), currentStream()}));
    return y;
}

std::unique_ptr<TextAttention> CudaDevice::text(const AttentionModel &model, std::int64_t n,
                                                std::vector<kernels::HeadWindow> windows) const {
    const c10::cuda::CUDAGuard guard(device_);
    return std::make_unique<CudaText>(model, n, std::move(windows), device_);
}

std::unique_ptr<BatchAttention> CudaDevice::batch(const AttentionModel &model, std::int64_t positions) const {
    return std::make_unique<CudaBatch>(model, positions, device_, recordSteps_ ? kStepsBeforeGraph : -1);
}

}  // namespace moa::engine::cuda

extern "C" __attribute__((visibility("default"))) void moaOpenCuda(
    int index, bool recordSteps, std::shared_ptr<const moa::engine::ComputeDevice> &device) {
    device = std::make_shared<const moa::engine::cuda::CudaDevice>(index, recordSteps);
}
