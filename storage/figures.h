// Figures on their way into the file. Internal to storage.
#pragma once

#include <optional>
#include <string>

namespace moa::storage {

// Throws moa::Error for NaN, which SQLite would keep as nothing. `owner` says whose figure it is ("run r, 1024 tokens,
// sample 3"), `field` which one ("score"). Infinite figures are kept as they are: the report calls them not measured.
void requireNumber(double value, const std::string &owner, const std::string &field);
void requireNumber(const std::optional<double> &value, const std::string &owner, const std::string &field);

// The error of a figure that cannot be kept. `why` in words, such as "its score is not a number".
[[noreturn]] void refuseFigure(const std::string &owner, const std::string &why);

}  // namespace moa::storage
