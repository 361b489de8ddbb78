#include "engine/formats/gguf_file.h"

#include <fmt/format.h>

#include <set>

#include "engine/formats/gguf_reader.h"
#include "engine/formats/pickle.h"
#include "engine/values/limits.h"

namespace moa::engine {

namespace {

constexpr std::uint32_t kMagic = 0x46554747;  // "GGUF"

// Multiple of `alignment` at or above `value`; refuses what would overflow.
std::uint64_t aligned(const GgufReader &reader, std::uint64_t value, std::uint64_t alignment) {
    std::uint64_t padded = 0;
    if (__builtin_add_overflow(value, alignment - 1, &padded)) reader.refuse("an offset passes 2^64");
    return padded / alignment * alignment;
}

// Turns relative offsets into file offsets, after checking that the tensors follow one another with padding only.
void placeTensors(const GgufReader &reader, std::vector<TensorInfo> &tensors, std::uint64_t alignment,
                  std::uint64_t fileSize) {
    const auto start = aligned(reader, reader.at(), alignment);
    std::uint64_t expected = 0;
    for (auto &t : tensors) {
        if (t.offset != expected)
            reader.refuse(fmt::format("tensor '{}' begins at {}, expected {}", t.name, t.offset, expected));
        if (start > fileSize || t.offset > fileSize - start || t.bytes > fileSize - start - t.offset)
            reader.refuse(fmt::format("tensor '{}' passes the end of the file", t.name));
        expected = aligned(reader, t.offset + t.bytes, alignment);
        t.offset += start;
    }
}

template <class T>
const T *get(const GgufValue *value) {
    return value == nullptr ? nullptr : std::get_if<T>(value);
}

}  // namespace

GgufFile GgufFile::open(const std::filesystem::path &path) {
    GgufFile result{MappedFile(path)};
    refusePickle(result.file_);
    GgufReader reader(result.file_);
    if (reader.read<std::uint32_t>("the magic number") != kMagic) reader.refuse("it does not begin with 'GGUF'");
    const auto version = reader.read<std::uint32_t>("the version");
    if (version != 2 && version != 3) reader.refuse(fmt::format("version {} is not read, only 2 and 3", version));
    const auto tensors = reader.read<std::uint64_t>("the tensor count");
    const auto keys = reader.read<std::uint64_t>("the metadata count");
    if (tensors > limits::kTensors || keys > limits::kGgufKeys)
        reader.refuse(fmt::format("{} tensors and {} metadata values are more than allowed", tensors, keys));

    for (std::uint64_t i = 0; i < keys; ++i) {
        auto key = reader.readName("a metadata key", limits::kGgufKeyBytes);
        auto value = reader.readValue(key);
        if (!result.metadata_.emplace(key, std::move(value)).second)
            reader.refuse("the key '" + key + "' stands twice");
    }
    std::set<std::string> names;
    for (std::uint64_t i = 0; i < tensors; ++i) {
        result.tensors_.push_back(reader.readTensor());
        if (!names.insert(result.tensors_.back().name).second)
            reader.refuse("tensor '" + result.tensors_.back().name + "' stands twice");
    }
    if (result.find("general.alignment") != nullptr && !result.integer("general.alignment"))
        reader.refuse("the alignment is not a whole number");
    const auto alignment = result.integer("general.alignment").value_or(32);
    if (alignment < 1 || alignment > limits::kGgufAlignment || (alignment & (alignment - 1)) != 0)
        reader.refuse(fmt::format("the alignment {} is not a power of two", alignment));
    result.headerBytes_ = reader.at();
    placeTensors(reader, result.tensors_, static_cast<std::uint64_t>(alignment), result.file_.bytes().size());
    return result;
}

const GgufValue *GgufFile::find(std::string_view key) const {
    const auto at = metadata_.find(key);
    return at == metadata_.end() ? nullptr : &at->second;
}

std::optional<std::string> GgufFile::text(std::string_view key) const {
    const auto *value = get<std::string>(find(key));
    return value == nullptr ? std::nullopt : std::optional(*value);
}

std::optional<std::int64_t> GgufFile::integer(std::string_view key) const {
    if (const auto *value = get<std::int64_t>(find(key))) return *value;
    if (const auto *value = get<std::uint64_t>(find(key)); value != nullptr && *value <= INT64_MAX)
        return static_cast<std::int64_t>(*value);
    return std::nullopt;
}

std::optional<double> GgufFile::number(std::string_view key) const {
    const auto *value = get<double>(find(key));
    return value == nullptr ? std::nullopt : std::optional(*value);
}

std::optional<bool> GgufFile::flag(std::string_view key) const {
    const auto *value = get<bool>(find(key));
    return value == nullptr ? std::nullopt : std::optional(*value);
}

const std::vector<std::string> *GgufFile::texts(std::string_view key) const {
    return get<std::vector<std::string>>(find(key));
}

const std::vector<std::int64_t> *GgufFile::integers(std::string_view key) const {
    return get<std::vector<std::int64_t>>(find(key));
}

}  // namespace moa::engine
