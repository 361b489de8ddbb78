#include <fmt/format.h>

#include <unordered_map>

#include "engine/tokenizer/bpe_readers.h"
#include "engine/tokenizer/json_fields.h"
#include "engine/tokenizer/json_steps.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

using nlohmann::json;

void readVocabulary(const json &model, BpeDescription &out) {
    const auto &vocabulary = field(model, "vocab");
    if (!vocabulary.is_object() || vocabulary.empty()) refuseTokenizer(out.where, "it has no vocabulary");
    for (const auto &[token, value] : vocabulary.items()) {
        const auto id = static_cast<std::size_t>(tokenIdOf(value, out.where));
        if (id >= out.tokens.size()) out.tokens.resize(id + 1);
        if (!out.tokens[id].empty()) refuseTokenizer(out.where, fmt::format("the id {} stands for two tokens", id));
        checkTokenText(token, id, out.where);
        out.tokens[id] = token;
    }
}

// A merge is ["a", "b"] or "a b".
void readMerges(const json &model, BpeDescription &out) {
    const auto &merges = field(model, "merges");
    if (!merges.is_array()) refuseTokenizer(out.where, "it has no merges");
    out.merges.reserve(merges.size());
    for (const auto &merge : merges) {
        if (merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string()) {
            out.merges.emplace_back(merge[0].get<std::string>(), merge[1].get<std::string>());
            continue;
        }
        const auto pair = textOf(merge);
        const auto space = pair.find(' ');
        if (space == std::string::npos || space == 0 || space + 1 == pair.size())
            refuseTokenizer(out.where, fmt::format("merge {} is no pair", out.merges.size()));
        out.merges.emplace_back(pair.substr(0, space), pair.substr(space + 1));
    }
}

void readUnknown(const json &model, BpeDescription &out) {
    const auto unknown = textOf(model, "unk_token");
    if (unknown.empty()) return;
    const auto &id = field(field(model, "vocab"), unknown.c_str());
    if (id.is_null()) refuseTokenizer(out.where, "its unknown token '" + unknown + "' is no token");
    out.unknownToken = tokenIdOf(id, out.where);
}

// An added token that is in the vocabulary has the id it has there, whatever the list says (as in the tokenizers
// library).
void readAdded(const json &root, BpeDescription &out) {
    const auto &vocabulary = field(field(root, "model"), "vocab");
    for (const auto &token : field(root, "added_tokens")) {
        AddedToken added;
        added.id = tokenIdOf(field(token, "id"), out.where);
        added.text = textOf(token, "content");
        added.special = flagOf(token, "special");
        added.stripLeft = flagOf(token, "lstrip");
        added.stripRight = flagOf(token, "rstrip");
        added.singleWord = flagOf(token, "single_word");
        added.normalized = flagOf(token, "normalized", !added.special);
        if (added.text.empty()) refuseTokenizer(out.where, fmt::format("the added token {} has no text", added.id));
        checkTokenText(added.text, static_cast<std::size_t>(added.id), out.where);
        if (const auto known = vocabulary.find(added.text); known != vocabulary.end())
            added.id = tokenIdOf(*known, out.where);
        else if (const auto id = static_cast<std::size_t>(added.id); id < out.tokens.size() && !out.tokens[id].empty())
            refuseTokenizer(out.where, fmt::format("the id {} stands for two tokens", id));
        out.added.push_back(std::move(added));
    }
}

}  // namespace

void refuseTokenizer(const std::string &where, const std::string &why) {
    throw Error("The tokenizer cannot be read", where, why, "Give token ids with --ids instead of text.");
}

void checkTokenText(const std::string &text, std::size_t id, const std::string &where) {
    if (text.size() > limits::kTokenBytes)
        refuseTokenizer(where,
                        fmt::format("the token {} has {} bytes, at most {}", id, text.size(), limits::kTokenBytes));
}

BpeDescription bpeStepsFromJson(const json &root, const std::string &where) {
    BpeDescription out;
    out.where = where;
    const auto &model = field(root, "model");
    const auto type = textOf(model, "type");
    // Files of old have no type: a list of merges makes it BPE.
    if (type != "BPE" && !(type.empty() && field(model, "merges").is_array()))
        refuseTokenizer(where, "its model '" + type + "' is not read");
    for (const char *key : {"continuing_subword_prefix", "end_of_word_suffix"})
        if (!textOf(model, key).empty()) refuseTokenizer(where, fmt::format("its model's {} is not read", key));
    if (const auto &dropout = field(model, "dropout"); dropout.is_number() && dropout.get<double>() != 0)
        refuseTokenizer(where, "its model drops merges at random");
    readNormalizer(field(root, "normalizer"), out);
    bool byteLevel = false;
    readPreTokenizer(field(root, "pre_tokenizer"), out, byteLevel);
    readPostProcessor(field(root, "post_processor"), out);
    readDecoder(field(root, "decoder"), out);
    out.byteFallback = flagOf(model, "byte_fallback");
    out.fuseUnknown = flagOf(model, "fuse_unk");
    out.ignoreMerges = flagOf(model, "ignore_merges");
    out.kind = byteLevel ? BpeDescription::Kind::ByteLevel : BpeDescription::Kind::ByteFallback;
    return out;
}

BpeDescription bpeFromJson(const json &root, const std::string &where) {
    auto out = bpeStepsFromJson(root, where);
    const auto &model = field(root, "model");
    readVocabulary(model, out);
    readMerges(model, out);
    readUnknown(model, out);
    readAdded(root, out);
    if (out.kind == BpeDescription::Kind::ByteFallback && !out.byteFallback && out.unknownToken < 0)
        refuseTokenizer(where, "it is over characters, but has neither byte fallback nor an unknown token");
    return out;
}

}  // namespace moa::engine
