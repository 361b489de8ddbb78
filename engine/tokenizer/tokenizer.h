// Text to token ids and back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/formats/model_files.h"

namespace moa::engine {

struct EncodeOptions {
    bool parseSpecial = true;  // special tokens that stand in the text are recognised, else spelled out
    bool addSpecial = false;   // what the post-processor adds (a begin token), as the tokenizer's own library does
};

// A token and the bytes of the text it stands for; begin == end for what the post-processor adds.
struct TokenPiece {
    std::int32_t id = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
    friend bool operator==(const TokenPiece &, const TokenPiece &) = default;
};

class Tokenizer {
public:
    virtual ~Tokenizer() = default;

    // Text is UTF-8; throws moa::Error with the byte offset where it is not.
    [[nodiscard]] virtual std::vector<TokenPiece> encodePieces(std::string_view text,
                                                               const EncodeOptions &options = {}) const = 0;
    // Text of the ids; bytes that are no UTF-8 become U+FFFD. Ids outside the vocabulary throw moa::Error.
    [[nodiscard]] virtual std::string decode(std::span<const std::int32_t> ids) const = 0;
    // Text of one token as it stands inside a text: the space at its start is kept.
    [[nodiscard]] virtual std::string tokenText(std::int32_t id) const = 0;
    [[nodiscard]] virtual int vocabSize() const noexcept = 0;
    // The token the post-processor puts in front, or the model's begin token; -1: none.
    [[nodiscard]] virtual int beginToken() const noexcept = 0;
    // Id of a token by its exact text, special tokens included; -1: none.
    [[nodiscard]] virtual std::int32_t find(std::string_view token) const = 0;
    [[nodiscard]] virtual std::string kind() const = 0;

    [[nodiscard]] std::vector<std::int32_t> encode(std::string_view text, const EncodeOptions &options = {}) const;

protected:
    Tokenizer() = default;
    Tokenizer(const Tokenizer &) = default;
    Tokenizer &operator=(const Tokenizer &) = default;
};

// Ids of a text as a model reads it: with the begin token of the tokenizer, unless the text begins with it already.
[[nodiscard]] std::vector<std::int32_t> encodeForModel(const Tokenizer &tokenizer, std::string_view text,
                                                       EncodeOptions options = {true, true});

// The tokenizer of a model: tokenizer.json, else tokenizer.model; of a GGUF file its kinds "gpt2" and "llama".
// Throws moa::Error for a kind that is not read (the remedy names --ids) and for files that contradict themselves.
[[nodiscard]] std::unique_ptr<Tokenizer> openTokenizer(const ModelFiles &files);

// The model's facts with tokenizer (its kind, or "unsupported: ..." with the reason), chat template and begin
// token filled in. Of a tokenizer.json the steps alone are read: what is wrong with its tokens is told by
// openTokenizer.
[[nodiscard]] ModelFacts completeFacts(const ModelFiles &files);

}  // namespace moa::engine
