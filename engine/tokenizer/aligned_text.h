// Text that a tokenizer rewrote, with the way back to the bytes it was made from. Internal to the tokenizer room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace moa::engine {

class AlignedText {
public:
    // `source` as it is; its first byte is byte `offset` of the whole.
    AlignedText(std::string_view source, std::size_t offset) : text_(source), offset_(offset) {}

    [[nodiscard]] const std::string &text() const noexcept { return text_; }
    // Byte of the source that belongs to byte `at` of text() (0..size); inside a stretch that was rewritten, the end of
    // that stretch. Never decreases with `at`.
    [[nodiscard]] std::size_t sourceOffset(std::size_t at) const noexcept {
        return boundaries_.empty() ? offset_ + at : boundaries_[at];
    }
    // Bytes begin..end of this text.
    [[nodiscard]] AlignedText slice(std::size_t begin, std::size_t end) const;

private:
    friend class TextRewriter;

    std::string text_;
    std::size_t offset_;
    std::vector<std::size_t> boundaries_;  // per byte of text_ and one more; empty: nothing was rewritten
};

// Makes an aligned text from another, from left to right.
class TextRewriter {
public:
    explicit TextRewriter(const AlignedText &from) : from_(from), to_(std::string_view(), 0) {}

    [[nodiscard]] std::size_t position() const noexcept { return at_; }           // bytes of the old text that are done
    [[nodiscard]] std::size_t size() const noexcept { return to_.text_.size(); }  // bytes of the new text so far
    void keep(std::size_t bytes);
    void replace(std::size_t bytes, std::string_view with);  // bytes = 0: inserted
    // Keeps the rest.
    [[nodiscard]] AlignedText finish();

private:
    const AlignedText &from_;
    AlignedText to_;
    std::size_t at_ = 0;
};

}  // namespace moa::engine
