// Byte pair encoding in its three forms: over bytes (GPT-2, Llama 3, Qwen, SmolLM), over characters with byte fallback
// (Llama 2), and SentencePiece's own.
#pragma once

#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "engine/tokenizer/added_tokens.h"
#include "engine/tokenizer/bpe_description.h"
#include "engine/tokenizer/ranked_bpe.h"
#include "engine/tokenizer/scored_bpe.h"
#include "engine/tokenizer/tokenizer.h"

namespace moa::engine {

// Text is cut at added tokens, normalized, cut at added tokens that are matched in normalized text, cut into pieces,
// and each piece is encoded.
class BpeTokenizer final : public Tokenizer {
public:
    // Throws moa::Error for merges of tokens that do not exist, empty added tokens, and ids outside the vocabulary.
    explicit BpeTokenizer(BpeDescription description);

    [[nodiscard]] std::vector<TokenPiece> encodePieces(std::string_view text,
                                                       const EncodeOptions &options = {}) const override;
    [[nodiscard]] std::string decode(std::span<const std::int32_t> ids) const override {
        return decodeTokens(ids, true);
    }
    [[nodiscard]] std::string tokenText(std::int32_t id) const override {
        return decodeTokens(std::span(&id, 1), false);
    }
    [[nodiscard]] int vocabSize() const noexcept override { return static_cast<int>(texts_.size()); }
    [[nodiscard]] int beginToken() const noexcept override { return beginToken_; }
    [[nodiscard]] std::int32_t find(std::string_view token) const override;
    [[nodiscard]] std::string kind() const override { return kind_; }

private:
    void addTexts(BpeDescription &description);
    void encodeSection(const AlignedText &text, bool parseSpecial, MergeSpace &space,
                       std::vector<TokenPiece> &out) const;
    [[nodiscard]] std::string decodeTokens(std::span<const std::int32_t> ids, bool whole) const;

    std::string kind_;
    std::vector<DecodedToken> texts_;  // per id
    std::unordered_map<std::string, std::int32_t> ids_;
    AddedTokens added_;
    AddedTokens addedNormalized_;
    Normalizer normalizer_;
    PreTokenizer preTokenizer_;
    Decoder decoder_;
    std::variant<RankedBpe, ScoredBpe> model_;
    std::vector<std::int32_t> prefix_;
    std::vector<std::int32_t> suffix_;
    int beginToken_ = -1;
};

}  // namespace moa::engine
