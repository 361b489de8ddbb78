#include "engine/formats/gguf_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "engine/formats/utf8.h"
#include "engine/values/limits.h"

namespace moa::engine {

namespace {

// Value types of the format's specification (docs/gguf.md).
enum Type : std::uint32_t { U8, I8, U16, I16, U32, I32, F32, Bool, String, Array, U64, I64, F64 };

std::uint64_t sizeOf(std::uint32_t type) {
    switch (type) {
        case U8:
        case I8:
        case Bool: return 1;
        case U16:
        case I16: return 2;
        case U32:
        case I32:
        case F32: return 4;
        case U64:
        case I64:
        case F64: return 8;
        case String: return 8;  // its length, at least
        default: return 0;
    }
}

// Tensor types by their number in ggml.h.
std::optional<Dtype> tensorType(std::uint32_t number) {
    switch (number) {
        case 0: return Dtype::F32;
        case 1: return Dtype::F16;
        case 2: return Dtype::Q4_0;
        case 3: return Dtype::Q4_1;
        case 6: return Dtype::Q5_0;
        case 7: return Dtype::Q5_1;
        case 8: return Dtype::Q8_0;
        case 12: return Dtype::Q4_K;
        case 13: return Dtype::Q5_K;
        case 14: return Dtype::Q6_K;
        case 30: return Dtype::BF16;
        default: return std::nullopt;
    }
}

}  // namespace

GgufReader::GgufReader(const MappedFile &file)
    : bytes_(file.bytes().first(std::min<std::uint64_t>(file.bytes().size(), limits::kGgufHeader)),
             {"The GGUF file cannot be read", file.path().string(), "Download or convert the model again."}) {}

std::string GgufReader::readString(std::string_view what, std::uint64_t limit) {
    const auto length = read<std::uint64_t>(what);
    return std::string(bytes_.text(length, limit, what));
}

std::string GgufReader::readName(std::string_view what, std::uint64_t limit) {
    auto name = readString(what, limit);
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    if (name.empty() || invalidUtf8(name) != std::string::npos || std::ranges::any_of(name, isControl))
        refuse(fmt::format("{} is empty, or holds something else than printable UTF-8", what));
    return name;
}

GgufValue GgufReader::readValue(const std::string &key) {
    const auto type = read<std::uint32_t>("the type of '" + key + "'");
    if (type == Array) return readArray(key);
    auto value = readScalar(type, key);
    if (const auto *text = std::get_if<std::string>(&value); text != nullptr && invalidUtf8(*text) != std::string::npos)
        refuse("'" + key + "' is not UTF-8");
    return value;
}

GgufValue GgufReader::readScalar(std::uint32_t type, const std::string &key) {
    switch (type) {
        case U8: return std::uint64_t{read<std::uint8_t>(key)};
        case U16: return std::uint64_t{read<std::uint16_t>(key)};
        case U32: return std::uint64_t{read<std::uint32_t>(key)};
        case U64: return read<std::uint64_t>(key);
        case I8: return std::int64_t{read<std::int8_t>(key)};
        case I16: return std::int64_t{read<std::int16_t>(key)};
        case I32: return std::int64_t{read<std::int32_t>(key)};
        case I64: return read<std::int64_t>(key);
        case F32: return static_cast<double>(read<float>(key));
        case F64: return read<double>(key);
        case String: return readString("'" + key + "'", limits::kGgufTextBytes);
        case Bool: {
            const auto value = read<std::uint8_t>(key);
            if (value > 1) refuse("the flag '" + key + "' is neither 0 nor 1");
            return value == 1;
        }
        default: refuse(fmt::format("'{}' has the unknown type {}", key, type));
    }
}

GgufValue GgufReader::readArray(const std::string &key) {
    const auto type = read<std::uint32_t>(key);
    const auto count = read<std::uint64_t>(key);
    if (sizeOf(type) == 0) refuse(fmt::format("the array '{}' holds the type {}, which is not read", key, type));
    bytes_.need(count, sizeOf(type), limits::kGgufArray, "the array '" + key + "'");
    std::vector<std::string> texts;
    std::vector<std::int64_t> integers;
    std::vector<double> numbers;
    for (std::uint64_t i = 0; i < count; ++i) {
        auto value = readScalar(type, key);
        if (auto *text = std::get_if<std::string>(&value)) texts.push_back(std::move(*text));
        if (const auto *number = std::get_if<double>(&value)) numbers.push_back(*number);
        if (const auto *number = std::get_if<std::int64_t>(&value)) integers.push_back(*number);
        if (const auto *number = std::get_if<std::uint64_t>(&value))
            integers.push_back(static_cast<std::int64_t>(*number));
        if (const auto *number = std::get_if<bool>(&value)) integers.push_back(*number ? 1 : 0);
    }
    if (type == String) return texts;
    if (type == F32 || type == F64) return numbers;
    return integers;
}

TensorInfo GgufReader::readTensor() {
    TensorInfo info;
    info.name = readName("a tensor's name", limits::kGgufNameBytes);
    const auto dims = read<std::uint32_t>("the dimensions of '" + info.name + "'");
    if (dims < 1 || dims > limits::kGgufDimensions)
        refuse(fmt::format("tensor '{}' has {} dimensions", info.name, dims));
    for (std::uint32_t d = 0; d < dims; ++d) {
        const auto size = read<std::int64_t>("the shape of '" + info.name + "'");
        if (size < 1) refuse(fmt::format("tensor '{}' has the dimension {}", info.name, size));
        info.shape.insert(info.shape.begin(), size);  // stored fastest first
    }
    const auto number = read<std::uint32_t>("the type of '" + info.name + "'");
    const auto dtype = tensorType(number);
    if (!dtype) refuse(fmt::format("tensor '{}' has the type {}, which is not read", info.name, number));
    info.dtype = *dtype;
    info.offset = read<std::uint64_t>("the offset of '" + info.name + "'");
    const auto values = valueCount(info.shape);
    std::int64_t bytes = 0;
    if (values < 0 || info.shape.back() % blockValues(info.dtype) != 0 ||
        __builtin_mul_overflow(values / blockValues(info.dtype), blockBytes(info.dtype), &bytes))
        refuse(fmt::format("the shape of tensor '{}' does not fit its type {}", info.name, toString(info.dtype)));
    info.bytes = static_cast<std::uint64_t>(bytes);
    return info;
}

}  // namespace moa::engine
