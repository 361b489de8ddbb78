#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/formats/utf8.h"
#include "engine/tokenizer/bpe_readers.h"

namespace moa::engine {

namespace {

struct PreTokenizerName {
    std::string_view name;
    enum class Family { Gpt2, Llama3, Qwen2, SmolLm, Default } family;
};
using Family = PreTokenizerName::Family;

// Values of tokenizer.ggml.pre and what they stand for (llama.cpp, llama-vocab.cpp).
constexpr std::array<PreTokenizerName, 11> kPreTokenizers = {{{"gpt-2", Family::Gpt2},
                                                              {"phi-2", Family::Gpt2},
                                                              {"llama-bpe", Family::Llama3},
                                                              {"llama3", Family::Llama3},
                                                              {"llama-v3", Family::Llama3},
                                                              {"qwen2", Family::Qwen2},
                                                              {"deepseek-r1-qwen", Family::Qwen2},
                                                              {"smollm", Family::SmolLm},
                                                              {"codeshell", Family::SmolLm},
                                                              {"default", Family::Default},
                                                              {"", Family::Default}}};
// What llama.cpp takes for a file that names nothing better.
constexpr const char *kPunctuation = R"([\p{P}\$\+<=>\^~\|]+)";
constexpr const char *kNumbers = R"(\p{N}+)";
constexpr const char *kThreeDigits = "[0-9][0-9][0-9]";

void addExpressions(const std::string &pre, BpeDescription &out) {
    const auto *known = std::ranges::find(kPreTokenizers, std::string_view(pre), &PreTokenizerName::name);
    if (known == kPreTokenizers.end()) refuseTokenizer(out.where, "its pre-tokenizer '" + pre + "' is not read");
    const auto add = [&](const char *expression) {
        out.preTokenizer.add(SplitStep{SplitPattern(expression, out.where)});
    };
    switch (known->family) {
        case Family::Gpt2: return add(SplitPattern::kGpt2);
        case Family::Qwen2: return add(SplitPattern::kQwen2);
        case Family::Llama3: out.ignoreMerges = true; return add(SplitPattern::kLlama3);
        case Family::SmolLm: add(SplitPattern::kDigit); return add(SplitPattern::kGpt2);
        case Family::Default:
            for (const auto *expression : {kPunctuation, SplitPattern::kGpt2, kNumbers, kThreeDigits}) add(expression);
    }
}

void readTokens(const GgufFile &file, BpeDescription &out) {
    const auto *tokens = file.texts("tokenizer.ggml.tokens");
    if (tokens == nullptr || tokens->empty()) refuseTokenizer(out.where, "tokens are missing");
    if (tokens->size() > static_cast<std::size_t>(limits::kVocab)) refuseTokenizer(out.where, "it has too many tokens");
    for (std::size_t id = 0; id < tokens->size(); ++id) {
        checkTokenText((*tokens)[id], id, out.where);
        if (invalidUtf8((*tokens)[id]) != std::string::npos)
            refuseTokenizer(out.where, fmt::format("the token {} is no text", id));
    }
    out.tokens = *tokens;
    out.types.assign(tokens->size(), TokenType::Normal);
    const auto *types = file.integers("tokenizer.ggml.token_type");
    if (types == nullptr) return;
    if (types->size() != tokens->size())
        refuseTokenizer(out.where, fmt::format("{} tokens have {} types", tokens->size(), types->size()));
    for (std::size_t id = 0; id < types->size(); ++id) {
        const auto type = (*types)[id];
        if (type < 0 || type > 6) refuseTokenizer(out.where, fmt::format("the token {} has type {}", id, type));
        if (type > 0) out.types[id] = static_cast<TokenType>(type);  // 0: undefined
    }
}

// Control and user-defined tokens are matched in the text first, whatever the model.
void readAdded(BpeDescription &out) {
    for (std::size_t id = 0; id < out.tokens.size(); ++id) {
        const auto type = out.types[id];
        if (out.tokens[id].empty() ||
            (type != TokenType::Control && type != TokenType::UserDefined && type != TokenType::Unknown))
            continue;
        out.added.push_back({static_cast<std::int32_t>(id), out.tokens[id], type != TokenType::UserDefined});
    }
}

void readMerges(const GgufFile &file, BpeDescription &out) {
    const auto *merges = file.texts("tokenizer.ggml.merges");
    if (merges == nullptr) refuseTokenizer(out.where, "merges are missing");
    out.merges.reserve(merges->size());
    for (const auto &merge : *merges) {
        const auto space = merge.find(' ', 1);
        if (space == std::string::npos)
            refuseTokenizer(out.where, fmt::format("merge {} is no pair", out.merges.size()));
        out.merges.emplace_back(merge.substr(0, space), merge.substr(space + 1));
    }
}

void readScores(const GgufFile &file, BpeDescription &out) {
    const auto *value = file.find("tokenizer.ggml.scores");
    const auto *scores = value == nullptr ? nullptr : std::get_if<std::vector<double>>(value);
    if (scores == nullptr || scores->size() != out.tokens.size())
        refuseTokenizer(out.where, "scores are missing, or not one for each token");
    for (const auto score : *scores) {
        if (!std::isfinite(score)) refuseTokenizer(out.where, "a score is not finite");
        out.scores.push_back(static_cast<float>(score));
    }
}

int tokenNamed(const GgufFile &file, const char *key, const BpeDescription &out) {
    const auto id = file.integer(key).value_or(-1);
    if (id >= static_cast<std::int64_t>(out.tokens.size()))
        refuseTokenizer(out.where, fmt::format("the token that {} names does not exist", key));
    return static_cast<int>(std::max<std::int64_t>(id, -1));
}

void readLlama(const GgufFile &file, BpeDescription &out) {
    out.kind = BpeDescription::Kind::SentencePiece;
    readScores(file, out);
    out.unknownToken = tokenNamed(file, "tokenizer.ggml.unknown_token_id", out);
    if (out.unknownToken >= 0) out.unknownText = kUnknownText;
    out.byteFallback = std::ranges::find(out.types, TokenType::Byte) != out.types.end();
    addSentencePieceSteps(file.flag("tokenizer.ggml.add_space_prefix").value_or(true), true, false, out);
    // User-defined tokens cut the text, as in llama.cpp, before the model sees it.
    std::ranges::replace(out.types, TokenType::UserDefined, TokenType::Control);
}

void readGpt2(const GgufFile &file, BpeDescription &out) {
    readMerges(file, out);
    addExpressions(file.text("tokenizer.ggml.pre").value_or("default"), out);
    out.decoder.add(ByteLevelDecoder{});
}

}  // namespace

BpeDescription bpeFromGguf(const GgufFile &file) {
    BpeDescription out;
    out.where = file.file().path().string() + ", tokenizer.ggml";
    const auto model = file.text("tokenizer.ggml.model").value_or("");
    if (model != "gpt2" && model != "llama") refuseTokenizer(out.where, "its model '" + model + "' is not read");
    readTokens(file, out);
    readAdded(out);
    const bool llama = model == "llama";
    llama ? readLlama(file, out) : readGpt2(file, out);
    const int begin = tokenNamed(file, "tokenizer.ggml.bos_token_id", out);
    const int end = tokenNamed(file, "tokenizer.ggml.eos_token_id", out);
    if (begin >= 0 && file.flag("tokenizer.ggml.add_bos_token").value_or(llama || out.ignoreMerges)) {
        out.beginToken = begin;
        out.prefix = {begin};
    }
    if (end >= 0 && file.flag("tokenizer.ggml.add_eos_token").value_or(false)) out.suffix = {end};
    return out;
}

}  // namespace moa::engine
