// From a model's files to tensors in the computing type. Internal to the room.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/formats/model_files.h"
#include "engine/model/compute.h"
#include "engine/model/weights.h"

namespace moa::engine {

// Reads tensors one at a time, so that only one of them is held in fp32 beside what it gives. A value: cheap to copy,
// and its functions may run in several threads.
class WeightLoader {
public:
    // `beforeTensor` is called with the name of each tensor before it is read, and may throw.
    using BeforeTensor = std::function<void(const std::string &name)>;

    // The tensors are moved to `device` once they are read.
    WeightLoader(ModelFiles files, ComputeDtype dtype, at::Device device)
        : files_(std::move(files)), dtype_(dtype), device_(device) {}

    // All functions throw moa::Error for a tensor that is missing, and for values that are not finite.
    [[nodiscard]] at::Tensor embedding(const BeforeTensor &beforeTensor) const;
    [[nodiscard]] at::Tensor finalNorm(const BeforeTensor &beforeTensor) const;
    [[nodiscard]] at::Tensor head(const BeforeTensor &beforeTensor) const;
    [[nodiscard]] LayerWeights layer(int layer, const BeforeTensor &beforeTensor) const;

    // Bytes that the widened tensors take: those of one layer (all layers are alike), and those outside of the layers.
    [[nodiscard]] std::int64_t layerBytes() const;
    [[nodiscard]] std::int64_t otherBytes() const;

private:
    // Tensors stacked along their rows: [sum of rows, columns], or [sum of rows] without columns.
    [[nodiscard]] at::Tensor stack(const std::vector<std::string> &names, at::ScalarType type,
                                   const BeforeTensor &beforeTensor) const;
    [[nodiscard]] Linear linear(const std::vector<std::string> &names, const BeforeTensor &beforeTensor) const;
    void read(const TensorInfo &part, at::Tensor &target) const;
    [[nodiscard]] const TensorInfo *find(const std::string &name) const;

    ModelFiles files_;
    ComputeDtype dtype_;
    at::Device device_;
};

}  // namespace moa::engine
