#include "engine/tokenizer/tokenizer.h"

#include <array>

#include "engine/formats/json_reader.h"
#include "engine/formats/mapped_file.h"
#include "engine/tokenizer/bpe_readers.h"
#include "engine/tokenizer/bpe_tokenizer.h"
#include "engine/tokenizer/chat_template.h"
#include "engine/tokenizer/json_fields.h"
#include "engine/values/error.h"

namespace moa::engine {

std::vector<std::int32_t> Tokenizer::encode(std::string_view text, const EncodeOptions &options) const {
    std::vector<std::int32_t> ids;
    for (const auto &piece : encodePieces(text, options)) ids.push_back(piece.id);
    return ids;
}

std::vector<std::int32_t> encodeForModel(const Tokenizer &tokenizer, std::string_view text, EncodeOptions options) {
    auto ids = tokenizer.encode(text, options);
    const int begin = tokenizer.beginToken();
    if (options.addSpecial && begin >= 0 && ids.size() > 1 && ids[0] == begin && ids[1] == begin)
        ids.erase(ids.begin());
    return ids;
}

namespace {

nlohmann::json jsonBeside(const ModelFiles &files, const char *name) {
    const auto path = files.path() / name;
    return isThere(path) ? readJson(path) : nlohmann::json();
}

BpeDescription describeSentencePiece(const ModelFiles &files) {
    const MappedFile file(files.path() / "tokenizer.model");
    const auto where = file.path().string();
    const auto use =
        sentencePieceUse(jsonBeside(files, "tokenizer_config.json"), jsonBeside(files, "added_tokens.json"), where);
    return bpeFromSentencePiece(file.bytes(), use, where);
}

// How much of a tokenizer.json is read.
enum class Part { Whole, Steps };

BpeDescription describeJson(const std::filesystem::path &path, Part part) {
    if (part == Part::Steps) {
        constexpr std::array<std::string_view, 3> kBulk = {"vocab", "merges", "added_tokens"};
        const auto json = readJson(path, limits::kTokenizerJson, kBulk);
        if (!textOf(field(json, "model"), "type").empty()) return bpeStepsFromJson(json, path.string());
    }
    return bpeFromJson(readJson(path, limits::kTokenizerJson), path.string());
}

BpeDescription describe(const ModelFiles &files, Part part) {
    if (files.gguf() != nullptr) return bpeFromGguf(*files.gguf());
    const auto path = files.path() / "tokenizer.json";
    if (isThere(path)) return describeJson(path, part);
    if (isThere(files.path() / "tokenizer.model")) return describeSentencePiece(files);
    refuseTokenizer(files.path().string(), "it has no tokenizer.json and no tokenizer.model");
}

// A template that cannot be read leaves a model that can be used without one.
std::string chatTemplateName(const ModelFiles &files) {
    try {
        const auto *chat = recogniseChatTemplate(chatTemplateText(files));
        return chat == nullptr ? "unknown" : std::string(chat->name);
    } catch (const Error &) {
        return "unknown";
    }
}

}  // namespace

std::unique_ptr<Tokenizer> openTokenizer(const ModelFiles &files) {
    return std::make_unique<BpeTokenizer>(describe(files, Part::Whole));
}

ModelFacts completeFacts(const ModelFiles &files) {
    auto facts = files.facts();
    try {
        const auto tokenizer = describe(files, Part::Steps);
        facts.tokenizer = tokenizer.kindName();
        if (tokenizer.beginToken >= 0 && tokenizer.beginToken < facts.vocab) facts.beginToken = tokenizer.beginToken;
    } catch (const Error &error) {
        facts.tokenizer = "unsupported: " + error.why();
    }
    facts.chatTemplate = chatTemplateName(files);
    return facts;
}

}  // namespace moa::engine
