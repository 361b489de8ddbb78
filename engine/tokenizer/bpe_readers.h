// Where descriptions of byte pair encodings come from. Internal to the tokenizer room.
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>

#include "engine/formats/gguf_file.h"
#include "engine/tokenizer/bpe_tokenizer.h"
#include "engine/values/limits.h"

namespace moa::engine {

constexpr const char *kUnknownText = " \xE2\x81\x87 ";  // U+2047, what SentencePiece decodes an unknown token to

// Hugging Face tokenizer.json with model type BPE, over bytes or with byte fallback. Throws moa::Error naming the part
// that is not read (another model, normalizer, pre-tokenizer, post-processor, decoder) or contradicts itself.
[[nodiscard]] BpeDescription bpeFromJson(const nlohmann::json &json, const std::string &where);

// The same without vocabulary, merges and added tokens: where the type is given, those may be missing from `json`.
[[nodiscard]] BpeDescription bpeStepsFromJson(const nlohmann::json &json, const std::string &where);

// GGUF's tokenizer.ggml: model "gpt2" with the pre-tokenizers of gguf_pre_tokenizers.h, and model "llama".
[[nodiscard]] BpeDescription bpeFromGguf(const GgufFile &file);

// How transformers' LlamaTokenizer uses a SentencePiece model (tokenizer_config.json).
struct SentencePieceUse {
    bool addBegin = true;
    bool addEnd = false;
    bool legacy = true;  // the space in front is added behind every special token, not only where the text begins
    std::vector<AddedToken> added;
};

// SentencePiece's tokenizer.model (a serialised ModelProto) of type BPE without a character map. Throws moa::Error
// naming what is not read: other types, normalization rules, whitespace as suffix.
[[nodiscard]] BpeDescription bpeFromSentencePiece(std::span<const std::byte> file, const SentencePieceUse &use,
                                                  const std::string &where);

// From tokenizer_config.json and added_tokens.json beside the model, null where there is none. Throws moa::Error for
// added tokens without id or text.
[[nodiscard]] SentencePieceUse sentencePieceUse(const nlohmann::json &config, const nlohmann::json &added,
                                                const std::string &where);

// SentencePiece's treatment of spaces, to the steps around a model of its kind: a space in front of the text
// (`dummyPrefix`), or of every stretch between added tokens too (`everySection`); rows of spaces become one
// (`collapse`).
void addSentencePieceSteps(bool dummyPrefix, bool everySection, bool collapse, BpeDescription &out);

// Throws moa::Error for a token longer than limits::kTokenBytes.
void checkTokenText(const std::string &text, std::size_t id, const std::string &where);

// The error of a tokenizer that is not read: its remedy names --ids.
[[noreturn]] void refuseTokenizer(const std::string &where, const std::string &why);

}  // namespace moa::engine
