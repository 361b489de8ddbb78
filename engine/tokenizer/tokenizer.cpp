#include "engine/tokenizer/tokenizer.h"

#include "engine/formats/json_reader.h"
#include "engine/formats/mapped_file.h"
#include "engine/tokenizer/bpe_readers.h"
#include "engine/tokenizer/bpe_tokenizer.h"
#include "engine/tokenizer/chat_template.h"
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

std::unique_ptr<Tokenizer> openSentencePiece(const ModelFiles &files) {
    const MappedFile file(files.path() / "tokenizer.model");
    const auto where = file.path().string();
    const auto use =
        sentencePieceUse(jsonBeside(files, "tokenizer_config.json"), jsonBeside(files, "added_tokens.json"), where);
    return std::make_unique<BpeTokenizer>(bpeFromSentencePiece(file.bytes(), use, where));
}

}  // namespace

std::unique_ptr<Tokenizer> openTokenizer(const ModelFiles &files) {
    if (files.gguf() != nullptr) return std::make_unique<BpeTokenizer>(bpeFromGguf(*files.gguf()));
    const auto path = files.path() / "tokenizer.json";
    if (isThere(path))
        return std::make_unique<BpeTokenizer>(bpeFromJson(readJson(path, limits::kTokenizerJson), path.string()));
    if (isThere(files.path() / "tokenizer.model")) return openSentencePiece(files);
    refuseTokenizer(files.path().string(), "it has no tokenizer.json and no tokenizer.model");
}

namespace {

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

ModelFacts completeFacts(const ModelFiles &files) {
    auto facts = files.facts();
    try {
        const auto tokenizer = openTokenizer(files);
        facts.tokenizer = tokenizer->kind();
        if (tokenizer->beginToken() >= 0) facts.beginToken = tokenizer->beginToken();
    } catch (const Error &error) {
        facts.tokenizer = "unsupported: " + error.why();
    }
    facts.chatTemplate = chatTemplateName(files);
    return facts;
}

}  // namespace moa::engine
