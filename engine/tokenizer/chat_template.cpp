#include "engine/tokenizer/chat_template.h"

#include <algorithm>

#include "engine/formats/json_reader.h"
#include "engine/formats/mapped_file.h"
#include "engine/tokenizer/chat_table.h"
#include "engine/tokenizer/code_points.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

[[noreturn]] void refuseChat(const ChatTemplate &chat, std::size_t message, const std::string &why) {
    throw Error("The conversation cannot be written", "message " + std::to_string(message + 1), why,
                "Change the conversation, or name another template than '" + std::string(chat.name) + "'.");
}

std::string opening(const RoleText &form, std::string_view role) {
    std::string text(form.open);
    if (const auto at = text.find("{role}"); at != std::string::npos) text.replace(at, 6, role);
    return text;
}

// What Python's strip takes away, which templates call: White_Space and the four separators U+001C to U+001F.
bool isStripped(std::uint32_t code) {
    return isWhiteSpace(code) || (code >= 0x1C && code <= 0x1F);
}

// A part of `text`, of the same bytes.
std::string_view trimmed(std::string_view text) {
    for (std::size_t next = 0; !text.empty() && isStripped(nextCodePoint(text, next)); next = 0)
        text.remove_prefix(next);
    while (!text.empty()) {
        const auto last = previousStart(text, text.size());
        auto next = last;
        if (!isStripped(nextCodePoint(text, next))) break;
        text = text.substr(0, last);
    }
    return text;
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

// Writes one conversation.
class ChatWriter {
public:
    ChatWriter(const ChatTemplate &chat, std::span<const Message> messages) : chat_(chat), messages_(messages) {}

    RenderedChat write(bool generationPrompt) {
        checkRoles();
        out_.text = chat_.begin;
        const bool given = hasSystem();
        const std::string_view system = given ? std::string_view(messages_.front().content) : chat_.defaultSystem;
        const bool own = chat_.systemPlace == ChatTemplate::SystemPlace::Message;
        if (own && (given || chat_.systemAlways || !system.empty())) writeMessage(chat_.system, "system", system, {});
        if (own && !given) {  // a default has no range
            out_.contents.clear();
            out_.ends.clear();
        }
        if (!own && given) {  // its text goes into a user's message
            out_.contents.push_back({out_.text.size(), out_.text.size()});
            out_.ends.push_back(out_.contents.back());
        }
        for (std::size_t i = given ? 1 : 0; i < messages_.size(); ++i) {
            const auto &message = messages_[i];
            const bool answer = message.role == "assistant";
            if (answer && i + 1 == messages_.size()) thought_ = chat_.lastThought;
            writeMessage(answer ? chat_.assistant : chat_.user, message.role, message.content,
                         takesSystem(i) ? systemText() : std::string());
        }
        if (generationPrompt) out_.text += chat_.generation;
        return std::move(out_);
    }

private:
    [[nodiscard]] bool hasSystem() const { return !messages_.empty() && messages_.front().role == "system"; }

    void checkRoles() const {
        if (!chat_.alternates) return;
        const std::size_t first = hasSystem() ? 1 : 0;
        for (auto i = first; i < messages_.size(); ++i) {
            const char *expected = (i - first) % 2 == 0 ? "user" : "assistant";
            if (messages_[i].role != expected)
                refuseChat(chat_, i, "it is of role '" + messages_[i].role + "', expected was '" + expected + "'");
        }
    }

    [[nodiscard]] bool takesSystem(std::size_t message) const {
        if (!hasSystem()) return false;
        if (chat_.systemPlace == ChatTemplate::SystemPlace::FirstUser) return message == 1;
        return chat_.systemPlace == ChatTemplate::SystemPlace::LastUser && message + 1 == messages_.size() &&
               messages_[message].role == "user";
    }

    [[nodiscard]] std::string systemText() const {
        return std::string(chat_.system.open) + messages_.front().content + std::string(chat_.system.end);
    }

    // `before` belongs to the content where that is trimmed, but is no part of it.
    void writeMessage(const RoleText &form, std::string_view role, std::string_view content,
                      const std::string &before) {
        out_.text += opening(form, role);
        out_.text += thought_;
        const auto body = before + std::string(content);
        const auto written = form.trim ? trimmed(body) : std::string_view(body);
        const auto skipped = static_cast<std::size_t>(written.data() - body.data());
        const auto begin = out_.text.size() + std::min(written.size(), std::max(before.size(), skipped) - skipped);
        out_.text += written;
        out_.contents.push_back({begin, out_.text.size()});
        out_.text += form.end;
        out_.ends.push_back({out_.contents.back().end, out_.text.size()});
        out_.text += form.after;
    }

    const ChatTemplate &chat_;
    std::span<const Message> messages_;
    std::string_view thought_;
    RenderedChat out_;
};

}  // namespace

std::string chatTemplateNames() {
    std::string names;
    for (const auto &entry : chatTable()) names += (names.empty() ? "" : ", ") + std::string(entry.chat.name);
    return names;
}

const ChatTemplate &chatTemplateByName(std::string_view name) {
    for (const auto &entry : chatTable())
        if (entry.chat.name == name) return entry.chat;
    throw Error("The chat template is not known", "template '" + std::string(name) + "'", "no template has this name",
                "Use one of: " + chatTemplateNames() + ".");
}

const ChatTemplate *recogniseChatTemplate(std::string_view jinja) {
    const auto holds = [&](std::string_view part) {
        return !part.empty() && jinja.find(part) != std::string_view::npos;
    };
    for (const auto &entry : chatTable()) {
        const bool all = std::ranges::all_of(entry.contains, [&](auto part) { return part.empty() || holds(part); });
        if (!entry.contains.front().empty() && all && std::ranges::none_of(entry.lacks, holds)) return &entry.chat;
    }
    return nullptr;
}

std::string chatTemplateText(const ModelFiles &files) {
    if (files.gguf() != nullptr) return files.gguf()->text("tokenizer.chat_template").value_or("");
    const auto jinja = files.path() / "chat_template.jinja";
    if (isThere(jinja)) return readText(jinja, limits::kChatTemplateBytes);
    const auto config = files.path() / "tokenizer_config.json";
    if (!isThere(config)) return {};
    const auto json = readJson(config);
    return json.is_object() && json.contains("chat_template") ? templateOf(json["chat_template"]) : std::string();
}

RenderedChat renderChat(const ChatTemplate &chat, std::span<const Message> messages, bool generationPrompt) {
    return ChatWriter(chat, messages).write(generationPrompt);
}

std::vector<std::int32_t> stopTokens(const ChatTemplate &chat, const Tokenizer &tokenizer, const ModelFacts &facts) {
    std::vector<std::int32_t> stops(facts.endTokens.begin(), facts.endTokens.end());
    const auto end = tokenizer.find(chat.stop);
    if (end >= 0 && std::ranges::find(stops, end) == stops.end()) stops.push_back(end);
    return stops;
}

}  // namespace moa::engine
