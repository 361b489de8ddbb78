// Byte-level byte pair encoding, as GPT-2, Llama 3, Qwen and SmolLM use it.
#pragma once

#include <array>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/tokenizer/pre_tokenizer.h"
#include "engine/tokenizer/tokenizer.h"

namespace moa::engine {

// A token that is matched in the text before anything else.
struct AddedToken {
    std::int32_t id = 0;
    std::string text;
    bool special = false;     // recognised only with EncodeOptions::parseSpecial
    bool stripLeft = false;   // takes white space before it
    bool stripRight = false;  // takes white space after it
    bool singleWord = false;  // only between non-word characters
};

// Everything a tokenizer file says, read and checked by its reader.
struct BpeDescription {
    std::string where;                                        // names the file in errors
    std::vector<std::string> tokens;                          // by id, in the byte alphabet; empty: no such id
    std::vector<std::pair<std::string, std::string>> merges;  // by rank
    std::vector<AddedToken> added;
    std::vector<SplitPattern> patterns;
    bool nfc = false;                  // text is brought to normalization form C first
    bool ignoreMerges = false;         // a whole piece that is a token is taken as it is
    std::vector<std::int32_t> prefix;  // added in front by EncodeOptions::addSpecial
    std::vector<std::int32_t> suffix;
    int beginToken = -1;
};

class BpeTokenizer final : public Tokenizer {
public:
    // Throws moa::Error for merges of tokens that do not exist, and ids that stand for two texts.
    explicit BpeTokenizer(BpeDescription description);

    [[nodiscard]] std::vector<TokenPiece> encodePieces(std::string_view text,
                                                       const EncodeOptions &options = {}) const override;
    [[nodiscard]] std::string decode(std::span<const std::int32_t> ids) const override;
    [[nodiscard]] int vocabSize() const noexcept override { return static_cast<int>(bytes_.size()); }
    [[nodiscard]] int beginToken() const noexcept override { return beginToken_; }
    [[nodiscard]] std::int32_t find(std::string_view token) const override;
    [[nodiscard]] std::string kind() const override { return "byte-level BPE"; }

private:
    struct Merge {
        std::int32_t rank;
        std::int32_t id;
    };
    struct Match {
        const AddedToken *token = nullptr;
        std::size_t begin = 0;
        std::size_t end = 0;
    };

    void addTokens(const BpeDescription &description);
    void addMerges(const BpeDescription &description);
    [[nodiscard]] Match nextAdded(std::string_view text, std::size_t from, bool parseSpecial) const;
    void encodeText(std::string_view text, std::size_t offset, std::vector<TokenPiece> &out) const;
    void encodePiece(std::string_view piece, std::size_t offset, std::vector<TokenPiece> &out) const;
    [[nodiscard]] const Merge *mergeOf(std::int32_t left, std::int32_t right) const;

    std::string where_;
    std::vector<std::string> bytes_;  // per id: the bytes it stands for
    std::unordered_map<std::string, std::int32_t> ids_;
    std::array<std::int32_t, 256> byteIds_ = {};  // -1: no token for this byte
    std::unordered_map<std::uint64_t, Merge> merges_;
    std::vector<AddedToken> added_;  // longest first
    std::array<std::vector<std::size_t>, 256> addedByFirstByte_;
    PreTokenizer preTokenizer_;
    bool nfc_;
    bool ignoreMerges_;
    std::vector<std::int32_t> prefix_;
    std::vector<std::int32_t> suffix_;
    int beginToken_;
};

}  // namespace moa::engine
