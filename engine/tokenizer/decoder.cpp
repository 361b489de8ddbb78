#include "engine/tokenizer/decoder.h"

#include <optional>

#include "engine/formats/utf8.h"
#include "engine/tokenizer/byte_alphabet.h"

namespace moa::engine {

namespace {

constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";

void apply(const ByteLevelDecoder &, std::vector<DecodedToken> &tokens, bool /*whole*/) {
    std::string bytes;
    for (const auto &token : tokens) bytes += token.added ? token.text : bytesOfToken(token.text).value_or(token.text);
    tokens = {{lossyUtf8(bytes), false}};
}

// Text of a row of bytes: all of it U+FFFD where it is no UTF-8; `lenient`: what is UTF-8 in it stays.
std::string textOfBytes(std::string_view bytes, bool lenient) {
    std::string out;
    auto bad = invalidUtf8(bytes);
    if (bad != std::string_view::npos && !lenient) {
        for (std::size_t i = 0; i < bytes.size(); ++i) out += kReplacementCharacter;
        return out;
    }
    for (; bad != std::string_view::npos; bad = invalidUtf8(bytes)) {
        out += bytes.substr(0, bad);
        out += kReplacementCharacter;
        bytes.remove_prefix(bad + 1);
    }
    return out += bytes;
}

// Joins rows of byte tokens to their texts.
void joinBytes(std::vector<DecodedToken> &tokens, bool lenient) {
    std::vector<DecodedToken> out;
    std::string bytes;
    const auto flush = [&] {
        if (!bytes.empty()) out.push_back({textOfBytes(bytes, lenient), true});
        bytes.clear();
    };
    for (auto &token : tokens) {
        if (const auto byte = byteOfToken(token.text)) {
            bytes += static_cast<char>(*byte);
            continue;
        }
        flush();
        out.push_back(std::move(token));
    }
    flush();
    tokens = std::move(out);
}

void apply(const ByteFallbackDecoder &, std::vector<DecodedToken> &tokens, bool /*whole*/) {
    joinBytes(tokens, false);
}

void replaceAll(std::string &text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

// After SentencePieceProcessor::Decode.
void apply(const SentencePieceDecoder &step, std::vector<DecodedToken> &tokens, bool whole) {
    joinBytes(tokens, true);
    bool first = whole && step.dropFirst;
    for (auto &token : tokens) {
        if (!token.added) {
            const bool drop = first && token.text.starts_with(step.mark);
            if (drop) token.text.erase(0, step.mark.size());
            if (drop && !step.collapsed) first = false;
            replaceAll(token.text, step.mark, " ");
        }
        if (!token.text.empty()) first = false;
    }
}

void apply(const ReplaceDecoder &step, std::vector<DecodedToken> &tokens, bool /*whole*/) {
    std::vector<Stretch> cuts;
    for (auto &token : tokens) {
        cuts.clear();
        step.pattern.cut(token.text, 0, cuts);
        if (cuts.size() == 1 && !cuts.front().match) continue;
        std::string text;
        for (const auto &cut : cuts)
            text += cut.match ? step.content : token.text.substr(cut.begin, cut.end - cut.begin);
        token.text = std::move(text);
    }
}

void apply(const FuseDecoder &, std::vector<DecodedToken> &tokens, bool /*whole*/) {
    std::string text;
    for (const auto &token : tokens) text += token.text;
    tokens = {{std::move(text), false}};
}

void apply(const StripDecoder &step, std::vector<DecodedToken> &tokens, bool whole) {
    if (!whole) return;
    for (auto &token : tokens) {
        std::string_view text = token.text;
        for (std::size_t n = 0; n < step.start && text.starts_with(step.content); ++n)
            text.remove_prefix(step.content.size());
        for (std::size_t n = 0; n < step.stop && text.ends_with(step.content); ++n)
            text.remove_suffix(step.content.size());
        token.text = std::string(text);
    }
}

void apply(const MetaspaceDecoder &step, std::vector<DecodedToken> &tokens, bool whole) {
    bool first = whole && step.dropFirst;
    for (auto &token : tokens) {
        replaceAll(token.text, step.replacement, first ? "" : " ");
        first = false;
    }
}

}  // namespace

void Decoder::add(Step step) {
    steps_.push_back(std::move(step));
}

std::string Decoder::decode(std::vector<DecodedToken> tokens, bool whole) const {
    for (const auto &step : steps_) std::visit([&](const auto &s) { apply(s, tokens, whole); }, step);
    std::string text;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (i > 0 && steps_.empty()) text += ' ';
        text += tokens[i].text;
    }
    return lossyUtf8(text);
}

}  // namespace moa::engine
