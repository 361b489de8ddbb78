#include <fmt/format.h>

#include <limits>

#include "engine/tokenizer/bpe_readers.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

using nlohmann::json;

constexpr std::int64_t kMaxVocab = 1'000'000;

const json &none() {
    static const json kNone;
    return kNone;
}

const json &at(const json &object, const char *key) {
    return object.is_object() && object.contains(key) ? object[key] : none();
}

bool flag(const json &object, const char *key) {
    const auto &value = at(object, key);
    return value.is_boolean() && value.get<bool>();
}

std::string text(const json &value) {
    return value.is_string() ? value.get<std::string>() : std::string();
}

std::int32_t tokenId(const json &value, const std::string &where) {
    if (!value.is_number_integer() || value.get<std::int64_t>() < 0 || value.get<std::int64_t>() >= kMaxVocab)
        refuseTokenizer(where, "a token has an id outside 0..999999");
    return value.get<std::int32_t>();
}

void readVocabulary(const json &model, BpeDescription &out) {
    const auto &vocabulary = at(model, "vocab");
    if (!vocabulary.is_object() || vocabulary.empty()) refuseTokenizer(out.where, "it has no vocabulary");
    for (const auto &[token, value] : vocabulary.items()) {
        const auto id = static_cast<std::size_t>(tokenId(value, out.where));
        if (id >= out.tokens.size()) out.tokens.resize(id + 1);
        if (!out.tokens[id].empty()) refuseTokenizer(out.where, fmt::format("the id {} stands for two tokens", id));
        out.tokens[id] = token;
    }
}

// A merge is ["a", "b"] or "a b".
void readMerges(const json &model, BpeDescription &out) {
    const auto &merges = at(model, "merges");
    if (!merges.is_array()) refuseTokenizer(out.where, "it has no merges");
    for (const auto &merge : merges) {
        if (merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string()) {
            out.merges.emplace_back(merge[0].get<std::string>(), merge[1].get<std::string>());
            continue;
        }
        const auto pair = text(merge);
        const auto space = pair.find(' ');
        if (space == std::string::npos || space == 0 || space + 1 == pair.size())
            refuseTokenizer(out.where, fmt::format("merge {} is no pair", out.merges.size()));
        out.merges.emplace_back(pair.substr(0, space), pair.substr(space + 1));
    }
}

void readAdded(const json &tokens, BpeDescription &out) {
    for (const auto &token : tokens) {
        AddedToken added;
        added.id = tokenId(at(token, "id"), out.where);
        added.text = text(at(token, "content"));
        added.special = flag(token, "special");
        added.stripLeft = flag(token, "lstrip");
        added.stripRight = flag(token, "rstrip");
        added.singleWord = flag(token, "single_word");
        if (added.text.empty()) refuseTokenizer(out.where, fmt::format("the added token {} has no text", added.id));
        out.added.push_back(std::move(added));
    }
}

void readNormalizer(const json &normalizer, BpeDescription &out) {
    if (normalizer.is_null()) return;
    const auto type = text(at(normalizer, "type"));
    const auto &parts = at(normalizer, "normalizers");
    const bool lone = parts.is_array() && parts.size() == 1 && text(at(parts[0], "type")) == "NFC";
    const bool none = parts.is_array() && parts.empty();
    if (type != "NFC" && !(type == "Sequence" && (lone || none)))
        refuseTokenizer(out.where, "its normalizer '" + type + "' is not read");
    out.nfc = !none || type == "NFC";
}

