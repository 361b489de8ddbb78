// Unicode normalization form C (Unicode Standard Annex 15), with the way back to the bytes of the source.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace moa::engine {

class NfcText {
public:
    // `source` must be valid UTF-8.
    explicit NfcText(std::string_view source);

    [[nodiscard]] const std::string &text() const noexcept { return text_; }
    // Byte of the source that belongs to byte `offset` of text() (0..size); inside a stretch that was rewritten, the
    // end of that stretch. Never decreases with `offset`.
    [[nodiscard]] std::size_t sourceOffset(std::size_t offset) const noexcept;

private:
    // Bytes begin..end of text() that stand for sourceBegin..sourceEnd and differ from them.
    struct Change {
        std::size_t begin;
        std::size_t end;
        std::size_t sourceBegin;
        std::size_t sourceEnd;
    };

    std::string text_;
    std::vector<Change> changes_;
};

}  // namespace moa::engine
