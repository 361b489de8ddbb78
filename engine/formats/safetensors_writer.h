// Writer of the safetensors format.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "engine/formats/dtype.h"

namespace moa::engine {

struct NamedTensor {
    std::string name;
    Dtype dtype = Dtype::F32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> data;  // row-major, little-endian; its size must fit shape and type
};

// Writes the file beside its place and moves it there when it is complete: the old file stays whole when writing fails
// (no space, no permission), which throws moa::Error.
void writeSafetensors(const std::filesystem::path &path, std::span<const NamedTensor> tensors,
                      const std::map<std::string, std::string> &metadata = {});

}  // namespace moa::engine