void readPreTokenizer(const json &pre, BpeDescription &out, bool &byteLevel) {
    const auto type = text(at(pre, "type"));
    if (byteLevel && type != "ByteLevel")
        refuseTokenizer(out.where, "its pre-tokenizer '" + type + "' stands behind the byte alphabet");
    if (type == "Sequence") {
        for (const auto &part : at(pre, "pretokenizers")) {
            if (text(at(part, "type")) == "Sequence") refuseTokenizer(out.where, "its pre-tokenizers are nested");
            readPreTokenizer(part, out, byteLevel);
        }
    } else if (type == "Split") {
        const auto expression = text(at(at(pre, "pattern"), "Regex"));
        if (expression.empty() || text(at(pre, "behavior")) != "Isolated" || flag(pre, "invert"))
            refuseTokenizer(out.where,
                            "its pre-tokenizer Split does something else than isolating a regular expression");
        out.patterns.emplace_back(expression, out.where);
    } else if (type == "Digits") {
        out.patterns.emplace_back(flag(pre, "individual_digits") ? oneDigitPattern() : R"(\p{N}+)", out.where);
    } else if (type == "ByteLevel") {
        if (byteLevel) refuseTokenizer(out.where, "its pre-tokenizer maps bytes twice");
        if (flag(pre, "add_prefix_space")) refuseTokenizer(out.where, "its pre-tokenizer adds a space in front");
        byteLevel = true;
        const auto &useRegex = at(pre, "use_regex");
        if (!useRegex.is_boolean() || useRegex.get<bool>()) out.patterns.emplace_back(gpt2Pattern(), out.where);
    } else {
        refuseTokenizer(out.where, "its pre-tokenizer '" + type + "' is not read");
    }
}

// Ids before and after the text in the template of a single sequence.
void readTemplate(const json &processor, BpeDescription &out) {
    bool after = false;
    for (const auto &item : at(processor, "single")) {
        if (item.contains("Sequence")) {
            after = true;
            continue;
        }
        const auto name = text(at(at(item, "SpecialToken"), "id"));
        const auto &ids = at(at(at(processor, "special_tokens"), name.c_str()), "ids");
        if (!ids.is_array()) refuseTokenizer(out.where, "its template names the unknown token '" + name + "'");
        for (const auto &id : ids) (after ? out.suffix : out.prefix).push_back(tokenId(id, out.where));
    }
    if (!out.prefix.empty()) out.beginToken = out.prefix.front();
}

void readPostProcessor(const json &processor, BpeDescription &out) {
    if (processor.is_null()) return;
    const auto type = text(at(processor, "type"));
    if (type == "Sequence") {
        for (const auto &part : at(processor, "processors")) {
            if (text(at(part, "type")) == "Sequence") refuseTokenizer(out.where, "its post-processors are nested");
            readPostProcessor(part, out);
        }
    } else if (type == "TemplateProcessing") {
        readTemplate(processor, out);
    } else if (type != "ByteLevel") {  // ByteLevel moves offsets only
        refuseTokenizer(out.where, "its post-processor '" + type + "' is not read");
    }
}

}  // namespace

void refuseTokenizer(const std::string &where, const std::string &why) {
    throw Error("The tokenizer cannot be read", where, why, "Give token ids with --ids instead of text.");
}

BpeDescription bpeFromJson(const json &root, const std::string &where) {
    BpeDescription out;
    out.where = where;
    const auto &model = at(root, "model");
    if (text(at(model, "type")) != "BPE")
        refuseTokenizer(where, "its model '" + text(at(model, "type")) + "' is not read");
    if (flag(model, "byte_fallback")) refuseTokenizer(where, "SentencePiece BPE with byte fallback is not read");
    readNormalizer(at(root, "normalizer"), out);
    for (const char *key : {"continuing_subword_prefix", "end_of_word_suffix"})
        if (!text(at(model, key)).empty()) refuseTokenizer(where, fmt::format("its model's {} is not read", key));
    readVocabulary(model, out);
    readMerges(model, out);
    readAdded(at(root, "added_tokens"), out);
    bool byteLevel = false;
    readPreTokenizer(at(root, "pre_tokenizer"), out, byteLevel);
    if (!byteLevel) refuseTokenizer(where, "its pre-tokenizer is not byte-level");
    readPostProcessor(at(root, "post_processor"), out);
    out.ignoreMerges = flag(model, "ignore_merges");
    return out;
}

}  // namespace moa::engine
