// Values from bytes nobody vouches for. Internal to the rooms that read foreign files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace moa::engine {

// Walks bytes from front to back; whatever is taken was proven against the bytes that are left and against a limit
// (engine/values/limits.h) before. Numbers are little-endian, as the machines are this runs on.
class BoundedReader {
public:
    // What refuse() says besides the reason: "The GGUF file cannot be read", the file, what the user can do.
    struct Subject {
        std::string what;
        std::string where;
        std::string remedy;
    };

    BoundedReader(std::span<const std::byte> data, Subject subject) : data_(data), subject_(std::move(subject)) {}

    // `what` names the value in errors, such as "the tensor count".
    template <class T>
    [[nodiscard]] T read(std::string_view what) {
        static_assert(std::is_arithmetic_v<T>);
        T value;
        std::memcpy(&value, take(sizeof(T), sizeof(T), what).data(), sizeof(T));
        return value;
    }
    // The next `bytes` bytes.
    [[nodiscard]] std::span<const std::byte> take(std::uint64_t bytes, std::uint64_t limit, std::string_view what);
    [[nodiscard]] std::string_view text(std::uint64_t bytes, std::uint64_t limit, std::string_view what);
    // Refuses `count` entries of at least `bytesEach` bytes that cannot stand in what is left, or pass the limit.
    void need(std::uint64_t count, std::uint64_t bytesEach, std::uint64_t limit, std::string_view what) const;

    [[nodiscard]] std::uint64_t at() const noexcept { return at_; }
    [[nodiscard]] std::uint64_t left() const noexcept { return data_.size() - at_; }
    // Throws moa::Error with the file and the byte reached.
    [[noreturn]] void refuse(const std::string &why) const;

private:
    std::span<const std::byte> data_;
    Subject subject_;
    std::uint64_t at_ = 0;
};

}  // namespace moa::engine
