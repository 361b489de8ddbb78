// moa tokenize
#include <fmt/format.h>

#include "app/command/context.h"
#include "engine/formats/json_reader.h"
#include "engine/values/error.h"

namespace moa::command {

using namespace engine;
using nlohmann::json;

namespace {

struct TextOptions {
    std::string model, text, textFile, messages, batch;
    bool special = false;
    bool generationPrompt = false;
};

Answer tokenizeBatch(const TextOptions &o, ModelBundle &bundle, const EncodeOptions &encode) {
    const auto texts = readJson(o.batch, {1U << 30, 4});
    json batch = json::array();
    if (!texts.is_array())
        throw Error("The batch cannot be read", o.batch, "it is not a JSON list", "Give a JSON array of strings.");
    for (const auto &text : texts) {
        if (!text.is_string())
            throw Error("The batch cannot be read", fmt::format("{}, entry {}", o.batch, batch.size()),
                        "it is not text", "Give a JSON array of strings.");
        const auto ids = bundle.tokenizer().encode(text.get_ref<const std::string &>(), encode);
        batch.push_back({{"ids", ids}, {"text", bundle.tokenizer().decode(ids)}});
    }
    const auto count = batch.size();
    return {{{"batch", std::move(batch)}}, fmt::format("{} texts", count), 0};
}

Answer tokenize(const TextOptions &o, const Context &context) {
    ModelBundle bundle(o.model, context.job());
    const EncodeOptions encode{!context.specialsAsText, o.special};
    if (!o.batch.empty()) return tokenizeBatch(o, bundle, encode);
    std::string text = o.text;
    if (!o.textFile.empty()) text = readText(o.textFile);
    if (!o.messages.empty()) text = renderChat(bundle.needChat(), readMessages(o.messages), o.generationPrompt).text;
    const auto ids = bundle.tokenizer().encode(text, encode);
    json tokens = json::array();
    for (const auto id : ids) tokens.push_back(bundle.tokenizer().tokenText(id));
    return {{{"ids", ids}, {"tokens", tokens}, {"text", bundle.tokenizer().decode(ids)}},
            fmt::format("{} tokens: {}", ids.size(), fmt::join(ids, " ")),
            0};
}

}  // namespace

void addTextVerbs(CLI::App &app, Context &context) {
    auto o = std::make_shared<TextOptions>();
    auto *verb = app.add_subcommand("tokenize", "Token ids of a text");
    verb->add_option("model", o->model)->required();
    auto *input = verb->add_option_group("input");
    input->add_option("--text", o->text);
    input->add_option("--text-file", o->textFile);
    input->add_option("--messages", o->messages, "JSON list of {role, content}, by the chat template");
    input->add_option("--batch", o->batch, "JSON array of strings");
    input->require_option(1);
    verb->add_flag("--special", o->special, "Add what the tokenizer's post-processor adds");
    verb->add_flag("--generation-prompt", o->generationPrompt, "End with the assistant's header");
    verb->callback([o, &context] { context.verb = [o, &context](Progress &) { return tokenize(*o, context); }; });
}

}  // namespace moa::command
