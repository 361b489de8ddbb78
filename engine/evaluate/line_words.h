// Words that line names are made of.
#pragma once

#include <string_view>
#include <vector>

namespace moa::engine {

[[nodiscard]] std::vector<std::string_view> lineAdjectives();
[[nodiscard]] std::vector<std::string_view> lineNouns();

}  // namespace moa::engine
