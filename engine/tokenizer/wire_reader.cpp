#include "engine/tokenizer/wire_reader.h"

#include "engine/tokenizer/bpe_readers.h"

namespace moa::engine {

namespace {

enum WireType : std::uint32_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

std::uint64_t littleEndian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i > 0; --i) value = value << 8 | static_cast<unsigned char>(bytes[i - 1]);
    return value;
}

}  // namespace

std::optional<WireField> WireReader::next() {
    if (left_.empty()) return std::nullopt;
    const auto tag = varint();
    if (tag >> 3 == 0 || tag >> 32 != 0) refuse("a field has no number");
    WireField field;
    field.number = static_cast<std::uint32_t>(tag >> 3);
    switch (tag & 7) {
        case kVarint: field.value = varint(); break;
        case kFixed64: field.value = littleEndian(take(8)); break;
        case kFixed32: field.value = littleEndian(take(4)); break;
        case kBytes:
            field.bytes = take(varint());
            field.holdsBytes = true;
            break;
        default: refuse("a field has an unknown wire type");
    }
    return field;
}

void WireReader::refuse(const char *why) const {
    refuseTokenizer(where_, std::string("it is no SentencePiece model: ") + why);
}

std::uint64_t WireReader::varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        const auto byte = static_cast<unsigned char>(take(1)[0]);
        value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
        if (byte < 0x80) return value;
    }
    refuse("a number has more than ten bytes");
}

std::string_view WireReader::take(std::uint64_t bytes) {
    if (bytes > left_.size()) refuse("it is cut off");
    const auto taken = left_.substr(0, bytes);
    left_.remove_prefix(bytes);
    return taken;
}

}  // namespace moa::engine
