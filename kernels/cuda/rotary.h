// Rotary embedding on a GPU, of the Hugging Face layout: dimension i turns with dimension i + headDim / 2. The CPU
// oracle is RopeTable::apply (engine/model/rope.h).
#pragma once

#include "kernels/cuda/device.h"

namespace moa::kernels::cuda {

// Cosines and sines of every position, [positions][headDim / 2] each, on the device.
struct RotaryTable {
    const float *cosines = nullptr;
    const float *sines = nullptr;
};

// Turns `heads` heads of rows 0 .. rows - 1 in place; row t stands at position t. `inverse` turns gradients back.
struct Rotary {
    float *x = nullptr;  // element (t, head, i) at x[t * stride + head * headDim + i]
    std::int64_t rows = 0;
    std::int64_t stride = 0;
    int heads = 0;
    int headDim = 0;
    RotaryTable table;
    bool inverse = false;
    Stream stream = nullptr;
};
[[nodiscard]] Outcome rotate(const Rotary &p);

}  // namespace moa::kernels::cuda
