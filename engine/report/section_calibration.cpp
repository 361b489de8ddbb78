#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/report/figures.h"
#include "engine/report/sections.h"
#include "engine/report/text.h"

namespace moa::engine::report {
namespace {

std::string balanceWords(const ReportInput &input) {
    if (input.balance == "published") {
        return "Balance: published, the plain mean over all samples. Samples whose answers are certain have tiny "
               "losses and "
               "influences, so that this mean follows the uncertain ones (usually prose) and can hide the heads that "
               "retrieve.";
    }
    return "Balance: balanced. Each sample's influence is divided by its own sum before the mean is taken, within each "
           "source "
           "and then over sources by their weights, so that a certain answer counts as much as an uncertain sentence. "
           "The "
           "plain mean would follow the samples with the largest loss.";
}

Table calibrationTable(const ReportInput &input) {
    Table table{"Calibration samples by source and profile length.",
                {},
                {"Source", "Length", "Samples", "Without influence", "Answer tokens", "Mean loss, nats", "Weight"},
                {},
                {},
                -1,
                1};
    for (const CalibrationCount &count : input.calibration) {
        table.rows.push_back({plain(count.source), plain(tokens(count.length)), plain(fmt::format("{}", count.samples)),
                              plain(fmt::format("{}", count.zeroSamples)), plain(grouped(count.answerTokens)),
                              plain(count.meanLoss ? number(*count.meanLoss) : std::string(kNotMeasured)),
                              plain(number(count.weight))});
    }
    return table;
}

// How far the mean losses of the samples lie apart: the reason for the balance, in the data's own figures.
std::string spreadWords(const ReportInput &input) {
    double low = 0;
    double high = 0;
    for (const CalibrationCount &count : input.calibration) {
        if (!count.meanLoss || !(*count.meanLoss > 0)) continue;
        low = low == 0 ? *count.meanLoss : std::min(low, *count.meanLoss);
        high = std::max(high, *count.meanLoss);
    }
    if (!(low > 0) || high / low < 2) return {};
    return fmt::format("The mean losses of these rows lie a factor of {} apart ({} to {} nats).", number(high / low),
                       number(low), number(high));
}

}  // namespace

Section calibrationSection(const ReportInput &input) {
    Section section{"calibration", "Calibration data, and why it matters", {}};
    section.parts.push_back(Paragraph{
        "A head is judged by what masking its attention would change in the loss on these samples, and by nothing "
        "else: what "
        "the data does not ask for, the plan does not protect. On conversations the loss is taken on answers only."});
    if (input.calibration.empty()) {
        section.parts.push_back(Paragraph{"No calibration samples are recorded in this report.", false, Tone::Caution});
    } else {
        section.parts.push_back(calibrationTable(input));
        if (const std::string words = spreadWords(input); !words.empty()) section.parts.push_back(Paragraph{words});
    }
    section.parts.push_back(Paragraph{balanceWords(input)});
    section.parts.push_back(Paragraph{
        fmt::format("Answers were {}. Influence is summed {}.",
                    input.alignedAnswers ? "written by the dense model itself" : "taken from the data as they are",
                    input.signedInfluence ? "with its sign" : "as absolute values")});
    return section;
}

Section candidatesSection(const ReportInput &input) {
    Section section{"candidates", "Candidate plans and validation", {}};
    if (input.candidates.empty()) {
        section.parts.push_back(
            Paragraph{"One plan was made from the weighted sum of the losses; no set of candidates was validated at an "
                      "unseen length."});
        return section;
    }
    Table table{
        "Loss by profile length; validation: mean loss in nats at a length that was not profiled, 95 % interval.",
        {},
        {"Plan"},
        {},
        {},
        -1,
        1};
    for (const auto &[length, loss] : input.candidates.front().losses)
        table.header.push_back(fmt::format("at {}", tokens(length)));
    table.header.emplace_back("Validation");
    for (const ReportCandidate &candidate : input.candidates) {
        std::vector<Cell> row = {plain(candidate.name + (candidate.dominated ? " (dominated)" : ""))};
        for (const auto &[length, ignored] : input.candidates.front().losses) {
            const auto at = candidate.losses.find(length);
            row.push_back(plain(at == candidate.losses.end() ? std::string(kNotMeasured) : number(at->second)));
        }
        Cell validation = plain(std::string(kNotMeasured));
        if (const auto &v = candidate.validation) {
            validation = {number(v->value), fmt::format("{}\u2013{}", number(v->low), number(v->high)),
                          fmt::format("at {} tokens, n = {}", tokens(v->length), v->n), Tone::None};
        }
        row.push_back(std::move(validation));
        if (candidate.chosen) table.chosen = static_cast<int>(table.rows.size());
        table.rows.push_back(std::move(row));
    }
    if (auto svg = candidatesFigure(input)) {
        section.parts.push_back(
            Figure{"candidates", std::move(*svg),
                   "Candidate plans: validation loss over summed calibration loss; whiskers are 95 % "
                   "intervals, the diamond is the plan that was chosen."});
    }
    section.parts.push_back(std::move(table));
    return section;
}

}  // namespace moa::engine::report
