// Byte pair encoding by the scores of the tokens, as SentencePiece has it. Internal to the tokenizer room.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/tokenizer/added_tokens.h"
#include "engine/tokenizer/bpe_description.h"
#include "engine/tokenizer/merge_loop.h"
#include "engine/tokenizer/tokenizer.h"

namespace moa::engine {

// Pairs merge whose text is a token, the highest score first. Source: google/sentencepiece, bpe_model.cc and
// sentencepiece_processor.cc.
class ScoredBpe {
public:
    // Throws moa::Error for two tokens of one text, an unknown token that is missing, and missing byte tokens.
    explicit ScoredBpe(const BpeDescription &description);

    // Appends the tokens of one piece; their bytes are counted from `offset`.
    void encode(std::string_view piece, std::size_t offset, MergeSpace &space, std::vector<TokenPiece> &out) const;

private:
    struct Token {
        std::int32_t id;
        float score;
        bool unused;
    };
    // Where tokens were split that a vocabulary marks as unused: bytes of the left part, by the token's text.
    using Splits = std::unordered_map<std::string_view, std::size_t>;

    [[nodiscard]] const Token *find(std::string_view text) const;
    void addToken(std::string_view piece, std::size_t begin, std::size_t end, std::size_t offset, const Splits &splits,
                  std::vector<TokenPiece> &out) const;
    void addUnknown(std::string_view piece, std::size_t begin, std::size_t end, std::size_t offset,
                    std::vector<TokenPiece> &out) const;

    std::vector<std::string> texts_;                               // by id
    std::unordered_map<std::string_view, Token> tokens_;           // that pairs merge to
    std::unordered_map<std::string_view, std::int32_t> reserved_;  // control and byte tokens
    AddedTokens userDefined_;
    std::array<std::int32_t, 256> byteIds_ = {};
    std::size_t longest_ = 0;
    std::int32_t unknown_;
    bool byteFallback_;
};

}  // namespace moa::engine
