// Protocol buffers' wire format, read field by field. Internal to the tokenizer room.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moa::engine {

// A field of a message. Numbers of any width come as the same 64 bits.
struct WireField {
    std::uint32_t number = 0;
    std::uint64_t value = 0;  // varint and fixed fields
    std::string_view bytes;   // of text, bytes and messages
    bool holdsBytes = false;  // which of the two it is
};

// Source: protobuf.dev, Encoding. Groups, which nobody writes any more, are refused.
class WireReader {
public:
    // `where` names the file in errors, and must live on.
    WireReader(std::string_view message, const std::string &where) : left_(message), where_(where) {}

    // The next field; nullopt at the end. Throws moa::Error for what is cut off or out of the format.
    [[nodiscard]] std::optional<WireField> next();

private:
    [[noreturn]] void refuse(const char *why) const;
    [[nodiscard]] std::uint64_t varint();
    [[nodiscard]] std::string_view take(std::uint64_t bytes);

    std::string_view left_;
    const std::string &where_;
};

}  // namespace moa::engine
