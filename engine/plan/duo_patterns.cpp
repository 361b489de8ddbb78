#include "engine/plan/duo_patterns.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/formats/atomic_file.h"
#include "engine/formats/json_reader.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

constexpr const char *kTable = "full_attention_heads.tsv";
constexpr const char *kConfig = "config.json";

[[noreturn]] void refuse(const std::string &where, const std::string &why) {
    throw Error("The DuoAttention patterns cannot be used", where, why,
                "Give a folder with full_attention_heads.tsv and config.json, and plans of two classes.");
}

using Table = std::vector<std::vector<double>>;

// Numbers in 0..1 with white space between them, a row a layer; empty lines are passed over.
Table parseTable(std::string_view text, const std::filesystem::path &path) {
    Table rows;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        const auto line = text.substr(begin, end - begin);
        begin = end + 1;
        std::vector<double> row;
        for (auto at = line.find_first_not_of("\t \r"); at != std::string_view::npos;
             at = line.find_first_not_of("\t \r", at)) {
            const auto word = line.substr(at, line.find_first_of("\t \r", at) - at);
            double value = 0;
            const auto [next, error] = std::from_chars(word.data(), word.data() + word.size(), value);
            if (error != std::errc() || next != word.data() + word.size() || !(value >= 0 && value <= 1))
                refuse(fmt::format("{}, row {}", path.string(), rows.size() + 1), "a value is no number in 0..1");
            if (row.size() == limits::kHeads) refuse(path.string(), "it has more heads than a model");
            row.push_back(value);
            at += word.size();
        }
        if (row.empty()) continue;
        if (rows.size() == limits::kLayers) refuse(path.string(), "it has more layers than a model");
        if (!rows.empty() && row.size() != rows.front().size()) refuse(path.string(), "its rows are of unequal length");
        rows.push_back(std::move(row));
    }
    if (rows.empty()) refuse(path.string(), "it is empty");
    return rows;
}

double cutValue(const Table &rows, const DuoCut &cut) {
    if (cut.threshold.has_value() == cut.quantile.has_value())
        refuse("threshold, quantile", "exactly one must be given");
    if (cut.threshold) return *cut.threshold;
    std::vector<double> all;
    for (const auto &row : rows) all.insert(all.end(), row.begin(), row.end());
    std::ranges::sort(all);
    if (!(*cut.quantile >= 0 && *cut.quantile <= 1)) refuse("quantile", "it is outside 0..1");
    const auto index = static_cast<std::size_t>(*cut.quantile * static_cast<double>(all.size()));
    return index >= all.size() ? 2 : all[index];
}

}  // namespace

Plan readDuoPatterns(const std::filesystem::path &folder, int heads, const DuoCut &cut) {
    return parseDuoPatterns(readText(folder / kTable, limits::kPatternBytes),
                            readText(folder / kConfig, limits::kPatternBytes), folder, heads, cut);
}

Plan parseDuoPatterns(std::string_view table, std::string_view text, const std::filesystem::path &where, int heads,
                      const DuoCut &cut) {
    const auto rows = parseTable(table, where / kTable);
    const auto config = parseJson(text, (where / kConfig).string());
    const auto whole = [&](const char *key) {
        if (!config.is_object() || !config.contains(key) || !config[key].is_number_unsigned() ||
            config[key].get<std::uint64_t>() > limits::kPositions)
            refuse((where / kConfig).string(), fmt::format("it has no whole number '{}'", key));
        return config[key].get<double>();
    };
    const double streaming = whole("sink_size") + whole("recent_size");
    const int kvHeads = static_cast<int>(rows.front().size());
    if (heads < 1 || static_cast<std::size_t>(heads) > limits::kHeads || heads % kvHeads != 0)
        refuse(where.string(), fmt::format("{} kv heads cannot serve {} query heads", kvHeads, heads));
    const double full = cutValue(rows, cut);
    Plan plan{static_cast<int>(rows.size()), heads, {}};
    for (const auto &row : rows)
        for (int h = 0; h < heads; ++h) {
            const bool isFull = row[static_cast<std::size_t>(h / (heads / kvHeads))] >= full;
            plan.rules.push_back(isFull ? Rule{0, 1} : Rule{streaming, 0});
        }
    return plan;
}

void writeDuoPatterns(const std::filesystem::path &folder, const Plan &plan, int kvHeads) {
    std::optional<double> streaming;
    std::string table;
    const int group = kvHeads > 0 ? plan.heads / kvHeads : 0;
    if (group < 1 || plan.heads % kvHeads != 0) refuse("plan", "its heads do not form kv groups");
    for (int l = 0; l < plan.layers; ++l)
        for (int h = 0; h < plan.heads; ++h) {
            const auto &rule = plan.rule(l, h);
            const bool full = rule == Rule{0, 1};
            const bool shortSpan = rule.beta == 0 && rule.alpha > kSink && (!streaming || *streaming == rule.alpha);
            if (!full && !shortSpan)
                refuse(fmt::format("layer {}, head {}", l, h), "the plan has more than two classes of heads");
            if (rule != plan.rule(l, h - h % group))
                refuse(fmt::format("layer {}, head {}", l, h), "its kv group has two rules");
            if (!full) streaming = rule.alpha;
            if (h % group == 0) table += fmt::format("{}{}", h == 0 ? "" : "\t", full ? "1.0" : "0.0");
            if (h + 1 == plan.heads) table += '\n';
        }
    const double recent = streaming.value_or(2 * kSink) - kSink;
    std::error_code failed;  // writing into the folder says why
    std::filesystem::create_directories(folder, failed);
    writeTextFile(folder / kTable, table);
    writeTextFile(
        folder / kConfig,
        nlohmann::json{{"sink_size", kSink}, {"recent_size", static_cast<std::int64_t>(recent)}}.dump() + "\n");
}

}  // namespace moa::engine
