#include <fmt/format.h>

#include "engine/tokenizer/bpe_readers.h"

namespace moa::engine {

namespace {

// Token types of the format (llama.h, llama_token_attr of the vocabulary).
constexpr std::int64_t kControl = 3;
constexpr std::int64_t kUserDefined = 4;

// Expressions by tokenizer.ggml.pre (llama.cpp, llama-vocab.cpp).
void addPatterns(const std::string &pre, BpeDescription &out) {
    if (pre == "smollm") {
        out.patterns.emplace_back(oneDigitPattern(), out.where);
        out.patterns.emplace_back(gpt2Pattern(), out.where);
    } else if (pre == "llama-bpe" || pre == "llama3" || pre == "llama-v3") {
        out.patterns.emplace_back(llama3Pattern(), out.where);
        out.ignoreMerges = true;
    } else if (pre == "qwen2") {
        out.patterns.emplace_back(qwen2Pattern(), out.where);
    } else if (pre == "gpt-2" || pre == "default") {
        out.patterns.emplace_back(gpt2Pattern(), out.where);
    } else {
        refuseTokenizer(out.where, "its pre-tokenizer '" + pre + "' is not read");
    }
}

}  // namespace

BpeDescription bpeFromGguf(const GgufFile &file) {
    BpeDescription out;
    out.where = file.file().path().string() + ", tokenizer.ggml";
    const auto model = file.text("tokenizer.ggml.model").value_or("");
    if (model != "gpt2") refuseTokenizer(out.where, "its model '" + model + "' is not read");
    const auto *tokens = file.texts("tokenizer.ggml.tokens");
    const auto *merges = file.texts("tokenizer.ggml.merges");
    const auto *types = file.integers("tokenizer.ggml.token_type");
    if (tokens == nullptr || tokens->empty() || merges == nullptr)
        refuseTokenizer(out.where, "tokens or merges are missing");
    if (types != nullptr && types->size() != tokens->size())
        refuseTokenizer(out.where, fmt::format("{} tokens have {} types", tokens->size(), types->size()));
    out.tokens = *tokens;
    for (std::size_t id = 0; id < tokens->size(); ++id) {
        const auto type = types == nullptr ? 1 : (*types)[id];
        if (type != kControl && type != kUserDefined) continue;
        AddedToken added;
        added.id = static_cast<std::int32_t>(id);
        added.text = (*tokens)[id];
        added.special = type == kControl;
        if (!added.text.empty()) out.added.push_back(std::move(added));
    }
    for (const auto &merge : *merges) {
        const auto space = merge.find(' ', 1);
        if (space == std::string::npos)
            refuseTokenizer(out.where, fmt::format("merge {} is no pair", out.merges.size()));
        out.merges.emplace_back(merge.substr(0, space), merge.substr(space + 1));
    }
    const auto pre = file.text("tokenizer.ggml.pre").value_or("default");
    addPatterns(pre, out);
    const auto begin = file.integer("tokenizer.ggml.bos_token_id").value_or(-1);
    const auto count = static_cast<std::int64_t>(tokens->size());
    if (begin >= count) refuseTokenizer(out.where, "its begin token does not exist");
    if (begin >= 0 && file.flag("tokenizer.ggml.add_bos_token").value_or(out.ignoreMerges)) {
        out.beginToken = static_cast<int>(begin);
        out.prefix = {out.beginToken};
    }
    return out;
}

}  // namespace moa::engine
