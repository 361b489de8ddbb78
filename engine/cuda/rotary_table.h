// Cosines and sines on the GPU, from the table the CPU computes in double precision.
#pragma once

#include <ATen/core/Tensor.h>

#include "engine/model/rope.h"
#include "kernels/cuda/rotary.h"

namespace moa::engine::cuda {

class DeviceRotary {
public:
    DeviceRotary(const RopeTable<float> &table, at::Device device);

    [[nodiscard]] kernels::cuda::RotaryTable table() const;

private:
    at::Tensor cosines_;
    at::Tensor sines_;
};

}  // namespace moa::engine::cuda
