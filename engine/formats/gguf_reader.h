// Bounded reading of a GGUF header. Internal to the formats room.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "engine/formats/gguf_file.h"

namespace moa::engine {

// Walks the bytes of a GGUF file; every count is proven against the bytes that are left before it is used.
class GgufReader {
public:
    explicit GgufReader(const MappedFile &file) : file_(file), data_(file.bytes()) {}

    template <class T>
    [[nodiscard]] T read(std::string_view what) {
        need(sizeof(T), what);
        T value;
        std::memcpy(&value, data_.data() + at_, sizeof(T));
        at_ += sizeof(T);
        return value;
    }
    [[nodiscard]] std::string readString(std::string_view what, std::uint64_t limit);
    // A string that is shown in errors: not empty, UTF-8, no control characters.
    [[nodiscard]] std::string readName(std::string_view what, std::uint64_t limit);
    [[nodiscard]] GgufValue readValue(const std::string &key);
    [[nodiscard]] TensorInfo readTensor();  // offset is relative to the data section
    [[nodiscard]] std::uint64_t at() const noexcept { return at_; }
    [[nodiscard]] std::uint64_t left() const noexcept { return data_.size() - at_; }
    [[noreturn]] void refuse(const std::string &why) const;

private:
    void need(std::uint64_t bytes, std::string_view what) const;
    [[nodiscard]] GgufValue readScalar(std::uint32_t type, const std::string &key);
    [[nodiscard]] GgufValue readArray(const std::string &key);

    const MappedFile &file_;
    std::span<const std::byte> data_;
    std::uint64_t at_ = 0;
};

}  // namespace moa::engine
