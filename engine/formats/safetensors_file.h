// Reader of the safetensors format: one validation pass over the header before anything is used.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/formats/mapped_file.h"
#include "engine/formats/tensor_info.h"

namespace moa::engine {

// Checks of safetensors' own tensor.rs: header length, JSON without duplicate keys, known types, sizes that fit the
// shapes, offsets that tile the data without hole or overlap, and a file of exactly that size.
class SafetensorsFile {
public:
    // Throws moa::Error naming the tensor and the check that failed.
    [[nodiscard]] static SafetensorsFile open(const std::filesystem::path &path);

    [[nodiscard]] const std::vector<TensorInfo> &tensors() const noexcept { return tensors_; }
    [[nodiscard]] const TensorInfo *find(std::string_view name) const noexcept;
    [[nodiscard]] std::span<const std::byte> bytes(const TensorInfo &tensor) const {
        return file_.bytes().subspan(tensor.offset, tensor.bytes);
    }
    [[nodiscard]] const std::map<std::string, std::string> &metadata() const noexcept { return metadata_; }
    [[nodiscard]] const MappedFile &file() const noexcept { return file_; }

private:
    explicit SafetensorsFile(MappedFile file) : file_(std::move(file)) {}

    MappedFile file_;
    std::vector<TensorInfo> tensors_;  // by offset
    std::map<std::string, std::string> metadata_;
};

}  // namespace moa::engine
