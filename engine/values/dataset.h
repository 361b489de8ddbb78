// Calibration and evaluation text, before and after it is turned into tokens.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace moa::engine {

struct Message {
    std::string role;  // system, user, assistant
    std::string content;
    std::string answer;  // substring of content the loss is taken on; empty: the whole message
    friend bool operator==(const Message &, const Message &) = default;
};

// One row of a data file: a conversation, or plain text (messages empty).
struct TextSample {
    std::string id;
    std::string source;  // weights of the calibration mix belong to sources
    std::vector<Message> messages;
    std::string text;
    bool wholeFile = false;  // text is a plain text file, to be cut into windows
    friend bool operator==(const TextSample &, const TextSample &) = default;
};

// A sample as the engine runs it. `targets` are token positions t whose prediction (made at t - 1) counts in the loss.
struct TokenSample {
    std::string id;
    std::string source;
    int length = 0;  // the profile length it belongs to (>= ids.size())
    std::vector<std::int32_t> ids;
    std::vector<std::int32_t> targets;
    friend bool operator==(const TokenSample &, const TokenSample &) = default;
};

}  // namespace moa::engine
