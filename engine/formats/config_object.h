// Typed access to the keys of a config.json. Internal to the formats room.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

namespace moa::engine {

inline constexpr const char *kConfigRemedy = "Use a complete model whose config is unchanged.";

// Every function throws moa::Error naming the key for a value of another type. A null counts as missing. The JSON must
// outlive the object.
class ConfigObject {
public:
    // Refuses what is no JSON object. `where` names it in errors.
    ConfigObject(const nlohmann::json &json, std::string where);

    [[nodiscard]] bool has(const char *key) const { return json_.contains(key) && !json_[key].is_null(); }
    // The key stands there, even as null.
    [[nodiscard]] bool mentions(const char *key) const { return json_.contains(key); }
    // Without `otherwise` a missing key is refused.
    [[nodiscard]] std::int64_t integer(const char *key) const;
    [[nodiscard]] std::int64_t integer(const char *key, std::int64_t otherwise) const;
    // A count that is range-checked later: -1 where it does not fit an int.
    [[nodiscard]] int count(const char *key) const { return narrow(integer(key)); }
    [[nodiscard]] int count(const char *key, int otherwise) const { return narrow(integer(key, otherwise)); }
    [[nodiscard]] double number(const char *key) const;
    [[nodiscard]] double number(const char *key, double otherwise) const;
    [[nodiscard]] bool flag(const char *key, bool otherwise) const;
    [[nodiscard]] std::string text(const char *key, const std::string &otherwise) const;
    [[nodiscard]] const nlohmann::json &at(const char *key) const { return json_[key]; }
    [[nodiscard]] const std::string &where() const noexcept { return where_; }

private:
    [[nodiscard]] static int narrow(std::int64_t value);
    void need(const char *key) const;
    [[noreturn]] void wrong(const char *key, const char *expected) const;

    const nlohmann::json &json_;
    std::string where_;
};

}  // namespace moa::engine
