// Reader of the GGUF format (versions 2 and 3): header, metadata and tensor table, bounded and checked.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/formats/mapped_file.h"
#include "engine/formats/tensor_info.h"

namespace moa::engine {

// One metadata value. Integers are widened; arrays hold text, integers or floats, never arrays.
using GgufValue = std::variant<bool, std::int64_t, std::uint64_t, double, std::string, std::vector<std::string>,
                               std::vector<std::int64_t>, std::vector<double>>;

// Limits and checks: engine reference 5.2 and 5.3, after ggml's gguf.cpp. Shapes are given in PyTorch's order.
class GgufFile {
public:
    // Throws moa::Error with the byte offset and the check that failed.
    [[nodiscard]] static GgufFile open(const std::filesystem::path &path);

    [[nodiscard]] const std::vector<TensorInfo> &tensors() const noexcept { return tensors_; }
    [[nodiscard]] std::span<const std::byte> bytes(const TensorInfo &tensor) const {
        return file_.bytes().subspan(tensor.offset, tensor.bytes);
    }
    [[nodiscard]] const MappedFile &file() const noexcept { return file_; }

    // Everything in front of the tensor data: metadata and tensor table.
    [[nodiscard]] std::span<const std::byte> header() const noexcept { return file_.bytes().first(headerBytes_); }

    // Metadata; nullptr or nullopt when the key is missing or of another type.
    [[nodiscard]] const GgufValue *find(std::string_view key) const;
    [[nodiscard]] std::optional<std::string> text(std::string_view key) const;
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key) const;
    [[nodiscard]] std::optional<double> number(std::string_view key) const;
    [[nodiscard]] std::optional<bool> flag(std::string_view key) const;
    [[nodiscard]] const std::vector<std::string> *texts(std::string_view key) const;
    [[nodiscard]] const std::vector<std::int64_t> *integers(std::string_view key) const;
    [[nodiscard]] const std::map<std::string, GgufValue, std::less<>> &metadata() const noexcept { return metadata_; }

private:
    explicit GgufFile(MappedFile file) : file_(std::move(file)) {}

    MappedFile file_;
    std::map<std::string, GgufValue, std::less<>> metadata_;
    std::vector<TensorInfo> tensors_;
    std::size_t headerBytes_ = 0;
};

}  // namespace moa::engine
