#include "engine/tokenizer/bpe_tokenizer.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/formats/utf8.h"
#include "engine/tokenizer/bpe_readers.h"
#include "engine/tokenizer/byte_alphabet.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

std::variant<RankedBpe, ScoredBpe> modelOf(const BpeDescription &description) {
    if (description.kind == BpeDescription::Kind::SentencePiece) return ScoredBpe(description);
    return RankedBpe(description);
}

// The added tokens that are matched in normalized text, or the others. The former by their normalized texts.
std::vector<AddedToken> addedOf(const BpeDescription &description, bool normalized) {
    std::vector<AddedToken> tokens;
    for (const auto &added : description.added) {
        if (added.text.empty() || invalidUtf8(added.text) != std::string::npos)
            refuseTokenizer(description.where, fmt::format("the added token {} is empty or no text", added.id));
        const bool rewritten = added.normalized && !description.normalizer.empty();
        if (rewritten != normalized) continue;
        tokens.push_back(added);
        if (rewritten) tokens.back().text = description.normalizer.apply({added.text, 0}).text();
        if (tokens.back().text.empty())
            refuseTokenizer(description.where, fmt::format("the added token {} is normalized to nothing", added.id));
    }
    return tokens;
}

}  // namespace

std::string BpeDescription::kindName() const {
    switch (kind) {
        case Kind::ByteLevel: return "byte-level BPE";
        case Kind::ByteFallback: return "BPE with byte fallback";
        case Kind::SentencePiece: return "SentencePiece BPE";
    }
    return {};
}

BpeTokenizer::BpeTokenizer(BpeDescription description)
    : kind_(description.kindName()),
      added_(addedOf(description, false)),
      addedNormalized_(addedOf(description, true)),
      model_(modelOf(description)) {
    addTexts(description);
    for (const auto *ids : {&description.prefix, &description.suffix})
        for (const auto id : *ids)
            if (id < 0 || id >= vocabSize())
                refuseTokenizer(description.where, fmt::format("it adds the id {}, which does not exist", id));
    normalizer_ = std::move(description.normalizer);
    preTokenizer_ = std::move(description.preTokenizer);
    decoder_ = std::move(description.decoder);
    prefix_ = std::move(description.prefix);
    suffix_ = std::move(description.suffix);
    beginToken_ = description.beginToken;
}

void BpeTokenizer::addTexts(BpeDescription &description) {
    std::size_t size = description.tokens.size();
    for (const auto &token : description.added) size = std::max(size, static_cast<std::size_t>(token.id) + 1);
    texts_.resize(size);
    const bool overBytes = description.kind == BpeDescription::Kind::ByteLevel;
    ids_.reserve(size);
    for (const auto &token : description.added) {
        texts_[static_cast<std::size_t>(token.id)] = {
            token.normalized ? description.normalizer.apply({token.text, 0}).text() : token.text, true};
        ids_.emplace(token.text, token.id);
    }
    for (std::size_t id = 0; id < description.tokens.size(); ++id) {
        auto &token = description.tokens[id];
        if (token.empty()) continue;
        ids_.emplace(overBytes ? bytesOfToken(token).value_or(token) : token, static_cast<std::int32_t>(id));
        if (!texts_[id].added) texts_[id].text = std::move(token);
    }
    if (!description.unknownText.empty())
        texts_[static_cast<std::size_t>(description.unknownToken)] = {description.unknownText, true};
}

std::int32_t BpeTokenizer::find(std::string_view token) const {
    const auto at = ids_.find(std::string(token));
    return at == ids_.end() ? -1 : at->second;
}

std::vector<TokenPiece> BpeTokenizer::encodePieces(std::string_view text, const EncodeOptions &options) const {
    if (const auto bad = invalidUtf8(text); bad != std::string_view::npos)
        throw Error("The text cannot be encoded", fmt::format("byte {}", bad), "it is not UTF-8",
                    "Convert the text to UTF-8.");
    std::vector<TokenPiece> out;
    if (options.addSpecial)
        for (const auto id : prefix_) out.push_back({id, 0, 0});
    MergeSpace space;
    for (const auto &section : added_.split(text, options.parseSpecial))
        if (section.token != nullptr) {
            out.push_back({section.token->id, section.begin, section.end});
        } else {
            const auto part = text.substr(section.begin, section.end - section.begin);
            encodeSection(normalizer_.apply({part, section.begin}), options.parseSpecial, space, out);
        }
    if (options.addSpecial)
        for (const auto id : suffix_) out.push_back({id, text.size(), text.size()});
    return out;
}

void BpeTokenizer::encodeSection(const AlignedText &text, bool parseSpecial, MergeSpace &space,
                                 std::vector<TokenPiece> &out) const {
    for (const auto &section : addedNormalized_.split(text.text(), parseSpecial)) {
        if (section.token != nullptr) {
            out.push_back({section.token->id, text.sourceOffset(section.begin), text.sourceOffset(section.end)});
            continue;
        }
        const auto pieces = preTokenizer_.cut(text.slice(section.begin, section.end));
        const auto first = out.size();
        std::visit(
            [&](const auto &model) {
                for (const auto &range : pieces.ranges)
                    model.encode(std::string_view(pieces.text.text()).substr(range.begin, range.end - range.begin),
                                 range.begin, space, out);
            },
            model_);
        for (auto i = first; i < out.size(); ++i) {
            out[i].begin = pieces.text.sourceOffset(out[i].begin);
            out[i].end = pieces.text.sourceOffset(out[i].end);
        }
    }
}

std::string BpeTokenizer::decodeTokens(std::span<const std::int32_t> ids, bool whole) const {
    std::vector<DecodedToken> tokens;
    tokens.reserve(ids.size());
    for (const auto id : ids) {
        if (id < 0 || id >= vocabSize())
            throw Error("The tokens cannot be decoded", fmt::format("id {}", id),
                        fmt::format("the vocabulary has {} tokens", vocabSize()), "Use the tokenizer of this model.");
        tokens.push_back(texts_[static_cast<std::size_t>(id)]);
    }
    return decoder_.decode(std::move(tokens), whole);
}

}  // namespace moa::engine
