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

std::string_view withoutFirstLines(std::string_view text) {
    return text.substr(std::min(text.find_first_not_of('\n'), text.size()));
}
std::string_view withoutLastLines(std::string_view text) {
    return text.substr(0, text.find_last_not_of('\n') + 1);
}

// Lies in `text` as well.
std::string_view trimmed(std::string_view text, Trim trim) {
    const auto middle = trimmed(text);
    switch (trim) {
        case Trim::None: return text;
        case Trim::Around: return middle;
        case Trim::Behind:
            return text.substr(0, middle.empty() ? 0 : static_cast<std::size_t>(middle.end() - text.begin()));
        case Trim::FirstLines: return withoutFirstLines(text);
    }
    return text;
}

// An answer of a model that thinks: a thought that it has not is no part of the content.
struct Answer {
    std::string_view lead;
    std::string content;
};

Answer withThought(std::string_view content, bool isKept, bool isLast) {
    constexpr std::string_view kOpen = "<think>", kClose = "</think>";
    std::string_view thought;
    if (const auto close = content.find(kClose); close != std::string_view::npos) {
        thought = withoutLastLines(content.substr(0, close));
        if (const auto open = thought.rfind(kOpen); open != std::string_view::npos)
            thought.remove_prefix(open + kOpen.size());
        thought = withoutLastLines(withoutFirstLines(thought));
        content = withoutFirstLines(content.substr(content.rfind(kClose) + kClose.size()));
    }
    if (!isKept || (thought.empty() && !isLast)) return {"", std::string(content)};
    content = withoutFirstLines(content);
    if (thought.empty()) return {"<think>\n\n</think>\n\n", std::string(content)};
    return {"", "<think>\n" + std::string(thought) + "\n</think>\n\n" + std::string(content)};
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
        const bool blank = given && chat_.blankIsDefault && trimmed(messages_.front().content).empty();
        const std::string_view system =
            given && !blank ? std::string_view(messages_.front().content) : chat_.defaultSystem;
        const bool own = chat_.systemPlace == ChatTemplate::SystemPlace::Message;
        if (own && (given || chat_.systemAlways || !system.empty()))
            writeMessage(chat_.system, "system", {{}, std::string(system)}, {});
        if (own && blank) out_.contents.back().end = out_.contents.back().begin;
        if (own && blank) out_.ends.back() = out_.contents.back();
        if (own && !given) {  // a default has no range
            out_.contents.clear();
            out_.ends.clear();
        }
        if (!own && given) {  // its text goes into a user's message
            out_.contents.push_back({out_.text.size(), out_.text.size()});
            out_.ends.push_back(out_.contents.back());
        }
        const auto question = lastQuestion();
        for (std::size_t i = given ? 1 : 0; i < messages_.size(); ++i) {
            const auto &message = messages_[i];
            const bool answer = message.role == "assistant";
            const bool last = i + 1 == messages_.size();
            writeMessage(
                answer ? chat_.assistant : chat_.user, message.role,
                answer && chat_.thinks ? withThought(message.content, i > question, last) : Answer{{}, message.content},
                takesSystem(i) ? systemText() : std::string());
        }
        if (generationPrompt) out_.text += chat_.generation;
        return std::move(out_);
    }

private:
    [[nodiscard]] bool hasSystem() const { return !messages_.empty() && messages_.front().role == "system"; }

    // The last message of a user that is no answer of a tool; where there is none, behind all.
    [[nodiscard]] std::size_t lastQuestion() const {
        for (auto i = messages_.size(); i > 0; --i) {
            const auto &[role, content, answer] = messages_[i - 1];
            if (role == "user" && !(content.starts_with("<tool_response>") && content.ends_with("</tool_response>")))
                return i - 1;
        }
        return messages_.size();
    }

    void checkSystem() const {
        if (!hasSystem()) return;
        if (chat_.systemPlace == ChatTemplate::SystemPlace::Nowhere)
            refuseChat(chat_, 0, "the template has no place for a system text");
        for (const auto word : chat_.systemSwitches)
            if (!word.empty() && messages_.front().content.find(word) != std::string::npos)
                refuseChat(chat_, 0, "'" + std::string(word) + "' would change the template, which is not followed");
    }

    void checkRoles() const {
        checkSystem();
        const std::size_t first = hasSystem() ? 1 : 0;
        if (chat_.onlyTurns)
            for (auto i = first; i < messages_.size(); ++i)
                if (messages_[i].role != "user" && messages_[i].role != "assistant")
                    refuseChat(chat_, i, "it is of role '" + messages_[i].role + "'");
        if (!chat_.alternates) return;
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
    void writeMessage(const RoleText &form, std::string_view role, const Answer &message, const std::string &before) {
        out_.text += opening(form, role);
        out_.text += message.lead;
        const auto body = before + message.content;
        const auto written = trimmed(body, form.trim);
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
