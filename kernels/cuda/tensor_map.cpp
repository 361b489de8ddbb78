#include "kernels/cuda/tensor_map.h"

#include "kernels/cuda/runtime.h"

namespace moa::kernels::cuda {
namespace {

// Through the runtime, so that nothing links libcuda, which only machines with a driver have.
Outcome findEncoder(decltype(&cuTensorMapEncodeTiled) &encode) {
    void *entry = nullptr;
    cudaDriverEntryPointQueryResult found{};
    constexpr unsigned kVersion = 12000;
    if (auto fault = outcomeOf(
            cudaGetDriverEntryPointByVersion("cuTensorMapEncodeTiled", &entry, kVersion, cudaEnableDefault, &found),
            "Looking for the driver's tensor maps"))
        return fault;
    if (found != cudaDriverEntryPointSuccess || !entry)
        return Fault{"Looking for the driver's tensor maps", "the driver has none",
                     "Install an NVIDIA driver for CUDA 12 or newer."};
    encode = reinterpret_cast<decltype(encode)>(entry);
    return {};
}

}  // namespace

Outcome makeTensorMap(CUtensorMap &map, const HeadsBuffer &buffer, Element type, std::int64_t tokens, int heads,
                      int headDim, const char *name) {
    static_assert(sizeof(cuuint64_t) == 8);
    decltype(&cuTensorMapEncodeTiled) encode = nullptr;
    if (auto fault = findEncoder(encode)) return fault;
    const auto size = static_cast<cuuint64_t>(bytesOf(type));
    const cuuint64_t extents[] = {static_cast<cuuint64_t>(headDim), static_cast<cuuint64_t>(heads),
                                  static_cast<cuuint64_t>(tokens)};
    // The stride of a single head is never used, but must be valid.
    const cuuint64_t headStride = heads == 1 ? extents[0] * size : static_cast<cuuint64_t>(buffer.headStride) * size;
    const cuuint64_t strides[] = {headStride, static_cast<cuuint64_t>(buffer.tokenStride) * size};
    const cuuint32_t box[] = {64, 1, 64};
    const cuuint32_t steps[] = {1, 1, 1};
    const CUresult status =
        encode(&map, type == Element::Half ? CU_TENSOR_MAP_DATA_TYPE_FLOAT16 : CU_TENSOR_MAP_DATA_TYPE_BFLOAT16, 3,
               buffer.data, extents, strides, box, steps, CU_TENSOR_MAP_INTERLEAVE_NONE, CU_TENSOR_MAP_SWIZZLE_128B,
               CU_TENSOR_MAP_L2_PROMOTION_L2_256B, CU_TENSOR_MAP_FLOAT_OOB_FILL_NONE);
    if (status == CUDA_SUCCESS) return {};
    return Fault{std::string("Describing ") + name + " to the copy engine",
                 "the driver refused its shape or strides (code " + std::to_string(static_cast<int>(status)) + ")",
                 "Use a buffer whose start and strides are multiples of 16 bytes."};
}

}  // namespace moa::kernels::cuda
