#include "engine/tokenizer/chat_table.h"

namespace moa::engine {

namespace {

using Place = ChatTemplate::SystemPlace;

constexpr std::string_view kSmolSystem = "You are a helpful AI assistant named SmolLM, trained by Hugging Face";
constexpr std::string_view kQwen2System = "You are a helpful assistant.";
constexpr std::string_view kQwen25System = "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.";
constexpr std::string_view kSmolLm3Persona =
    "You are a helpful AI assistant named SmolLM, trained by Hugging Face. Your role as an assistant involves "
    "thoroughly exploring questions through a systematic thinking process before providing the final precise "
    "and accurate solutions. This requires engaging in a comprehensive cycle of analysis, summarizing, "
    "exploration, reassessment, reflection, backtracking, and iteration to develop well-considered thinking "
    "process. Please structure your response into two main sections: Thought and Solution using the specified "
    "format: <think> Thought section </think> Solution section. In the Thought section, detail your reasoning "
    "process in steps. Each step should include detailed considerations such as analysing questions, "
    "summarizing relevant findings, brainstorming new ideas, verifying the accuracy of the current steps, "
    "refining any errors, and revisiting previous steps. In the Solution section, based on various attempts, "
    "explorations, and reflections from the Thought section, systematically present the final solution that "
    "you deem correct. The Solution section should be logical, accurate, and concise and detail necessary "
    "steps needed to reach the conclusion.";
constexpr std::string_view kVicunaSystem =
    "A chat between a curious user and an artificial intelligence assistant. "
    "The assistant gives helpful, detailed, and polite answers to the user's questions.";

// A system message that stands in the conversation, and no other one.
constexpr std::string_view kNoDefaultSystem =
    "'<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}\n    {%- endif %}\n{%- endif %}";

constexpr RoleText kSample{"<|{role}|>\n", "<|end|>", "\n"};
constexpr RoleText kChatMl{"<|im_start|>{role}\n", "<|im_end|>", "\n"};
constexpr RoleText kLlama3{"<|start_header_id|>{role}<|end_header_id|>\n\n", "<|eot_id|>", "", Trim::Around};
// What Llama 3.1 writes, and Llama 3.2 where it cannot ask for the day's date: the same text gives the same tokens on
// any day.
constexpr RoleText kLlama31System{
    "<|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n",
    "<|eot_id|>", "", Trim::Around};
// SmolLM3 asks for the day's date, whatever; this one is the day the model came out. It leaves the message open.
constexpr RoleText kSmolLm3System{
    "<|im_start|>system\n## Metadata\n\nKnowledge Cutoff Date: June 2025\nToday Date: 08 July 2025\n"
    "Reasoning Mode: /think\n\n## Custom Instructions\n\n",
    "", "\n\n", Trim::Behind};
constexpr RoleText kSmolLm3Answer{"<|im_start|>{role}\n", "<|im_end|>", "\n", Trim::FirstLines};
constexpr RoleText kZephyr{"<|{role}|>\n", "</s>", "\n"};
constexpr RoleText kPlain{"", "\n", ""};

constexpr ChatTemplate chatMl(std::string_view name, std::string_view system,
                              std::string_view generation = "<|im_start|>assistant\n", bool thinks = false) {
    return {name,         "",     kChatMl,        kChatMl, kChatMl, generation,
            "<|im_end|>", system, Place::Message, false,   false,   thinks};
}

// Mistral's first two: no system text, and a space behind an answer or none.
constexpr ChatTemplate mistralV0(std::string_view name, std::string_view after) {
    return {name,           "<s>", {},  {"[INST] ", " [/INST]", ""}, {"", "</s>", after}, "", "</s>", "",
            Place::Nowhere, false, true};
}

constexpr ChatTemplate llama3(std::string_view name, const RoleText &system, bool systemAlways) {
    return {name,           "<|begin_of_text|>",
            system,         kLlama3,
            kLlama3,        "<|start_header_id|>assistant<|end_header_id|>\n\n",
            "<|eot_id|>",   "",
            Place::Message, systemAlways};
}

constexpr ChatEntry kTable[] = {
    {{"sample", "<|begin_of_text|>", kSample, kSample, kSample, "<|assistant|>\n", "<|end|>", ""},
     {"}}|>\n{{ m['content'] }}<|end|>"},
     {}},
    {chatMl("smollm2", kSmolSystem), {"<|im_start|>", kSmolSystem}, {"Knowledge Cutoff"}},
    {llama3("llama3", kLlama3, false), {"<|start_header_id|>", "<|eot_id|>"}, {"Cutting Knowledge", "tools"}},
    {llama3("llama3.1", kLlama31System, true),
     {"<|start_header_id|>", "Cutting Knowledge Date: December 2023", "26 Jul 2024"},
     {"strftime_now"}},
    {llama3("llama3.2", kLlama31System, true),
     {"<|start_header_id|>", "Cutting Knowledge Date: December 2023", "date_string = strftime_now(\"%d %b %Y\")"},
     {}},
    {chatMl("qwen2", kQwen2System), {"<|im_start|>", kQwen2System}, {"You are Qwen", "tools", "think"}},
    {chatMl("qwen2.5", kQwen25System), {"<|im_start|>", kQwen25System}, {"think"}},
    {chatMl("qwen3", "", "<|im_start|>assistant\n", true),
     {"<|im_start|>", "reasoning_content.strip('\\n') + '\\n</think>\\n\\n'", "enable_thinking is false"},
     {"You are a", "You are Qwen", "assistant\\n<think>\\n'"}},
    {chatMl("qwen3-2507", ""),
     {kNoDefaultSystem, "'<|im_start|>' + message.role + '\\n' + content }}", "{{- '<|im_start|>assistant\\n' }}"},
     {"think"}},
    {chatMl("qwen3-thinking-2507", "", "<|im_start|>assistant\n<think>\n", true),
     {kNoDefaultSystem, "reasoning_content.strip('\\n') + '\\n</think>\\n\\n'",
      "'<|im_start|>assistant\\n<think>\\n' }}"},
     {"enable_thinking"}},
    {{"smollm3",
      "",
      kSmolLm3System,
      kChatMl,
      kSmolLm3Answer,
      "<|im_start|>assistant\n",
      "<|im_end|>",
      kSmolLm3Persona,
      Place::Message,
      true,
      false,
      false,
      true,
      true,
      {"/no_think", "/think", "/system_override"}},
     {"Knowledge Cutoff Date: June 2025", "Reasoning Mode: ", kSmolLm3Persona.substr(0, 300)},
     {}},
    {chatMl("chatml", ""), {"<|im_start|>", "<|im_end|>"}, {"You are", "tools", "think"}},
    {mistralV0("mistral-v0.1", " "),
     {"{{ bos_token }}{% for", "'[INST] ' + message['content'] + ' [/INST]'",
      "{{ message['content'] + eos_token + ' ' }}"},
     {"<<SYS>>"}},
    {mistralV0("mistral-v0.2", ""),
     {"{{ bos_token }}{% for", "'[INST] ' + message['content'] + ' [/INST]'", "{{ message['content'] + eos_token}}"},
     {"<<SYS>>"}},
    {{"llama2",
      "",
      {"<<SYS>>\n", "\n<</SYS>>\n\n", ""},
      {"<s>[INST] ", " [/INST]", "", Trim::Around},
      {" ", " </s>", "", Trim::Around},
      "",
      "</s>",
      "",
      Place::FirstUser,
      false,
      true},
     {"[INST]", "<<SYS>>", "eos_token"},
     {}},
    {{"mistral-v1",
      "<s>",
      {"", "\n\n", ""},
      {" [INST] ", " [/INST]", ""},
      {" ", "</s>", ""},
      "",
      "</s>",
      "",
      Place::FirstUser,
      false,
      true},
     {"\" [INST] \"", "\" [/INST]\"", "eos_token"},
     {"<<SYS>>", "[AVAILABLE_TOOLS]"}},
    {{"mistral-v3",
      "<s>",
      {"", "\n\n", ""},
      {"[INST] ", "[/INST]", ""},
      {" ", "</s>", "", Trim::Around},
      "",
      "</s>",
      "",
      Place::LastUser,
      false,
      true},
     {"\"[INST] \"", "\"[/INST]\"", "eos_token"},
     {"<<SYS>>", "\" [INST] \"", "[SYSTEM_PROMPT]"}},
    {{"vicuna",
      "<s>",
      {"", " ", ""},
      {"USER: ", " ", ""},
      {"ASSISTANT: ", "</s>", ""},
      "ASSISTANT:",
      "</s>",
      kVicunaSystem,
      Place::Message,
      false,
      true},
     {kVicunaSystem.substr(0, 71), "USER: ", "ASSISTANT:"},
     {"\\n"}},
    {{"zephyr", "", kZephyr, kZephyr, kZephyr, "<|assistant|>\n", "</s>", ""},
     {"<|user|>", "<|assistant|>", "eos_token"},
     {"<|end|>", "<|im_start|>", "[gMASK]"}},
    {{"plain", "", kPlain, kPlain, kPlain, "", "\n", ""}, {}, {}},
};

}  // namespace

std::span<const ChatEntry> chatTable() noexcept {
    return kTable;
}

}  // namespace moa::engine
