// The CUDA runtime as this room uses it: status codes become Faults, device memory owns itself. For .cu files and the
// few .cpp files that talk to the runtime.
#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>
#include <span>
#include <utility>

#include "kernels/cuda/device.h"

namespace moa::kernels::cuda {

// Empty for cudaSuccess; out of memory, missing device and missing code get the remedy that fits.
[[nodiscard]] Outcome outcomeOf(cudaError_t status, const char *what);

// The last launch's configuration error, if any. Errors inside the kernel surface at the next synchronisation.
[[nodiscard]] inline Outcome launched(const char *what) {
    return outcomeOf(cudaGetLastError(), what);
}

// An array on the current device, freed with its owner. T is trivially copyable.
template <class T>
class DeviceArray {
public:
    DeviceArray() = default;
    DeviceArray(DeviceArray &&other) noexcept : data_(std::exchange(other.data_, nullptr)), size_(other.size_) {}
    DeviceArray &operator=(DeviceArray &&other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        return *this;
    }
    ~DeviceArray() {
        if (data_) cudaFree(data_);
    }

    [[nodiscard]] Outcome allocate(std::size_t size, const char *what) {
        *this = DeviceArray();
        void *memory = nullptr;
        if (auto fault = outcomeOf(cudaMalloc(&memory, (size ? size : 1) * sizeof(T)), what)) return fault;
        data_ = static_cast<T *>(memory);
        size_ = size;
        return {};
    }
    [[nodiscard]] Outcome upload(std::span<const T> values, const char *what) {
        if (auto fault = allocate(values.size(), what)) return fault;
        return outcomeOf(cudaMemcpy(data_, values.data(), values.size_bytes(), cudaMemcpyHostToDevice), what);
    }

    [[nodiscard]] T *get() const noexcept { return data_; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

private:
    T *data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace moa::kernels::cuda
