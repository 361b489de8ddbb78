// Fields of JSON that may be missing or of another type. Internal to the tokenizer room.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace moa::engine {

// The field; null where `object` has none or is no object.
[[nodiscard]] inline const nlohmann::json &field(const nlohmann::json &object, const char *key) {
    static const nlohmann::json kNone;
    return object.is_object() && object.contains(key) ? object[key] : kNone;
}

// What is no boolean is `otherwise`.
[[nodiscard]] inline bool flagOf(const nlohmann::json &object, const char *key, bool otherwise = false) {
    const auto &value = field(object, key);
    return value.is_boolean() ? value.get<bool>() : otherwise;
}

// What is no text is "".
[[nodiscard]] inline std::string textOf(const nlohmann::json &value) {
    return value.is_string() ? value.get<std::string>() : std::string();
}
[[nodiscard]] inline std::string textOf(const nlohmann::json &object, const char *key) {
    return textOf(field(object, key));
}

}  // namespace moa::engine
