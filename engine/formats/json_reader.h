// JSON from outside: bounded, strict, with one clear error.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <span>
#include <string_view>

#include "engine/values/limits.h"

namespace moa::engine {

// Parses strict JSON: no duplicate keys, no text after the value, valid UTF-8. `where` names the source in errors.
// Throws moa::Error with the byte offset. Members of the names `skipped`, in any object, are read over: they take time,
// but no memory, and are left out.
[[nodiscard]] nlohmann::json parseJson(std::string_view text, std::string_view where, const JsonLimits &limits = {},
                                       std::span<const std::string_view> skipped = {});

// The same from a file; its size is checked before it is read.
[[nodiscard]] nlohmann::json readJson(const std::filesystem::path &path, const JsonLimits &limits = {},
                                      std::span<const std::string_view> skipped = {});

// A whole text file, at most `limit` bytes.
[[nodiscard]] std::string readText(const std::filesystem::path &path, std::uint64_t limit = limits::kTextBytes);

}  // namespace moa::engine
