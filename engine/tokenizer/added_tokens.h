// Tokens that are matched in the text before anything else.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/tokenizer/split_pattern.h"

namespace moa::engine {

struct AddedToken {
    std::int32_t id = 0;
    std::string text;
    bool special = false;     // recognised only with EncodeOptions::parseSpecial
    bool stripLeft = false;   // takes white space before it
    bool stripRight = false;  // takes white space after it
    bool singleWord = false;  // only between non-word characters
    bool normalized = false;  // matched in the normalized text, as its own normalized form
};

// A stretch of text: one added token, or (token == nullptr) what stands between them.
struct Section {
    const AddedToken *token = nullptr;
    std::size_t begin = 0;
    std::size_t end = 0;
};

// Finds the longest token at the first place where one begins, goes on behind it. After AddedVocabulary of the
// tokenizers library.
class AddedTokens {
public:
    // All texts must not be empty; of two equal ones the first counts.
    explicit AddedTokens(std::vector<AddedToken> tokens);
    AddedTokens(AddedTokens &&) = default;  // byText_ points into tokens_, which moves along
    AddedTokens &operator=(AddedTokens &&) = default;

    [[nodiscard]] std::vector<Section> split(std::string_view text, bool parseSpecial) const;

private:
    [[nodiscard]] const AddedToken *longestAt(std::string_view text, std::size_t at) const;
    [[nodiscard]] bool standsAlone(std::string_view text, std::size_t begin, std::size_t end) const;

    std::vector<AddedToken> tokens_;
    std::unordered_map<std::string_view, std::size_t> byText_;           // of tokens_
    std::array<std::vector<std::size_t>, 256> lengthsByFirstByte_ = {};  // longest first
    std::optional<SplitPattern> word_;
};

}  // namespace moa::engine
