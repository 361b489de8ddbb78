// The named chat templates and what they are recognised by. Internal to the tokenizer room.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "engine/tokenizer/chat_template.h"

namespace moa::engine {

struct ChatEntry {
    ChatTemplate chat;
    std::array<std::string_view, 3> contains;  // of the Jinja text, all of them; empty first: never recognised
    std::array<std::string_view, 3> lacks;     // none of these; empty: nothing excluded
};

// Sources: the tokenizer_config.json of each family on its publisher's page; FastChat's conversation.py (Vicuna v1.1).
// Goldens: tests/data/chat, one for each.
[[nodiscard]] std::span<const ChatEntry> chatTable() noexcept;

}  // namespace moa::engine
