// DuoAttention head patterns: full_attention_heads.tsv and config.json.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "engine/values/plan.h"

namespace moa::engine {

// How gate values become two classes: full where the value is at least `threshold`, or the share 1 - quantile of the
// kv heads with the largest values. Exactly one is given.
struct DuoCut {
    std::optional<double> threshold;
    std::optional<double> quantile;
};

// Full heads get (0, 1), streaming heads (sink_size + recent_size, 0), for all query heads of a kv group; heads is the
// number of query heads of a layer. Throws moa::Error for files that are wrong or do not fit.
[[nodiscard]] Plan readDuoPatterns(const std::filesystem::path &folder, int heads, const DuoCut &cut);

// The same from the texts of the two files; `where` names their folder.
[[nodiscard]] Plan parseDuoPatterns(std::string_view table, std::string_view config, const std::filesystem::path &where,
                                    int heads, const DuoCut &cut);

// Writes a plan whose kv groups are either full (0, 1) or streaming (one alpha for all, beta 0); throws moa::Error for
// any other plan.
void writeDuoPatterns(const std::filesystem::path &folder, const Plan &plan, int kvHeads);

}  // namespace moa::engine
