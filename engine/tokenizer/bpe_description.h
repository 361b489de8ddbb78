// Everything a tokenizer file says, read and checked by its reader.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/tokenizer/added_tokens.h"
#include "engine/tokenizer/decoder.h"
#include "engine/tokenizer/normalizer.h"
#include "engine/tokenizer/pre_tokenizer.h"

namespace moa::engine {

// What a token of a SentencePiece vocabulary is for; numbered as in sentencepiece_model.proto and in GGUF.
enum class TokenType : std::uint8_t { Normal = 1, Unknown = 2, Control = 3, UserDefined = 4, Unused = 5, Byte = 6 };

struct BpeDescription {
    // How pairs are ranked, and what the symbols at the start are.
    enum class Kind {
        ByteLevel,      // merges by rank, over bytes
        ByteFallback,   // merges by rank, over characters
        SentencePiece,  // merges by the score of the token they make, over characters
    };

    [[nodiscard]] std::string kindName() const;

    std::string where;  // names the file in errors
    Kind kind = Kind::ByteLevel;
    std::vector<std::string> tokens;                          // by id, as the file has them; empty: no such id
    std::vector<std::pair<std::string, std::string>> merges;  // by rank
    std::vector<float> scores;                                // by id (SentencePiece)
    std::vector<TokenType> types;                             // by id (SentencePiece)
    bool byteFallback = false;  // a character that is no token becomes its bytes, <0x00> to <0xFF>
    bool fuseUnknown = false;   // unknown characters in a row are one token (SentencePiece always)
    bool ignoreMerges = false;  // a whole piece that is a token is taken as it is
    int unknownToken = -1;      // -1: unknown characters are left out
    std::string unknownText;    // what it decodes to; empty: its own text
    std::vector<AddedToken> added;
    Normalizer normalizer;
    PreTokenizer preTokenizer;
    Decoder decoder;
    std::vector<std::int32_t> prefix;  // added in front by EncodeOptions::addSpecial
    std::vector<std::int32_t> suffix;
    int beginToken = -1;
};

}  // namespace moa::engine
