#include "engine/tokenizer/json_steps.h"

#include <map>

#include "engine/tokenizer/bpe_readers.h"
#include "engine/tokenizer/json_fields.h"

namespace moa::engine {

namespace {

using nlohmann::json;

// Calls `read` for every part of a Sequence.
template <class Read>
void readSequence(const json &parts, const char *what, BpeDescription &out, Read &&read) {
    if (!parts.is_array()) refuseTokenizer(out.where, std::string("its sequence of ") + what + " is no list");
    if (parts.size() > limits::kTokenizerSteps) refuseTokenizer(out.where, std::string("it has too many ") + what);
    for (const auto &part : parts) {
        if (textOf(part, "type") == "Sequence") refuseTokenizer(out.where, std::string("its ") + what + " are nested");
        read(part);
    }
}

[[noreturn]] void refuseStep(const char *what, const std::string &type, const BpeDescription &out) {
    refuseTokenizer(out.where, std::string("its ") + what + " '" + type + "' is not read");
}

// {"String": s} or {"Regex": s}.
SplitPattern patternOf(const json &pattern, const BpeDescription &out) {
    const auto literal = textOf(pattern, "String");
    const auto expression = textOf(pattern, "Regex");
    if (literal.empty() == expression.empty()) refuseTokenizer(out.where, "one of its patterns is no text");
    if (!literal.empty()) return {literal, out.where, SplitPattern::Syntax::Literal};
    return {expression, out.where};
}

SplitBehavior behaviorOf(const json &part, const BpeDescription &out) {
    static const std::map<std::string, SplitBehavior> kNames = {
        {"Isolated", SplitBehavior::Isolated},
        {"Removed", SplitBehavior::Removed},
        {"MergedWithPrevious", SplitBehavior::MergedWithPrevious},
        {"MergedWithNext", SplitBehavior::MergedWithNext},
        {"Contiguous", SplitBehavior::Contiguous}};
    const auto at = kNames.find(textOf(part, "behavior"));
    if (at == kNames.end()) refuseStep("splitting", textOf(part, "behavior"), out);
    return at->second;
}

MetaspaceStep::Prepend prependOf(const json &part, const BpeDescription &out) {
    if (!flagOf(part, "add_prefix_space", true)) return MetaspaceStep::Prepend::Never;
    const auto scheme = textOf(part, "prepend_scheme");
    if (scheme == "never") return MetaspaceStep::Prepend::Never;
    if (scheme == "first") return MetaspaceStep::Prepend::First;
    if (scheme != "always" && !scheme.empty()) refuseStep("prepending", scheme, out);
    return MetaspaceStep::Prepend::Always;
}

std::string replacementOf(const json &part, const BpeDescription &out) {
    auto mark = textOf(part, "replacement");
    if (mark.empty()) refuseTokenizer(out.where, "its Metaspace has no replacement");
    return mark;
}

void readByteLevel(const json &part, BpeDescription &out, bool &byteLevel) {
    if (byteLevel) refuseTokenizer(out.where, "its pre-tokenizer maps bytes twice");
    byteLevel = true;
    if (flagOf(part, "add_prefix_space", true)) out.preTokenizer.add(PrefixSpaceStep{});
    if (flagOf(part, "use_regex", true)) out.preTokenizer.add(SplitStep{SplitPattern(SplitPattern::kGpt2, out.where)});
}

// Ids before and after the text in the template of a single sequence; a template behind another one goes around it.
void readTemplate(const json &processor, BpeDescription &out) {
    std::vector<std::int32_t> before;
    int texts = 0;
    const auto &items = field(processor, "single");
    if (!items.is_array()) refuseTokenizer(out.where, "its template is no list");
    for (const auto &item : items) {
        if (item.is_object() && item.contains("Sequence")) {
            if (++texts > 1 || textOf(item["Sequence"], "id") != "A")
                refuseTokenizer(out.where, "its template of one text holds another one");
            continue;
        }
        const auto name = textOf(field(item, "SpecialToken"), "id");
        const auto &ids = field(field(field(processor, "special_tokens"), name.c_str()), "ids");
        if (!ids.is_array()) refuseTokenizer(out.where, "its template names the unknown token '" + name + "'");
        for (const auto &id : ids) (texts > 0 ? out.suffix : before).push_back(tokenIdOf(id, out.where));
    }
    if (texts == 0) refuseTokenizer(out.where, "its template leaves the text out");
    out.prefix.insert(out.prefix.begin(), before.begin(), before.end());
    if (!out.prefix.empty()) out.beginToken = out.prefix.front();
}

}  // namespace

void readNormalizer(const json &part, BpeDescription &out) {
    if (part.is_null()) return;
    const auto type = textOf(part, "type");
    auto &steps = out.normalizer;
    if (type == "Sequence") {
        readSequence(field(part, "normalizers"), "normalizers", out, [&](const json &p) { readNormalizer(p, out); });
    } else if (type == "NFC") {
        steps.add(NfcStep{});
    } else if (type == "Lowercase") {
        steps.add(LowercaseStep{});
    } else if (type == "Strip") {
        steps.add(StripStep{flagOf(part, "strip_left", true), flagOf(part, "strip_right", true)});
    } else if (type == "Prepend") {
        steps.add(PrependStep{textOf(part, "prepend"), false});
    } else if (type == "Replace") {
        steps.add(ReplaceStep{patternOf(field(part, "pattern"), out), textOf(part, "content")});
    } else {
        refuseStep("normalizer", type, out);
    }
}

void readPreTokenizer(const json &part, BpeDescription &out, bool &byteLevel) {
    if (part.is_null()) return;
    const auto type = textOf(part, "type");
    auto &steps = out.preTokenizer;
    if (byteLevel && type != "ByteLevel")
        refuseTokenizer(out.where, "its pre-tokenizer '" + type + "' stands behind the byte alphabet");
    if (type == "Sequence") {
        readSequence(field(part, "pretokenizers"), "pre-tokenizers", out,
                     [&](const json &p) { readPreTokenizer(p, out, byteLevel); });
    } else if (type == "Split") {
        steps.add(SplitStep{patternOf(field(part, "pattern"), out), behaviorOf(part, out), flagOf(part, "invert")});
    } else if (type == "Digits") {
        const bool single = flagOf(part, "individual_digits");
        steps.add(SplitStep{SplitPattern(single ? SplitPattern::kDigit : SplitPattern::kDigits, out.where)});
    } else if (type == "Metaspace") {
        steps.add(MetaspaceStep{replacementOf(part, out), prependOf(part, out), flagOf(part, "split", true)});
    } else if (type == "ByteLevel") {
        readByteLevel(part, out, byteLevel);
    } else {
        refuseStep("pre-tokenizer", type, out);
    }
}

void readPostProcessor(const json &part, BpeDescription &out) {
    if (part.is_null()) return;
    const auto type = textOf(part, "type");
    if (type == "Sequence") {
        readSequence(field(part, "processors"), "post-processors", out,
                     [&](const json &p) { readPostProcessor(p, out); });
    } else if (type == "TemplateProcessing") {
        readTemplate(part, out);
    } else if (type != "ByteLevel") {  // ByteLevel moves offsets only
        refuseStep("post-processor", type, out);
    }
}

void readDecoder(const json &part, BpeDescription &out) {
    if (part.is_null()) return;
    const auto type = textOf(part, "type");
    auto &steps = out.decoder;
    const auto count = [&](const char *key) {
        const auto &value = field(part, key);
        if (!value.is_number_unsigned() || value.get<std::uint64_t>() > limits::kTokenizerSteps)
            refuseTokenizer(out.where, std::string("its decoder strips no number of characters: ") + key);
        return value.get<std::size_t>();
    };
    if (type == "Sequence") {
        readSequence(field(part, "decoders"), "decoders", out, [&](const json &p) { readDecoder(p, out); });
    } else if (type == "ByteLevel") {
        steps.add(ByteLevelDecoder{});
    } else if (type == "ByteFallback") {
        steps.add(ByteFallbackDecoder{});
    } else if (type == "Replace") {
        steps.add(ReplaceDecoder{patternOf(field(part, "pattern"), out), textOf(part, "content")});
    } else if (type == "Fuse") {
        steps.add(FuseDecoder{});
    } else if (type == "Strip") {
        auto content = textOf(part, "content");
        if (content.empty()) refuseTokenizer(out.where, "its decoder strips no character");
        steps.add(StripDecoder{std::move(content), count("start"), count("stop")});
    } else if (type == "Metaspace") {
        steps.add(MetaspaceDecoder{replacementOf(part, out), prependOf(part, out) != MetaspaceStep::Prepend::Never});
    } else {
        refuseStep("decoder", type, out);
    }
}

std::int32_t tokenIdOf(const json &value, const std::string &where) {
    if (!value.is_number_integer() || value.get<std::int64_t>() < 0 || value.get<std::int64_t>() >= limits::kVocab)
        refuseTokenizer(where, "a token has an id outside 0.." + std::to_string(limits::kVocab - 1));
    return value.get<std::int32_t>();
}

}  // namespace moa::engine
