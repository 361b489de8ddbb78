#include "engine/formats/config_object.h"

#include <fmt/format.h>

#include <limits>
#include <utility>

#include "engine/formats/fact_checks.h"

namespace moa::engine {

ConfigObject::ConfigObject(const nlohmann::json &json, std::string where) : json_(json), where_(std::move(where)) {
    if (!json_.is_object()) refuseModel(where_, "it is not a JSON object", kConfigRemedy);
}

std::int64_t ConfigObject::integer(const char *key) const {
    need(key);
    return integer(key, 0);
}

std::int64_t ConfigObject::integer(const char *key, std::int64_t otherwise) const {
    if (!has(key)) return otherwise;
    if (!json_[key].is_number_integer()) wrong(key, "a whole number");
    return json_[key].get<std::int64_t>();
}

double ConfigObject::number(const char *key) const {
    need(key);
    return number(key, 0);
}

double ConfigObject::number(const char *key, double otherwise) const {
    if (!has(key)) return otherwise;
    if (!json_[key].is_number()) wrong(key, "a number");
    return json_[key].get<double>();
}

bool ConfigObject::flag(const char *key, bool otherwise) const {
    if (!has(key)) return otherwise;
    if (!json_[key].is_boolean()) wrong(key, "true or false");
    return json_[key].get<bool>();
}

std::string ConfigObject::text(const char *key, const std::string &otherwise) const {
    if (!has(key)) return otherwise;
    if (!json_[key].is_string()) wrong(key, "text");
    return json_[key].get<std::string>();
}

int ConfigObject::narrow(std::int64_t value) {
    if (value < 0 || value > std::numeric_limits<int>::max()) return -1;
    return static_cast<int>(value);
}

void ConfigObject::need(const char *key) const {
    if (!has(key)) refuseModel(where_, fmt::format("it has no '{}'", key), kConfigRemedy);
}

void ConfigObject::wrong(const char *key, const char *expected) const {
    refuseModel(where_, fmt::format("'{}' is not {}", key, expected), kConfigRemedy);
}

}  // namespace moa::engine
