// One stored tensor, as a file's header describes it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/formats/dtype.h"

namespace moa::engine {

struct TensorInfo {
    std::string name;
    Dtype dtype = Dtype::F32;
    std::vector<std::int64_t> shape;  // row-major, as PyTorch writes it
    std::uint64_t offset = 0;         // bytes from the start of the file
    std::uint64_t bytes = 0;
};

// Values of the shape; -1 when the product passes 2^63 - 1 or a dimension is negative.
[[nodiscard]] std::int64_t valueCount(const std::vector<std::int64_t> &shape) noexcept;

}  // namespace moa::engine
