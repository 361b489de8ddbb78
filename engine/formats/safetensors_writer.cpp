#include "engine/formats/safetensors_writer.h"

#include <array>
#include <nlohmann/json.hpp>

#include "engine/formats/atomic_file.h"
#include "engine/formats/tensor_info.h"
#include "engine/values/error.h"

namespace moa::engine {

void writeSafetensors(const std::filesystem::path &path, std::span<const NamedTensor> tensors,
                      const std::map<std::string, std::string> &metadata) {
    using Json = nlohmann::ordered_json;
    Json header;
    if (!metadata.empty()) header["__metadata__"] = metadata;
    std::uint64_t offset = 0;
    for (const auto &t : tensors) {
        if (header.contains(t.name) || t.name == "__metadata__")
            throw Error("The file cannot be written", path.string() + ", tensor '" + t.name + "'",
                        "its name is taken already", "Report this as a defect.");
        if (valueCount(t.shape) * blockBytes(t.dtype) != static_cast<std::int64_t>(t.data.size()))
            throw Error("The file cannot be written", path.string() + ", tensor '" + t.name + "'",
                        "its data does not fit its shape", "Report this as a defect.");
        header[t.name] = {
            {"dtype", toString(t.dtype)}, {"shape", t.shape}, {"data_offsets", {offset, offset + t.data.size()}}};
        offset += t.data.size();
    }
    std::string text = header.is_null() ? "{}" : header.dump(-1, ' ', false, Json::error_handler_t::replace);
    text.append((8 - text.size() % 8) % 8, ' ');  // tensor data is aligned to 8 bytes
    std::array<char, 8> length = {};
    for (std::size_t i = 0; i < length.size(); ++i) length[i] = static_cast<char>(text.size() >> (8 * i) & 0xFF);

    AtomicFile file(path);
    file.write(std::string_view(length.data(), length.size()));
    file.write(text);
    for (const auto &t : tensors) file.write(t.data);
    file.commit();
}

}  // namespace moa::engine
