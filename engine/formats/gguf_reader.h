// Bounded reading of a GGUF header. Internal to the formats room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/formats/bounded_reader.h"
#include "engine/formats/gguf_file.h"

namespace moa::engine {

// Walks metadata and tensor table, which must lie in the first kGgufHeader bytes.
class GgufReader {
public:
    explicit GgufReader(const MappedFile &file);

    template <class T>
    [[nodiscard]] T read(std::string_view what) {
        return bytes_.read<T>(what);
    }
    [[nodiscard]] std::string readString(std::string_view what, std::uint64_t limit);
    // A string that is shown in errors: not empty, UTF-8, no control characters.
    [[nodiscard]] std::string readName(std::string_view what, std::uint64_t limit);
    [[nodiscard]] GgufValue readValue(const std::string &key);
    [[nodiscard]] TensorInfo readTensor();  // offset is relative to the data section
    [[nodiscard]] std::uint64_t at() const noexcept { return bytes_.at(); }
    [[noreturn]] void refuse(const std::string &why) const { bytes_.refuse(why); }

private:
    [[nodiscard]] GgufValue readScalar(std::uint32_t type, const std::string &key);
    [[nodiscard]] GgufValue readArray(const std::string &key);

    BoundedReader bytes_;
};

}  // namespace moa::engine
