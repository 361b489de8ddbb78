#include "engine/tokenizer/aligned_text.h"

namespace moa::engine {

AlignedText AlignedText::slice(std::size_t begin, std::size_t end) const {
    AlignedText out(std::string_view(text_).substr(begin, end - begin), sourceOffset(begin));
    if (!boundaries_.empty())
        out.boundaries_.assign(boundaries_.begin() + static_cast<std::ptrdiff_t>(begin),
                               boundaries_.begin() + static_cast<std::ptrdiff_t>(end) + 1);
    return out;
}

void TextRewriter::keep(std::size_t bytes) {
    to_.text_.append(from_.text_, at_, bytes);
    for (; bytes > 0; --bytes) to_.boundaries_.push_back(from_.sourceOffset(at_++));
}

void TextRewriter::replace(std::size_t bytes, std::string_view with) {
    to_.text_ += with;
    const auto end = from_.sourceOffset(at_ + bytes);
    for (std::size_t i = 0; i < with.size(); ++i) to_.boundaries_.push_back(i == 0 ? from_.sourceOffset(at_) : end);
    at_ += bytes;
}

AlignedText TextRewriter::finish() {
    keep(from_.text_.size() - at_);
    to_.boundaries_.push_back(from_.sourceOffset(at_));
    return std::move(to_);
}

}  // namespace moa::engine
