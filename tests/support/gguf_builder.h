// GGUF files made piece by piece, right or wrong on purpose.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moa::test {

// Values as the format's specification numbers them.
enum class Gguf : std::uint32_t { U8, I8, U16, I16, U32, I32, F32, Bool, String, Array, U64, I64, F64 };

class GgufBuilder {
public:
    std::uint32_t magic = 0x46554747;
    std::uint32_t version = 3;
    std::uint64_t alignment = 32;  // of the data that is written
    std::int64_t extraKeys = 0;    // added to the counts in the header
    std::int64_t extraTensors = 0;
    std::int64_t offsetError = 0;  // added to the last tensor's offset

    template <class T>
    static void put(std::string &out, T value) {
        out.append(reinterpret_cast<const char *>(&value), sizeof value);
    }
    static void putText(std::string &out, std::string_view text) {
        put(out, static_cast<std::uint64_t>(text.size()));
        out += text;
    }

    // Any type and bytes.
    void raw(std::string_view key, std::uint32_t type, std::string_view bytes) {
        putText(metadata_, key);
        put(metadata_, type);
        metadata_ += bytes;
        ++keys_;
    }
    template <class T>
    void value(std::string_view key, Gguf type, T value) {
        std::string bytes;
        put(bytes, value);
        raw(key, static_cast<std::uint32_t>(type), bytes);
    }
    void count(std::string_view key, std::uint32_t number) { value(key, Gguf::U32, number); }
    void number(std::string_view key, float number) { value(key, Gguf::F32, number); }
    void text(std::string_view key, std::string_view text) {
        std::string bytes;
        putText(bytes, text);
        raw(key, static_cast<std::uint32_t>(Gguf::String), bytes);
    }
    void texts(std::string_view key, const std::vector<std::string> &values) {
        std::string bytes;
        put(bytes, Gguf::String);
        put(bytes, static_cast<std::uint64_t>(values.size()));
        for (const auto &v : values) putText(bytes, v);
        raw(key, static_cast<std::uint32_t>(Gguf::Array), bytes);
    }

    // Dimensions fastest first, as the file has them.
    void tensor(std::string_view name, const std::vector<std::uint64_t> &dims, std::uint32_t type, std::string data) {
        tensors_.push_back({std::string(name), dims, type, std::move(data), 0});
    }
    void floats(std::string_view name, const std::vector<std::uint64_t> &dims, std::span<const float> values) {
        tensor(name, dims, 0, {reinterpret_cast<const char *>(values.data()), values.size_bytes()});
    }

    // A tensor of `bytes` bytes that bytes() leaves out: only header() fits such a file.
    void hollow(std::string_view name, const std::vector<std::uint64_t> &dims, std::uint32_t type,
                std::uint64_t bytes) {
        tensors_.push_back({std::string(name), dims, type, {}, bytes});
    }

    // Everything in front of the data, and the bytes of data that follow.
    [[nodiscard]] std::pair<std::string, std::uint64_t> header() const {
        std::string out;
        put(out, magic);
        put(out, version);
        put(out, tensors_.size() + static_cast<std::uint64_t>(extraTensors));
        put(out, keys_ + static_cast<std::uint64_t>(extraKeys));
        out += metadata_;
        std::uint64_t at = 0;
        for (std::size_t i = 0; i < tensors_.size(); ++i) {
            const auto &t = tensors_[i];
            at = aligned(at);
            putText(out, t.name);
            put(out, static_cast<std::uint32_t>(t.dims.size()));
            for (const auto d : t.dims) put(out, d);
            put(out, t.type);
            const bool last = i + 1 == tensors_.size();
            put(out, at + (last ? static_cast<std::uint64_t>(offsetError) : 0));
            at += t.data.size() + t.hole;
        }
        if (!tensors_.empty()) out.resize(aligned(out.size()));
        return {out, at};
    }

    [[nodiscard]] std::string bytes() const {
        auto out = header().first;
        const auto start = out.size();
        for (const auto &t : tensors_) {
            out.resize(start + aligned(out.size() - start));
            out += t.data;
        }
        return out;
    }

private:
    [[nodiscard]] std::uint64_t aligned(std::uint64_t at) const { return (at + alignment - 1) / alignment * alignment; }

    struct Tensor {
        std::string name;
        std::vector<std::uint64_t> dims;
        std::uint32_t type;
        std::string data;
        std::uint64_t hole = 0;
    };
    std::string metadata_;
    std::uint64_t keys_ = 0;
    std::vector<Tensor> tensors_;
};

}  // namespace moa::test
