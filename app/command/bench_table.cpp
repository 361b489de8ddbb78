#include "app/command/bench_table.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>

namespace moa::command {

using nlohmann::json;

double timed(const std::function<void()> &work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

json benchRow(const std::string &what, const std::string &peer, double value, const char *unit, double theirs) {
    json row = {{"what", what}, {"peer", peer}, {"value", value}, {"unit", unit}, {"ratio", nullptr}};
    if (std::isfinite(theirs)) row["ratio"] = value / theirs;
    return row;
}

namespace {

std::string besidePeer(const json &row) {
    if (row["ratio"].is_null()) return "-";
    return fmt::format("{:>7.3f} x {}", row["ratio"].get<double>(), row["peer"].get<std::string>());
}

}  // namespace

Answer benchTable(const json &rows, const json &facts) {
    Answer answer;
    answer.json = {{"rows", rows}, {"facts", facts}};
    for (const auto &row : rows)
        answer.text += fmt::format("{:<60} {:>12.4g} {:<8} {}\n", row["what"].get<std::string>(),
                                   row["value"].get<double>(), row["unit"].get<std::string>(), besidePeer(row));
    for (const auto &[name, value] : facts.items()) answer.text += fmt::format("{}: {}\n", name, value.dump());
    return answer;
}

std::vector<std::vector<std::int32_t>> randomPrompts(int rows, int length, int vocab) {
    std::vector<std::vector<std::int32_t>> result(static_cast<std::size_t>(rows));
    std::uint32_t state = 1;
    for (auto &prompt : result)
        for (int i = 0; i < length; ++i) {
            state = state * 1664525U + 1013904223U;
            prompt.push_back(static_cast<std::int32_t>((state >> 8) % static_cast<std::uint32_t>(vocab)));
        }
    return result;
}

}  // namespace moa::command
