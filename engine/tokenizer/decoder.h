// Token texts back to text, after tokenizer.json's decoders.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "engine/tokenizer/split_pattern.h"

namespace moa::engine {

struct DecodedToken {
    std::string text;
    bool added = false;  // an added token: its text is no byte alphabet
};

// Tokens in the byte alphabet to the text of all their bytes.
struct ByteLevelDecoder {};

// Tokens <0x00> to <0xFF> to bytes: a row of them that is no UTF-8 becomes U+FFFD each.
struct ByteFallbackDecoder {};

struct ReplaceDecoder {
    SplitPattern pattern;
    std::string content;
};

struct FuseDecoder {};

// Takes up to `start` and `stop` characters `content` from the ends of every token.
struct StripDecoder {
    std::string content;
    std::size_t start = 0;
    std::size_t stop = 0;
};

// `replacement` to spaces; in the first token to nothing, where encoding puts one in front.
struct MetaspaceDecoder {
    std::string replacement;
    bool dropFirst = true;
};

// SentencePiece's own: a `mark` is a space, bytes are as in a lenient fallback; where encoding puts a mark in front,
// the first one is dropped, or (`collapsed`) all that begin tokens in front of the first text.
struct SentencePieceDecoder {
    std::string mark;
    bool dropFirst = true;
    bool collapsed = false;
};

class Decoder {
public:
    using Step = std::variant<ByteLevelDecoder, ByteFallbackDecoder, ReplaceDecoder, FuseDecoder, StripDecoder,
                              MetaspaceDecoder, SentencePieceDecoder>;

    void add(Step step);
    // `whole`: the tokens are all of a text; otherwise what only the ends of a text lose is kept. Without any step
    // tokens are joined by spaces. The result is valid UTF-8.
    [[nodiscard]] std::string decode(std::vector<DecodedToken> tokens, bool whole) const;

private:
    std::vector<Step> steps_;
};

}  // namespace moa::engine
