#include "engine/tokenizer/chat_template.h"

#include <algorithm>
#include <array>

#include "engine/formats/json_reader.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

struct Entry {
    ChatTemplate chat;
    std::array<std::string_view, 2> contains;  // of the Jinja text, all of them; empty first: never recognised
    std::array<std::string_view, 2> lacks;     // none of these; empty: nothing excluded
};

constexpr std::string_view kSmolSystem = "You are a helpful AI assistant named SmolLM, trained by Hugging Face";

// Llama 3.1 and later write dates into a system message of their own: not this template.
constexpr std::array<Entry, 5> kTable = {{
    {{"sample", "<|begin_of_text|>", "<|{role}|>\n", "<|end|>", "\n", "", false},
     {"}}|>\n{{ m['content'] }}<|end|>", ""},
     {}},
    {{"smollm2", "", "<|im_start|>{role}\n", "<|im_end|>", "\n", kSmolSystem, false},
     {"<|im_start|>", kSmolSystem},
     {}},
    {{"llama3", "<|begin_of_text|>", "<|start_header_id|>{role}<|end_header_id|>\n\n", "<|eot_id|>", "", "", true},
     {"<|start_header_id|>", "<|eot_id|>"},
     {"Cutting Knowledge", "tools"}},
    {{"chatml", "", "<|im_start|>{role}\n", "<|im_end|>", "\n", "", false},
     {"<|im_start|>", "<|im_end|>"},
     {"You are", "tools"}},
    {{"plain", "", "", "\n", "", "", false}, {"", ""}, {}},
}};

std::string opening(const ChatTemplate &chat, std::string_view role) {
    std::string text(chat.open);
    if (const auto at = text.find("{role}"); at != std::string::npos) text.replace(at, 6, role);
    return text;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n\v\f";
    const auto first = text.find_first_not_of(kSpace);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

// A template is text, or a list of named ones of which "default" counts.
std::string templateOf(const nlohmann::json &value) {
    if (value.is_string()) return value.get<std::string>();
    if (!value.is_array()) return {};
    for (const auto &entry : value)
        if (entry.is_object() && entry.contains("name") && entry["name"] == "default" && entry.contains("template"))
            return templateOf(entry["template"]);
    return {};
}

}  // namespace

const ChatTemplate &chatTemplateByName(std::string_view name) {
    std::string names;
    for (const auto &entry : kTable) {
        if (entry.chat.name == name) return entry.chat;
        names += (names.empty() ? "" : ", ") + std::string(entry.chat.name);
    }
    throw Error("The chat template is not known", "template '" + std::string(name) + "'", "no template has this name",
                "Use one of: " + names + ".");
}

const ChatTemplate *recogniseChatTemplate(std::string_view jinja) {
    const auto holds = [&](std::string_view part) {
        return !part.empty() && jinja.find(part) != std::string_view::npos;
    };
    for (const auto &entry : kTable) {
        const bool all = std::ranges::all_of(entry.contains, [&](auto part) { return part.empty() || holds(part); });
        if (!entry.contains.front().empty() && all && std::ranges::none_of(entry.lacks, holds)) return &entry.chat;
    }
    return nullptr;
}

std::string chatTemplateText(const ModelFiles &files) {
    if (files.gguf() != nullptr) return files.gguf()->text("tokenizer.chat_template").value_or("");
    const auto jinja = files.path() / "chat_template.jinja";
    if (std::filesystem::exists(jinja)) return readText(jinja, 1U << 20);
    const auto config = files.path() / "tokenizer_config.json";
    if (!std::filesystem::exists(config)) return {};
    const auto json = readJson(config);
    return json.is_object() && json.contains("chat_template") ? templateOf(json["chat_template"]) : std::string();
}

RenderedChat renderChat(const ChatTemplate &chat, std::span<const Message> messages, bool generationPrompt) {
    RenderedChat out;
    out.text = chat.begin;
    const bool hasSystem = !messages.empty() && messages.front().role == "system";
    if (!chat.defaultSystem.empty() && !hasSystem)
        out.text +=
            opening(chat, "system") + std::string(chat.defaultSystem) + std::string(chat.end) + std::string(chat.after);
    for (const auto &message : messages) {
        out.text += opening(chat, message.role);
        const auto begin = out.text.size();
        out.text += chat.trimContent ? trimmed(message.content) : std::string_view(message.content);
        out.contents.push_back({begin, out.text.size()});
        out.text += chat.end;
        out.ends.push_back({out.contents.back().end, out.text.size()});
        out.text += chat.after;
    }
    if (generationPrompt) out.text += opening(chat, "assistant");
    return out;
}

std::vector<std::int32_t> stopTokens(const ChatTemplate &chat, const Tokenizer &tokenizer, const ModelFacts &facts) {
    std::vector<std::int32_t> stops(facts.endTokens.begin(), facts.endTokens.end());
    const auto end = tokenizer.find(chat.end);
    if (end >= 0 && std::ranges::find(stops, end) == stops.end()) stops.push_back(end);
    return stops;
}

}  // namespace moa::engine
