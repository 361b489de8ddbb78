#include "engine/cuda/rotary_table.h"

#include <ATen/ops/empty.h>

#include <algorithm>

namespace moa::engine::cuda {

namespace {

at::Tensor onDevice(const std::vector<float> &values, at::Device device) {
    auto tensor = at::empty({static_cast<std::int64_t>(values.size())}, at::TensorOptions().dtype(at::kFloat));
    std::copy(values.begin(), values.end(), tensor.data_ptr<float>());
    return tensor.to(device);
}

}  // namespace

DeviceRotary::DeviceRotary(const RopeTable<float> &table, at::Device device)
    : cosines_(onDevice(table.cosines(), device)), sines_(onDevice(table.sines(), device)) {}

kernels::cuda::RotaryTable DeviceRotary::table() const {
    return {cosines_.const_data_ptr<float>(), sines_.const_data_ptr<float>()};
}

}  // namespace moa::engine::cuda
