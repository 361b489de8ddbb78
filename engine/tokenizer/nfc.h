// Unicode normalization form C (Unicode Standard Annex 15) with the data of Unicode 9, as the tokenizers library has
// it, and the way back to the bytes of the source.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace moa::engine {

class NfcText {
public:
    // Bytes begin..end of text() that stand for sourceBegin..sourceEnd and differ from them.
    struct Change {
        std::size_t begin;
        std::size_t end;
        std::size_t sourceBegin;
        std::size_t sourceEnd;
    };

    // `source` must be valid UTF-8.
    explicit NfcText(std::string_view source);

    [[nodiscard]] const std::string &text() const noexcept { return text_; }
    // Ascending.
    [[nodiscard]] const std::vector<Change> &changes() const noexcept { return changes_; }

private:
    std::string text_;
    std::vector<Change> changes_;
};

}  // namespace moa::engine
