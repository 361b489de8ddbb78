#include "kernels/cuda/launch.h"

#include <cuda_runtime_api.h>

namespace moa::kernels::cuda {

Outcome currentDevice(DeviceFacts &facts, const char *what) {
    int index = 0;
    int major = 0;
    if (auto fault = outcomeOf(cudaGetDevice(&index), what)) return fault;
    const auto ask = [&](int &value, cudaDeviceAttr attribute) {
        return outcomeOf(cudaDeviceGetAttribute(&value, attribute, index), what);
    };
    if (auto fault = ask(major, cudaDevAttrComputeCapabilityMajor)) return fault;
    facts.hopper = major == 9;
    if (auto fault = ask(facts.multiprocessors, cudaDevAttrMultiProcessorCount)) return fault;
    return ask(facts.cacheBytes, cudaDevAttrL2CacheSize);
}

Outcome checkHeads(int heads, int kvHeads, int headDim, const char *what) {
    const char *remedy = "Check the shape of the model.";
    if (headDim < 1 || headDim > 256)
        return Fault{what, "the head dimension is " + std::to_string(headDim) + ", not 1 to 256", remedy};
    if (kvHeads < 1 || heads < 1 || heads % kvHeads)
        return Fault{what,
                     std::to_string(heads) + " heads can not share " + std::to_string(kvHeads) + " key/value heads",
                     remedy};
    return {};
}

Outcome checkRows(std::span<const PrefillRow> rows, const char *what) {
    for (const auto &r : rows)
        if (r.n < 1 || r.firstToken < 0 || r.firstRow < 0 || r.firstToken + r.n > (std::int64_t{1} << 30))
            return Fault{what, "a row has " + std::to_string(r.n) + " tokens from " + std::to_string(r.firstToken),
                         "Check the rows of the batch."};
    return {};
}

std::int64_t lastToken(std::span<const PrefillRow> rows) noexcept {
    std::int64_t last = 0;
    for (const auto &r : rows) last = std::max(last, r.firstToken + r.n);
    return last;
}

namespace {

Outcome allowShared(const void *kernel, std::size_t bytes, const char *what) {
    constexpr std::size_t kAlways = 48 * 1024;
    if (bytes <= kAlways) return {};
    return outcomeOf(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(bytes)),
                     what);
}

}  // namespace

Outcome launchKernel(const void *kernel, int blocks, int threads, std::size_t sharedBytes, void **parameters,
                     Stream stream, const char *what) {
    if (auto fault = allowShared(kernel, sharedBytes, what)) return fault;
    return outcomeOf(cudaLaunchKernel(kernel, dim3(static_cast<unsigned>(blocks)), dim3(static_cast<unsigned>(threads)),
                                      parameters, sharedBytes, stream),
                     what);
}

Outcome launchEarly(const void *kernel, dim3 blocks, dim3 threads, std::size_t sharedBytes, void **parameters,
                    Stream stream, const char *what) {
    if (auto fault = allowShared(kernel, sharedBytes, what)) return fault;
    DeviceFacts device;
    if (auto fault = currentDevice(device, what)) return fault;
    cudaLaunchAttribute early;
    early.id = cudaLaunchAttributeProgrammaticStreamSerialization;
    early.val.programmaticStreamSerializationAllowed = 1;
    cudaLaunchConfig_t how{};
    how.gridDim = blocks;
    how.blockDim = threads;
    how.dynamicSmemBytes = sharedBytes;
    how.stream = stream;
    how.attrs = &early;
    how.numAttrs = device.hopper ? 1 : 0;
    return outcomeOf(cudaLaunchKernelExC(&how, kernel, parameters), what);
}

Outcome launchTiles(const void *kernel, int blocks, int threads, std::size_t sharedBytes, int *next, void **parameters,
                    Stream stream, const char *what) {
    if (auto fault = outcomeOf(cudaMemsetAsync(next, 0, sizeof(int), stream), what)) return fault;
    return launchKernel(kernel, blocks, threads, sharedBytes, parameters, stream, what);
}

}  // namespace moa::kernels::cuda
