#include <fmt/format.h>

#include "engine/report/figures.h"
#include "engine/report/sections.h"
#include "engine/report/text.h"

namespace moa::engine::report {
namespace {

void add(Section &section, std::string name, std::optional<Svg> svg, std::string caption) {
    if (svg) section.parts.push_back(Figure{std::move(name), std::move(*svg), std::move(caption)});
}

Cell cellOf(const EvaluationRow &row, bool share) {
    const double scale = share ? 100 : 1;
    return {number(row.value * scale), fmt::format("{}\u2013{}", number(row.low * scale), number(row.high * scale)),
            fmt::format("95 % interval, n = {}", row.n), Tone::None};
}

const EvaluationRow *totalRow(const EvaluationRun &run, std::string_view metric, int length) {
    for (const EvaluationRow &row : run.rows) {
        if (row.metric == metric && row.length == length && !row.depth) return &row;
    }
    return nullptr;
}

// Runs of one plan and task that were made both ways, row by row.
Table prefillTable(const std::vector<Series> &all) {
    Table table{"The same questions or windows with prompt rows seen by token and by block.",
                {},
                {"Model", "Task", "Length", "Metric", "--prefill token", "--prefill block", "Change"},
                {},
                {},
                -1,
                4};
    for (const Series &series : all) {
        for (const EvaluationRun *block : series.runs) {
            if (!isBlockPrefill(*block)) continue;
            for (const EvaluationRow &row : block->rows) {
                const bool quality = row.metric == "accuracy" || row.metric == "perplexity";
                if (row.depth || !quality) continue;
                const EvaluationRun *other = findRun(series, block->task, row.metric, row.length);
                if (other == nullptr || isBlockPrefill(*other)) continue;
                const EvaluationRow &token = *totalRow(*other, row.metric, row.length);
                const bool share = row.metric == "accuracy";
                table.rows.push_back(
                    {{series.name, {}, {}, Tone::None},
                     {block->task, {}, {}, Tone::None},
                     {tokens(row.length), {}, {}, Tone::None},
                     {share ? "accuracy, %" : row.metric, {}, {}, Tone::None},
                     cellOf(token, share),
                     cellOf(row, share),
                     {signedNumber((row.value - token.value) * (share ? 100 : 1)), {}, {}, Tone::None}});
            }
        }
    }
    return table;
}

Table speedTable(const std::vector<Series> &all) {
    const std::vector<int> lengths = lengthsOf(all, "speed", "tokens_per_second");
    Table table{"Decode speed, tokens per second, by input length.", {}, {"Model"}, {}, {}, -1, 1};
    for (const int length : lengths) table.header.push_back(tokens(length));
    for (const Series &series : all) {
        std::vector<Cell> row = {{series.name, {}, {}, Tone::None}};
        for (const int length : lengths) {
            const EvaluationRow *found = findRow(series, "speed", "tokens_per_second", length);
            row.push_back(found == nullptr ? Cell{std::string(kNotMeasured), {}, "not measured", Tone::None}
                                           : cellOf(*found, false));
        }
        if (!lengths.empty()) {
            if (series.role == Role::Plan) table.chosen = static_cast<int>(table.rows.size());
            table.rows.push_back(std::move(row));
            table.styles.push_back(series.style);
        }
    }
    return table;
}

}  // namespace

Section evaluationSection(const ReportInput &input) {
    Section section{"evaluation", "Evaluation in detail", {}};
    const std::vector<Series> all = seriesOf(input);
    add(section, "retrieval-by-length", lengthCurvesFigure(input, "retrieval", "accuracy", "retrieval accuracy", true),
        "Line retrieval: the number in one named line of a long record, exact match. Whiskers are Wilson 95 % "
        "intervals. "
        "Hollow markers: lengths that were not profiled.");
    add(section, "retrieval-heatmap", retrievalHeatmapFigure(input),
        "Retrieval accuracy in per cent by input length (across, tokens) and depth of the asked line (down, 0 % is the "
        "start of the prompt). Few questions stand behind one cell: read the totals above for intervals.");
    add(section, "perplexity-by-length", lengthCurvesFigure(input, "perplexity", "perplexity", "perplexity", false),
        "Token perplexity over windows without overlap; whiskers are bootstrap 95 % intervals over windows. Compare "
        "only "
        "within this report: data, windows and begin token are in the settings.");
    add(section, "memory", memoryBarsFigure(input),
        "Bytes of the key/value cache that were really allocated, largest over samples, against the dense cache of the "
        "same model for the same tokens.");
    Table speed = speedTable(all);
    if (!speed.rows.empty()) section.parts.push_back(std::move(speed));
    section.parts.push_back(Heading{"What prefill by block costs"});
    Table prefill = prefillTable(all);
    if (prefill.rows.empty()) {
        section.parts.push_back(
            Paragraph{"Not measured: no run of the same plan was made both with --prefill token (every prompt row sees "
                      "exactly what "
                      "decode sees) and with --prefill block (whole blocks, as in the published code)."});
    } else {
        section.parts.push_back(Paragraph{
            "With --prefill token every prompt row sees exactly what decode sees; with --prefill block it sees whole "
            "blocks, as in the published code, so that short windows lose up to a block of context."});
        section.parts.push_back(std::move(prefill));
    }
    return section;
}

}  // namespace moa::engine::report
