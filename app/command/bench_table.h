// The table every bench answers with.
#pragma once

#include <fmt/format.h>

#include <chrono>
#include <functional>
#include <string>

#include "app/command/context.h"

namespace moa::command {

// moa bench optimizer.
void addOptimizerBench(CLI::App &bench, Context &context);

[[nodiscard]] inline double timed(const std::function<void()> &work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

[[nodiscard]] inline nlohmann::json benchRow(const std::string &what, const std::string &peer, double value,
                                             const char *unit, double theirs) {
    return {{"what", what}, {"peer", peer}, {"value", value}, {"unit", unit}, {"ratio", value / theirs}};
}

[[nodiscard]] inline Answer benchTable(const nlohmann::json &rows, const nlohmann::json &facts) {
    Answer answer;
    answer.json = {{"rows", rows}, {"facts", facts}};
    for (const auto &row : rows)
        answer.text += fmt::format("{:<44} {:>12.4g} {:<10} {:>8.3f} x {}\n", row["what"].get<std::string>(),
                                   row["value"].get<double>(), row["unit"].get<std::string>(),
                                   row["ratio"].get<double>(), row["peer"].get<std::string>());
    return answer;
}

}  // namespace moa::command
