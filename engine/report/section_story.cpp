#include <fmt/format.h>

#include <cmath>

#include "engine/report/evaluation_view.h"
#include "engine/report/sections.h"
#include "engine/report/text.h"

namespace moa::engine::report {
namespace {

Cell missing() {
    return {std::string(kNotMeasured), {}, "not measured", Tone::None};
}

Cell accuracyCell(const EvaluationRow *row) {
    if (row == nullptr) return missing();
    return {number(row->value * 100), fmt::format("{}\u2013{}", number(row->low * 100), number(row->high * 100)),
            fmt::format("95 % interval, n = {}", row->n), Tone::None};
}

Cell valueCell(const EvaluationRow *row) {
    if (row == nullptr) return missing();
    return {number(row->value), fmt::format("{}\u2013{}", number(row->low), number(row->high)),
            fmt::format("95 % interval, n = {}", row->n), Tone::None};
}

Cell memoryCell(const Series &series, int length, double dense) {
    const double size = cacheBytes(series, length);
    if (!(size > 0)) return missing();
    return {bytes(size),
            dense > 0 && series.role != Role::Dense ? percent(size / dense) + " of dense" : "",
            {},
            Tone::None};
}

const Series *seriesWith(const std::vector<Series> &all, Role role) {
    for (const Series &series : all) {
        if (series.role == role) return &series;
    }
    return nullptr;
}

// The uniform baseline of the same memory where there is one.
const Series *uniformOf(const std::vector<Series> &all) {
    for (const Series &series : all) {
        if (series.role == Role::Uniform && series.name.find("same memory") != std::string::npos) return &series;
    }
    return seriesWith(all, Role::Uniform);
}

Table storyTable(const std::vector<Series> &all) {
    const std::vector<int> retrieval = lengthsOf(all, "retrieval", "accuracy");
    const std::vector<int> perplexity = lengthsOf(all, "perplexity", "perplexity");
    std::vector<int> memory = memoryLengths(all);
    if (memory.size() > 1) memory.erase(memory.begin(), memory.end() - 1);  // the others are in the memory figure
    Table table;
    table.caption = "Input length in tokens; small figures are 95 % intervals.";
    table.header = {"Model"};
    table.groups = {{"", 1}};
    const auto add = [&](std::string_view name, const std::vector<int> &lengths) {
        if (!lengths.empty()) table.groups.emplace_back(name, static_cast<int>(lengths.size()));
        for (const int length : lengths) table.header.push_back(tokens(length));
    };
    add("Retrieval accuracy (%)", retrieval);
    add("Perplexity", perplexity);
    add("Cache allocated", memory);
    for (const Series &series : all) {
        std::vector<Cell> row = {{series.name, {}, {}, Tone::None}};
        for (const int length : retrieval)
            row.push_back(accuracyCell(findRow(series, "retrieval", "accuracy", length)));
        for (const int length : perplexity) {
            row.push_back(valueCell(findRow(series, "perplexity", "perplexity", length)));
        }
        for (const int length : memory) row.push_back(memoryCell(series, length, denseCacheBytes(all, length)));
        if (series.role == Role::Plan) table.chosen = static_cast<int>(table.rows.size());
        table.rows.push_back(std::move(row));
        table.styles.push_back(series.style);
    }
    return table;
}

std::string shareWithInterval(const EvaluationRow &row) {
    return fmt::format("{} (95 % interval {} to {}, n = {})", percent(row.value), percent(row.low), percent(row.high),
                       row.n);
}

// Compares two intervals, in words: overlap is no proof of equality, so it only says what the figures allow.
std::string_view verdict(const EvaluationRow &plan, const EvaluationRow &other) {
    if (plan.low > other.high) return "better than";
    if (plan.high < other.low) return "worse than";
    return "not told apart, by these intervals, from";
}

// The longest length of the plan at which most of its baselines were measured too: a headline compares.
int headlineLength(const std::vector<int> &lengths, const Series &plan, std::initializer_list<const Series *> others) {
    int best = 0;
    int most = -1;
    for (const int length : lengths) {
        if (findRow(plan, "retrieval", "accuracy", length) == nullptr) continue;
        int known = 0;
        for (const Series *other : others)
            if (other != nullptr && findRow(*other, "retrieval", "accuracy", length) != nullptr) ++known;
        if (known < most) continue;
        most = known;
        best = length;
    }
    return best;
}

std::string retrievalWords(const std::vector<Series> &all, const Series &plan) {
    const std::vector<int> lengths = lengthsOf({plan}, "retrieval", "accuracy");
    if (lengths.empty()) return {};
    const int length = headlineLength(lengths, plan, {seriesWith(all, Role::Dense), uniformOf(all)});
    const EvaluationRow *mine = findRow(plan, "retrieval", "accuracy", length);
    std::string out = fmt::format("At {} tokens the plan answers {} of the retrieval questions", tokens(length),
                                  shareWithInterval(*mine));
    const Series *dense = seriesWith(all, Role::Dense);
    const EvaluationRow *full = dense == nullptr ? nullptr : findRow(*dense, "retrieval", "accuracy", length);
    if (full != nullptr)
        out += fmt::format("; that is {} the dense model at {}", verdict(*mine, *full), percent(full->value));
    const Series *uniform = uniformOf(all);
    const EvaluationRow *flat = uniform == nullptr ? nullptr : findRow(*uniform, "retrieval", "accuracy", length);
    if (flat != nullptr) {
        out += fmt::format("{} {} {} at {}", full == nullptr ? "; that is" : " and", verdict(*mine, *flat),
                           uniform->name, percent(flat->value));
    }
    return out + ".";
}

std::string memoryWords(const std::vector<Series> &all, const Series &plan) {
    const std::vector<int> lengths = memoryLengths({plan});
    if (lengths.empty()) return {};
    const int length = lengths.back();
    const double mine = cacheBytes(plan, length);
    const double dense = denseCacheBytes(all, length);
    if (!(dense > 0)) {
        return fmt::format("Its key/value cache takes {} at {} tokens; the dense cache was not measured there.",
                           bytes(mine), tokens(length));
    }
    return fmt::format(
        "Its key/value cache takes {} instead of {} at {} tokens: {} of the dense cache. These are bytes "
        "really allocated, not positions masked.",
        bytes(mine), bytes(dense), tokens(length), percent(mine / dense));
}

std::string perplexityWords(const std::vector<Series> &all, const Series &plan) {
    const std::vector<int> lengths = lengthsOf({plan}, "perplexity", "perplexity");
    const Series *dense = seriesWith(all, Role::Dense);
    if (lengths.empty() || dense == nullptr) return {};
    std::string parts;
    for (const int length : lengths) {
        const EvaluationRow *mine = findRow(plan, "perplexity", "perplexity", length);
        const EvaluationRow *full = findRow(*dense, "perplexity", "perplexity", length);
        if (full == nullptr || !(full->value > 0)) continue;
        parts += fmt::format("{}{}\u00A0% at {}", parts.empty() ? "" : ", ",
                             signedNumber((mine->value / full->value - 1) * 100), tokens(length));
    }
    return parts.empty() ? "" : "Perplexity against dense changes by " + parts + ".";
}

}  // namespace

Section storySection(const ReportInput &input) {
    Section section{"story", "What the plan buys", {}};
    const std::vector<Series> all = seriesOf(input);
    if (all.empty()) {
        section.parts.push_back(Paragraph{
            "Nothing was evaluated yet, so this report cannot say what the plan costs or saves. Run moa evaluate with "
            "the dense model, a uniform window and the plan.",
            true, Tone::Caution});
        return section;
    }
    if (const Series *plan = seriesWith(all, Role::Plan)) {
        for (const std::string &words :
             {retrievalWords(all, *plan), memoryWords(all, *plan), perplexityWords(all, *plan)}) {
            if (!words.empty()) section.parts.push_back(Paragraph{words, true, Tone::None});
        }
    } else {
        section.parts.push_back(Paragraph{"The chosen plan itself was not evaluated.", true, Tone::Caution});
    }
    section.parts.push_back(storyTable(all));
    section.parts.push_back(
        Paragraph{"\u201CUniform of the same memory\u201D gives every head the same window, as long as it can be "
                  "without taking more bytes "
                  "than the plan: what the plan gains over it comes from choosing heads, not from more memory. An en "
                  "dash means not "
                  "measured."});
    return section;
}

}  // namespace moa::engine::report
