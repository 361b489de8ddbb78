// Named chat templates: a table, matched by signature. Template code of model files is never executed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/tokenizer/tokenizer.h"
#include "engine/values/dataset.h"

namespace moa::engine {

// What is dropped of a content: nothing, white space around it, white space behind it, line ends in front of it.
enum class Trim { None, Around, Behind, FirstLines };

// How messages of one role are written: open, content, end, after. {role} stands for the role's name.
struct RoleText {
    std::string_view open;
    std::string_view end;
    std::string_view after;
    Trim trim = Trim::None;
};

struct ChatTemplate {
    enum class SystemPlace {
        Message,    // a message of its own
        FirstUser,  // in front of the first user's content
        LastUser,   // in front of the last user's content, lost where an answer follows (Mistral's v3)
        Nowhere,    // refused
    };

    std::string_view name;
    std::string_view begin;
    RoleText system;  // inside a user's message: what stands around the system text
    RoleText user;
    RoleText assistant;
    std::string_view generation;     // the generation prompt, behind all messages
    std::string_view stop;           // the token that ends an answer
    std::string_view defaultSystem;  // put first where the conversation has no system message
    SystemPlace systemPlace = SystemPlace::Message;
    bool systemAlways = false;  // the system message is written even if it is empty
    bool alternates = false;    // users and assistants in turn, a user first; no other role
    // Qwen3's treatment of <think>...</think> in answers: dropped, but for those behind the last user's message; an
    // answer that ends the conversation there has an empty one in front where it has none of its own.
    bool thinks = false;
    bool onlyTurns = false;                            // no other role than user and assistant behind the first message
    bool blankIsDefault = false;                       // a system text of white space counts as none
    std::array<std::string_view, 3> systemSwitches{};  // in a system text they would change the template: refused
};

struct TextRange {
    std::size_t begin = 0;
    std::size_t end = 0;
    friend bool operator==(const TextRange &, const TextRange &) = default;
};

// Ranges are bytes of `text`, one entry per message that was given (a default system message has none).
struct RenderedChat {
    std::string text;
    std::vector<TextRange> contents;
    std::vector<TextRange> ends;  // the end marker right behind the content
};

// Throws moa::Error naming the choices.
[[nodiscard]] const ChatTemplate &chatTemplateByName(std::string_view name);

// All names: "sample, smollm2, ...".
[[nodiscard]] std::string chatTemplateNames();

// The template whose signature the Jinja text carries, nullptr when none does.
[[nodiscard]] const ChatTemplate *recogniseChatTemplate(std::string_view jinja);

// The Jinja text of a model's files (tokenizer_config.json, chat_template.jinja, GGUF tokenizer.chat_template), "" when
// there is none.
[[nodiscard]] std::string chatTemplateText(const ModelFiles &files);

// Throws moa::Error for a role that the template does not have, and for roles that do not alternate where they must.
[[nodiscard]] RenderedChat renderChat(const ChatTemplate &chat, std::span<const Message> messages,
                                      bool generationPrompt);

// Tokens that end an answer: the template's stop token and the model's end tokens.
[[nodiscard]] std::vector<std::int32_t> stopTokens(const ChatTemplate &chat, const Tokenizer &tokenizer,
                                                   const ModelFacts &facts);

}  // namespace moa::engine
