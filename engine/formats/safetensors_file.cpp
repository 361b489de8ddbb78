#include "engine/formats/safetensors_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include "engine/formats/bounded_reader.h"
#include "engine/formats/json_reader.h"
#include "engine/formats/pickle.h"

namespace moa::engine {

namespace {

class HeaderReader {
public:
    explicit HeaderReader(const MappedFile &file)
        : file_(file),
          bytes_(file.bytes(),
                 {"The safetensors file cannot be read", file.path().string(), "Download or save the file again."}) {}

    // The JSON header; `dataStart` is where tensor data begins.
    nlohmann::json header() {
        const auto length = bytes_.read<std::uint64_t>("the length of its header");
        const auto text = bytes_.text(length, limits::kSafetensorsHeader.bytes, "its header");
        if (!text.starts_with('{')) refuse("its header does not begin with '{'");
        auto json = parseJson(text, file_.path().string() + ", header", limits::kSafetensorsHeader);
        if (json.size() > limits::kTensors) refuse("it lists more than a million tensors");
        return json;
    }

    TensorInfo tensor(const std::string &name, const nlohmann::json &entry) const {
        const bool complete = entry.is_object() && entry.size() == 3 && entry.contains("dtype") &&
                              entry.contains("shape") && entry.contains("data_offsets");
        if (!complete || !entry["dtype"].is_string() || !entry["shape"].is_array() ||
            !entry["data_offsets"].is_array() || entry["data_offsets"].size() != 2)
            refuse("tensor '" + name + "' is not described by dtype, shape and data_offsets");
        TensorInfo info;
        info.name = name;
        const auto dtype = parseDtype(entry["dtype"].get_ref<const std::string &>());
        if (!dtype)
            refuse(fmt::format("tensor '{}' has the unknown type {}", name,
                               entry["dtype"].get_ref<const std::string &>()));
        info.dtype = *dtype;
        for (const auto &d : entry["shape"]) info.shape.push_back(static_cast<std::int64_t>(number(name, d)));
        const auto begin = number(name, entry["data_offsets"][0]);
        const auto end = number(name, entry["data_offsets"][1]);
        if (begin > end || end > bytes_.left())
            refuse(fmt::format("tensor '{}' lies at {}..{}, outside the file", name, begin, end));
        const auto values = valueCount(info.shape);
        std::int64_t bytes = 0;
        if (values < 0 || __builtin_mul_overflow(values, blockBytes(info.dtype), &bytes) ||
            static_cast<std::uint64_t>(bytes) != end - begin)
            refuse(fmt::format("tensor '{}' takes {} bytes, which does not fit its shape", name, end - begin));
        info.offset = bytes_.at() + begin;
        info.bytes = end - begin;
        return info;
    }

    void checkTiling(const std::vector<TensorInfo> &sorted) const {
        std::uint64_t end = bytes_.at();
        for (const auto &t : sorted) {
            if (t.offset != end)
                refuse(
                    fmt::format("tensor '{}' begins at byte {}, but the one before ends at {}", t.name, t.offset, end));
            end = t.offset + t.bytes;
        }
        const auto size = file_.bytes().size();
        if (end != size) refuse(fmt::format("its tensors end at byte {} of {}", end, size));
    }

    [[noreturn]] void refuse(const std::string &why) const { bytes_.refuse(why); }

private:
    std::uint64_t number(const std::string &name, const nlohmann::json &value) const {
        if (!value.is_number_unsigned() || value.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max())
            refuse("tensor '" + name + "' has a shape or offset that is not a whole number");
        return value.get<std::uint64_t>();
    }

    static std::optional<Dtype> parseDtype(std::string_view text) {
        constexpr std::array kTypes = {Dtype::F64, Dtype::F32, Dtype::F16, Dtype::BF16, Dtype::I64,
                                       Dtype::I32, Dtype::I16, Dtype::I8,  Dtype::U8,   Dtype::Bool};
        for (const auto type : kTypes)
            if (toString(type) == text) return type;
        return std::nullopt;
    }

    const MappedFile &file_;
    BoundedReader bytes_;  // at the start of the tensors' data once the header is read
};

}  // namespace

std::int64_t valueCount(const std::vector<std::int64_t> &shape) noexcept {
    std::int64_t count = 1;
    for (const auto d : shape)
        if (d < 0 || __builtin_mul_overflow(count, d, &count)) return -1;
    return count;
}

SafetensorsFile SafetensorsFile::open(const std::filesystem::path &path) {
    SafetensorsFile result{MappedFile(path)};
    refusePickle(result.file_);
    HeaderReader reader(result.file_);
    const auto header = reader.header();
    for (const auto &[name, entry] : header.items()) {
        if (name != "__metadata__") {
            result.tensors_.push_back(reader.tensor(name, entry));
            continue;
        }
        if (!entry.is_object()) reader.refuse("its __metadata__ is not an object");
        for (const auto &[key, value] : entry.items()) {
            if (!value.is_string()) reader.refuse("its __metadata__ holds something else than text");
            result.metadata_[key] = value.get<std::string>();
        }
    }
    std::ranges::stable_sort(result.tensors_, {}, [](const TensorInfo &t) { return std::pair(t.offset, t.bytes); });
    reader.checkTiling(result.tensors_);
    return result;
}

const TensorInfo *SafetensorsFile::find(std::string_view name) const noexcept {
    const auto at = std::ranges::find(tensors_, name, &TensorInfo::name);
    return at == tensors_.end() ? nullptr : &*at;
}

}  // namespace moa::engine
