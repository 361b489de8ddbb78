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

[[noreturn]] void refuse(const std::string &where, const std::string &why) {
    throw Error("The DuoAttention patterns cannot be used", where, why,
                "Give a folder with full_attention_heads.tsv and config.json, and plans of two classes.");
}

std::vector<std::vector<double>> readTable(const std::filesystem::path &path) {
    const auto text = readText(path, 16U << 20);
    std::vector<std::vector<double>> rows(1);
    const char *at = text.data();
    const char *end = at + text.size();
    while (at < end) {
        if (*at == '\n') {
            if (!rows.back().empty()) rows.emplace_back();
            ++at;
        } else if (*at == '\t' || *at == ' ' || *at == '\r') {
            ++at;
        } else {
            double value = 0;
            const auto [next, error] = std::from_chars(at, end, value);
            if (error != std::errc() || !(value >= 0 && value <= 1))
                refuse(fmt::format("{}, row {}", path.string(), rows.size()), "a value is no number in 0..1");
            rows.back().push_back(value);
            at = next;
        }
    }
    if (rows.back().empty()) rows.pop_back();
    for (const auto &row : rows)
        if (row.size() != rows.front().size()) refuse(path.string(), "its rows are of unequal length");
    if (rows.empty()) refuse(path.string(), "it is empty");
    return rows;
}

double cutValue(const std::vector<std::vector<double>> &rows, const DuoCut &cut) {
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
    const auto rows = readTable(folder / "full_attention_heads.tsv");
    const auto config = readJson(folder / "config.json");
    const auto whole = [&](const char *key) {
        if (!config.is_object() || !config.contains(key) || !config[key].is_number_unsigned() ||
            config[key].get<std::uint64_t>() > (1U << 24))
            refuse((folder / "config.json").string(), fmt::format("it has no whole number '{}'", key));
        return config[key].get<double>();
    };
    const double streaming = whole("sink_size") + whole("recent_size");
    const int kvHeads = static_cast<int>(rows.front().size());
    if (heads < 1 || heads % kvHeads != 0)
        refuse(folder.string(), fmt::format("{} kv heads cannot serve {} query heads", kvHeads, heads));
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
    std::filesystem::create_directories(folder);
    writeTextFile(folder / "full_attention_heads.tsv", table);
    writeTextFile(
        folder / "config.json",
        nlohmann::json{{"sink_size", kSink}, {"recent_size", static_cast<std::int64_t>(recent)}}.dump() + "\n");
}

}  // namespace moa::engine
