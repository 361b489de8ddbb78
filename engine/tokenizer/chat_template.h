// Named chat templates: a table, matched by signature. Template code of model files is never executed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/tokenizer/tokenizer.h"
#include "engine/values/dataset.h"

namespace moa::engine {

// begin, then per message: open with {role} replaced, content, end, after. The generation prompt is `open` of the
// assistant.
struct ChatTemplate {
    std::string_view name;
    std::string_view begin;
    std::string_view open;
    std::string_view end;
    std::string_view after;
    std::string_view defaultSystem;  // a system message put first where the conversation has none
    bool trimContent = false;        // white space around a content is dropped
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

// "sample", "smollm2", "llama3", "chatml" or "plain"; throws moa::Error naming the choices.
[[nodiscard]] const ChatTemplate &chatTemplateByName(std::string_view name);

// The template whose signature the Jinja text carries, nullptr when none does.
[[nodiscard]] const ChatTemplate *recogniseChatTemplate(std::string_view jinja);

// The Jinja text of a model's files (tokenizer_config.json, chat_template.jinja, GGUF tokenizer.chat_template), "" when
// there is none.
[[nodiscard]] std::string chatTemplateText(const ModelFiles &files);

[[nodiscard]] RenderedChat renderChat(const ChatTemplate &chat, std::span<const Message> messages,
                                      bool generationPrompt);

// Tokens that end an answer: the template's end marker and the model's end tokens.
[[nodiscard]] std::vector<std::int32_t> stopTokens(const ChatTemplate &chat, const Tokenizer &tokenizer,
                                                   const ModelFacts &facts);

}  // namespace moa::engine
