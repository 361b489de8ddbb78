#include <fmt/format.h>

#include "engine/report/evaluation_view.h"
#include "engine/report/heads.h"
#include "engine/report/sections.h"
#include "engine/report/text.h"

namespace moa::engine::report {
namespace {

void addPairs(Section &section, std::string caption, const std::vector<std::pair<std::string, std::string>> &pairs) {
    if (pairs.empty()) return;
    Table table{std::move(caption), {}, {"Name", "Value"}, {}, {}, -1, 2};
    for (const auto &[name, value] : pairs) table.rows.push_back({plain(name), plain(value)});
    section.parts.push_back(std::move(table));
}

std::vector<std::pair<std::string, std::string>> modelPairs(const ModelFacts &m) {
    std::string dtypes;
    for (const auto &[name, count] : m.weightDtypes) {
        dtypes += fmt::format("{}{} {}", dtypes.empty() ? "" : ", ", grouped(count), name);
    }
    const auto known = [](const std::string &text) { return text.empty() ? std::string(kNotMeasured) : text; };
    return {{"Model", known(m.path)},
            {"Format", known(m.format)},
            {"Architecture", known(m.architecture)},
            {"Layers, query heads, key/value heads", fmt::format("{}, {}, {}", m.layers, m.heads, m.kvHeads)},
            {"Head size, hidden, vocabulary", fmt::format("{}, {}, {}", m.headDim, m.hidden, grouped(m.vocab))},
            {"Parameters", grouped(m.parameters)},
            {"Weights stored as", known(dtypes)},
            {"Longest position", grouped(m.maxPosition)},
            {"Rotary embedding", known(m.rope.type)},
            {"Tokenizer, template", known(m.tokenizer) + ", " + known(m.chatTemplate)},
            {"Fingerprint (SHA-256)", known(m.fingerprint)}};
}

Table runsTable(const ReportInput &input) {
    Table table{"Every evaluation run behind this report, with all it recorded.",
                {},
                {"Run", "Task", "Plan", "Settings", "m", "Samples", "Time"},
                {},
                {},
                -1,
                4};
    for (const EvaluationRun &run : input.runs) {
        std::string settings;
        for (const auto &[name, value] : run.settings) {
            settings += fmt::format("{}{} = {}", settings.empty() ? "" : ", ", name, value);
        }
        table.rows.push_back(
            {plain(run.name), plain(run.task), plain(run.plan), plain(settings),
             plain(fmt::format("{}", run.allowance)),
             plain(run.samples.empty() ? std::string(kNotMeasured) : fmt::format("{}", run.samples.size())),
             plain(duration(run.seconds))});
    }
    return table;
}

}  // namespace

Section reproduceSection(const ReportInput &input) {
    Section section{"reproduce", "How to reproduce", {}};
    if (input.commands.empty()) {
        section.parts.push_back(Paragraph{"The commands were not recorded."});
    } else {
        std::string lines;
        for (const std::string &command : input.commands) lines += command + "\n";
        section.parts.push_back(Code{std::move(lines)});
        section.parts.push_back(
            Paragraph{"Same inputs, seed and device give the same bits; another device or thread count may move the "
                      "last digits."});
    }
    addPairs(section, "The model.", modelPairs(input.model));
    addPairs(section, "What was chosen.", input.settings);
    if (!input.stageSeconds.empty()) {
        Table table{"Time spent.", {}, {"Stage", "Time"}, {}, {}, -1, 1};
        double total = 0;
        for (const auto &[name, seconds] : input.stageSeconds) {
            table.rows.push_back({plain(name), plain(duration(seconds))});
            total += seconds;
        }
        table.rows.push_back({plain("total"), plain(duration(total))});
        section.parts.push_back(std::move(table));
    }
    if (!input.runs.empty()) section.parts.push_back(runsTable(input));
    addPairs(section, "Versions.", input.versions);
    return section;
}

Section limitsSection(const ReportInput &input) {
    Section section{"limits", "Limits and honest notes", {}};
    List notes;
    std::string estimated;
    for (std::size_t l = 0; l < input.loss.lengths.size(); ++l) {
        if (input.loss.estimated[l]) estimated += (estimated.empty() ? "" : ", ") + tokens(input.loss.lengths[l]);
    }
    if (!estimated.empty()) {
        notes.items.push_back(
            fmt::format("The loss at {} was not profiled: it is the map of the longest profile, stretched. It "
                        "is marked as an estimate wherever it is shown.",
                        estimated));
    } else if (input.extendLoss == "published") {
        notes.items.emplace_back(
            "Lengths without a profile did not enter the objective: rules that only differ beyond the "
            "longest profile tie there.");
    }
    notes.items.emplace_back(
        "Influence is a first-order figure: removing an attention value outright may change the loss by "
        "several times as much. Losses here rank plans; the evaluation says what they cost.");
    notes.items.emplace_back(
        "Intervals are 95 %: Wilson for accuracies, bootstrap over samples for means. They speak of the "
        "questions and windows drawn here, not of other tasks. Intervals that overlap prove no equality.");
    notes.items.emplace_back(
        "Two block layouts exist: the optimizer's (losses, budgets, hatched maps) adds the sink to the "
        "window; the runtime's cache includes it.");
    notes.items.emplace_back(
        "Memory is the key/value cache alone. Weights, activations and the program itself come on top.");
    for (const UnitShare &unit : headsThatMatter(input)) {
        if (unit.share > 0.5) {
            notes.items.push_back(
                fmt::format("One decision, {}, holds {} of the measured loss: the plan stands and falls with "
                            "the calibration data that shows it.",
                            unitName(unit), percent(unit.share)));
        }
    }
    section.parts.push_back(std::move(notes));
    if (!input.warnings.empty()) {
        section.parts.push_back(Heading{"Warnings"});
        section.parts.push_back(List{input.warnings});
    }
    return section;
}

}  // namespace moa::engine::report
