// Operands of a decoder layer's products on a GPU, each in one pass: the norm before a product and the gate between two
// of them leave 16-bit values. The oracle is plain arithmetic in double precision.
#pragma once

#include <cstdint>

#include "kernels/cuda/device.h"

namespace moa::kernels::cuda {

// y = x * weight / sqrt(mean(x^2) + eps) of each row, rounded.
struct RoundedNorm {
    Element type = Element::Bfloat16;  // of y, 16 bits
    std::int64_t rows = 0;
    std::int64_t width = 0;         // a multiple of 4
    const float *x = nullptr;       // [rows][width], 16-byte aligned, like all here
    const float *weight = nullptr;  // [width]
    float eps = 0;
    void *y = nullptr;  // [rows][width]
    Stream stream = nullptr;
};
[[nodiscard]] Outcome roundedNorm(const RoundedNorm &p);

// y = g / (1 + exp(-g)) * u, rounded.
struct RoundedGate {
    Element type = Element::Bfloat16;  // of y, 16 bits
    std::int64_t rows = 0;
    std::int64_t width = 0;     // of y, a multiple of 4
    const float *gu = nullptr;  // [rows][2 * width]: g, then u
    void *y = nullptr;          // [rows][width]
    Stream stream = nullptr;
};
[[nodiscard]] Outcome roundedGate(const RoundedGate &p);

}  // namespace moa::kernels::cuda
