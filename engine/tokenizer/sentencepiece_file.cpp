#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <unordered_set>

#include "engine/formats/utf8.h"
#include "engine/tokenizer/bpe_readers.h"
#include "engine/tokenizer/json_fields.h"
#include "engine/tokenizer/json_steps.h"
#include "engine/tokenizer/wire_reader.h"

namespace moa::engine {

namespace {

// Numbers of sentencepiece_model.proto.
enum ModelField : std::uint32_t { kPieces = 1, kTrainerSpec = 2, kNormalizerSpec = 3 };
enum PieceField : std::uint32_t { kPieceText = 1, kPieceScore = 2, kPieceType = 3 };
enum TrainerField : std::uint32_t {
    kModelType = 3,
    kWhitespaceAsSuffix = 24,
    kByteFallback = 35,
    kBeginId = 41,
    kEndId = 42,
    kUnknownSurface = 44,
};
enum NormalizerField : std::uint32_t {
    kRuleName = 1,
    kCharacterMap = 2,
    kAddDummyPrefix = 3,
    kRemoveExtraSpaces = 4,
    kEscapeSpaces = 5,
};
constexpr std::uint64_t kTypeBpe = 2;
constexpr std::uint64_t kTypeUnigram = 1;
constexpr std::string_view kMark = "\xE2\x96\x81";  // U+2581, which stands for a space

struct TrainerSpec {
    std::uint64_t type = kTypeUnigram;
    bool whitespaceAsSuffix = false;
    bool byteFallback = false;
    int beginId = 1;
    int endId = 2;
    std::string unknownSurface = kUnknownText;
};

struct NormalizerSpec {
    std::string name;
    bool characterMap = false;
    bool addDummyPrefix = true;
    bool removeExtraSpaces = true;
    bool escapeSpaces = true;
};

TrainerSpec readTrainer(std::string_view message, const std::string &where) {
    TrainerSpec spec;
    WireReader reader(message, where);
    while (const auto field = reader.next()) switch (field->number) {
            case kModelType: spec.type = field->value; break;
            case kWhitespaceAsSuffix: spec.whitespaceAsSuffix = field->value != 0; break;
            case kByteFallback: spec.byteFallback = field->value != 0; break;
            case kBeginId: spec.beginId = static_cast<std::int32_t>(field->value); break;
            case kEndId: spec.endId = static_cast<std::int32_t>(field->value); break;
            case kUnknownSurface: spec.unknownSurface = lossyUtf8(field->bytes); break;
            default: break;
        }
    return spec;
}

NormalizerSpec readNormalizerSpec(std::string_view message, const std::string &where) {
    NormalizerSpec spec;
    WireReader reader(message, where);
    while (const auto field = reader.next()) switch (field->number) {
            case kRuleName: spec.name = lossyUtf8(field->bytes); break;
            case kCharacterMap: spec.characterMap = !field->bytes.empty(); break;
            case kAddDummyPrefix: spec.addDummyPrefix = field->value != 0; break;
            case kRemoveExtraSpaces: spec.removeExtraSpaces = field->value != 0; break;
            case kEscapeSpaces: spec.escapeSpaces = field->value != 0; break;
            default: break;
        }
    return spec;
}

void readPiece(std::string_view message, BpeDescription &out) {
    const auto id = out.tokens.size();
    if (id >= static_cast<std::size_t>(limits::kVocab)) refuseTokenizer(out.where, "it has too many tokens");
    std::string text;
    float score = 0;
    std::uint64_t type = 1;
    WireReader reader(message, out.where);
    while (const auto field = reader.next()) switch (field->number) {
            case kPieceText: text = field->bytes; break;
            case kPieceScore: score = std::bit_cast<float>(static_cast<std::uint32_t>(field->value)); break;
            case kPieceType: type = field->value; break;
            default: break;
        }
    checkTokenText(text, id, out.where);
    if (text.empty() || invalidUtf8(text) != std::string::npos)
        refuseTokenizer(out.where, fmt::format("the token {} is empty or no text", id));
    if (!std::isfinite(score) || type < 1 || type > 6)
        refuseTokenizer(out.where, fmt::format("the token {} has no score or no known type", id));
    out.tokens.push_back(std::move(text));
    out.scores.push_back(score);
    out.types.push_back(static_cast<TokenType>(type));
}

void checkSpecs(const TrainerSpec &trainer, const NormalizerSpec &normalizer, const std::string &where) {
    if (trainer.type != kTypeBpe)
        refuseTokenizer(where, trainer.type == kTypeUnigram ? "its SentencePiece type 'unigram' is not read"
                                                            : "its SentencePiece type is not read: BPE is");
    if (normalizer.characterMap)
        refuseTokenizer(where, "its normalization '" + normalizer.name + "' (a map of characters) is not read");
    if (trainer.whitespaceAsSuffix || !normalizer.escapeSpaces)
        refuseTokenizer(where, "it treats spaces in a way that is not read");
}

// Added tokens beside the model that the model itself has are its own.
void addTokens(const SentencePieceUse &use, BpeDescription &out) {
    for (std::size_t id = 0; id < out.tokens.size(); ++id)
        if (out.types[id] == TokenType::Control || out.types[id] == TokenType::Unknown)
            out.added.push_back({static_cast<std::int32_t>(id), out.tokens[id], true});
    std::unordered_set<std::int32_t> known;
    for (const auto &token : out.added) known.insert(token.id);
    for (const auto &token : use.added) {
        const auto id = static_cast<std::size_t>(token.id);
        if (id < out.tokens.size() && out.tokens[id] != token.text)
            refuseTokenizer(out.where, fmt::format("the id {} stands for two tokens", id));
        if (known.insert(token.id).second) out.added.push_back(token);
    }
}

}  // namespace

void addSentencePieceSteps(bool dummyPrefix, bool everySection, bool collapse, BpeDescription &out) {
    if (collapse) out.normalizer.add(CollapseSpacesStep{});
    if (dummyPrefix) out.normalizer.add(PrependStep{std::string(kMark), !everySection});
    out.normalizer.add(ReplaceStep{SplitPattern(" ", out.where, SplitPattern::Syntax::Literal), std::string(kMark)});
    if (collapse) out.normalizer.add(TrimEndStep{std::string(kMark)});
    out.decoder.add(SentencePieceDecoder{std::string(kMark), dummyPrefix || collapse, collapse});
}

BpeDescription bpeFromSentencePiece(std::span<const std::byte> file, const SentencePieceUse &use,
                                    const std::string &where) {
    BpeDescription out;
    out.where = where;
    out.kind = BpeDescription::Kind::SentencePiece;
    if (file.size() > limits::kTokenizerModelBytes)
        refuseTokenizer(where, fmt::format("it has {} bytes, at most {}", file.size(), limits::kTokenizerModelBytes));
    TrainerSpec trainer;
    NormalizerSpec normalizer;
    WireReader reader({reinterpret_cast<const char *>(file.data()), file.size()}, out.where);
    while (const auto field = reader.next()) {
        if (field->number == kPieces) readPiece(field->bytes, out);
        if (field->number == kTrainerSpec) trainer = readTrainer(field->bytes, where);
        if (field->number == kNormalizerSpec) normalizer = readNormalizerSpec(field->bytes, where);
    }
    if (out.tokens.empty()) refuseTokenizer(where, "it has no tokens");
    checkSpecs(trainer, normalizer, where);
    const auto unknown = std::ranges::find(out.types, TokenType::Unknown);
    if (unknown == out.types.end()) refuseTokenizer(where, "it has no unknown token");
    out.unknownToken = static_cast<int>(unknown - out.types.begin());
    out.unknownText = trainer.unknownSurface;
    out.byteFallback = trainer.byteFallback;
    addTokens(use, out);
    addSentencePieceSteps(normalizer.addDummyPrefix, use.legacy, normalizer.removeExtraSpaces, out);
    out.beginToken = trainer.beginId;
    if (use.addBegin && trainer.beginId >= 0) out.prefix = {trainer.beginId};
    if (use.addEnd && trainer.endId >= 0) out.suffix = {trainer.endId};
    return out;
}

SentencePieceUse sentencePieceUse(const nlohmann::json &config, const nlohmann::json &added, const std::string &where) {
    SentencePieceUse use;
    use.addBegin = flagOf(config, "add_bos_token", true);
    use.addEnd = flagOf(config, "add_eos_token", false);
    use.legacy = flagOf(config, "legacy", true);
    std::unordered_set<std::int32_t> known;
    const auto add = [&](std::int64_t id, const std::string &text, bool special, const nlohmann::json &flags) {
        if (id < 0 || id >= limits::kVocab || text.empty())
            refuseTokenizer(where, "an added token has no id or no text");
        checkTokenText(text, static_cast<std::size_t>(id), where);
        AddedToken token{static_cast<std::int32_t>(id), text, special};
        token.stripLeft = flagOf(flags, "lstrip");
        token.stripRight = flagOf(flags, "rstrip");
        token.singleWord = flagOf(flags, "single_word");
        known.insert(token.id);
        use.added.push_back(std::move(token));
    };
    for (const auto &[id, token] : field(config, "added_tokens_decoder").items()) {
        std::int64_t number = -1;
        const auto parsed = std::from_chars(id.data(), id.data() + id.size(), number);
        add(parsed.ptr == id.data() + id.size() ? number : -1, textOf(token, "content"), flagOf(token, "special"),
            token);
    }
    if (added.is_object())
        for (const auto &[text, id] : added.items()) {
            const auto number = tokenIdOf(id, where);
            if (!known.contains(number)) add(number, text, true, {});
        }
    return use;
}

}  // namespace moa::engine
