#include "engine/tokenizer/chat_table.h"

namespace moa::engine {

namespace {

using Place = ChatTemplate::SystemPlace;

constexpr std::string_view kSmolSystem = "You are a helpful AI assistant named SmolLM, trained by Hugging Face";
constexpr std::string_view kQwen2System = "You are a helpful assistant.";
constexpr std::string_view kQwen25System = "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.";
constexpr std::string_view kVicunaSystem =
    "A chat between a curious user and an artificial intelligence assistant. "
    "The assistant gives helpful, detailed, and polite answers to the user's questions.";

constexpr RoleText kSample{"<|{role}|>\n", "<|end|>", "\n"};
constexpr RoleText kChatMl{"<|im_start|>{role}\n", "<|im_end|>", "\n"};
constexpr RoleText kLlama3{"<|start_header_id|>{role}<|end_header_id|>\n\n", "<|eot_id|>", "", true};
// Without a date of the day, Llama 3.1 writes this one; Llama 3.2 writes today's and is not recognised.
constexpr RoleText kLlama31System{
    "<|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n",
    "<|eot_id|>", "", true};
constexpr RoleText kZephyr{"<|{role}|>\n", "</s>", "\n"};
constexpr RoleText kPlain{"", "\n", ""};

constexpr ChatTemplate chatMl(std::string_view name, std::string_view system, std::string_view lastThought = {}) {
    return {name,         "",     kChatMl,        kChatMl, kChatMl, "<|im_start|>assistant\n",
            "<|im_end|>", system, Place::Message, false,   false,   lastThought};
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
    {chatMl("smollm2", kSmolSystem), {"<|im_start|>", kSmolSystem}, {}},
    {llama3("llama3", kLlama3, false), {"<|start_header_id|>", "<|eot_id|>"}, {"Cutting Knowledge", "tools"}},
    {llama3("llama3.1", kLlama31System, true),
     {"<|start_header_id|>", "Cutting Knowledge Date: December 2023", "26 Jul 2024"},
     {"strftime_now"}},
    {chatMl("qwen2", kQwen2System), {"<|im_start|>", kQwen2System}, {"You are Qwen", "tools", "think"}},
    {chatMl("qwen2.5", kQwen25System), {"<|im_start|>", kQwen25System}, {"think"}},
    {chatMl("qwen3", "", "<think>\n\n</think>\n\n"),
     {"<|im_start|>", "reasoning_content", "last_query_index"},
     {"You are"}},
    {chatMl("chatml", ""), {"<|im_start|>", "<|im_end|>"}, {"You are", "tools", "think"}},
    {{"llama2",
      "",
      {"<<SYS>>\n", "\n<</SYS>>\n\n", ""},
      {"<s>[INST] ", " [/INST]", "", true},
      {" ", " </s>", "", true},
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
      {" ", "</s>", "", true},
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
