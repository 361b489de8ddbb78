#include "widgets/evaluate/run_facts.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "widgets/common/number_text.h"

namespace moa::widgets {

using engine::EvaluationRow;
using engine::EvaluationRun;

namespace {

constexpr double kMebi = 1024.0 * 1024.0;

QString tr(const char *text) {
    return QCoreApplication::translate("moa::widgets", text);  // the context lupdate sees
}

bool sameDepth(const std::optional<double> &a, const std::optional<double> &b) {
    return a.has_value() == b.has_value() && (!a || std::abs(*a - *b) < 1e-6);
}

int rank(Series series) {
    switch (series) {
        case Series::Dense: return 0;
        case Series::Uniform: return 1;
        case Series::Plan: return 2;
        case Series::SecondPlan: return 3;
        case Series::Imported: return 4;
        case Series::Limit: break;
    }
    return 5;
}

}  // namespace

MetricInfo metricInfo(const std::string &metric) {
    const QString mebi = QStringLiteral("MiB");
    if (metric == "accuracy")
        return {tr("Accuracy"), QStringLiteral("%"), tr("Share of the questions answered with the whole number right"),
                100, true};
    if (metric == "perplexity")
        return {tr("Perplexity"), {}, tr("exp of the mean loss over all tokens; less is better"), 1, false};
    if (metric == "loss") return {tr("Loss"), tr("nats"), tr("Mean loss of a token; less is better"), 1, false};
    if (metric == "kv_bytes") return {tr("KV cache"), mebi, tr("Memory the caches really allocated"), 1 / kMebi, false};
    if (metric == "dense_kv_bytes")
        return {tr("Dense KV cache"), mebi, tr("Memory a dense cache takes for the same tokens"), 1 / kMebi, false};
    if (metric == "peak_bytes") return {tr("Peak memory"), mebi, tr("Most memory in use at once"), 1 / kMebi, false};
    if (metric == "prefill_tokens_per_second")
        return {tr("Prefill speed"), tr("tokens/s"), tr("Prompt tokens read per second, median"), 1, true};
    if (metric == "tokens_per_second")
        return {tr("Decode speed"), tr("tokens/s"), tr("Tokens written per second, median"), 1, true};
    return {QString::fromStdString(metric), {}, {}, 1, true};
}

QString taskTitle(const QString &task) {
    if (task == QLatin1String("retrieval")) return tr("Retrieval");
    if (task == QLatin1String("perplexity")) return tr("Perplexity");
    if (task == QLatin1String("memory")) return tr("Memory");
    if (task == QLatin1String("speed")) return tr("Speed");
    return task;
}

std::string mainMetric(const std::string &task) {
    if (task == "perplexity") return "perplexity";
    if (task == "memory") return "kv_bytes";
    return task == "speed" ? "tokens_per_second" : "accuracy";
}

QString intervalText(const EvaluationRow &row) {
    const double scale = metricInfo(row.metric).scale;
    const double up = (row.high - row.value) * scale;
    const double down = (row.value - row.low) * scale;
    if (!(up > 0 || down > 0)) return {};
    const QString upText = numberText(std::max(up, 0.0));
    const QString downText = numberText(std::max(down, 0.0));
    if (upText == downText) return QStringLiteral("± ") + upText;
    return QStringLiteral("+%1 %2%3").arg(upText, QChar(0x2212), downText);
}

QString rowText(const EvaluationRow &row) {
    const MetricInfo info = metricInfo(row.metric);
    QString text = numberText(row.value * info.scale);
    if (!info.unit.isEmpty()) text += QChar(0xA0) + info.unit;
    if (row.high > row.low)
        text += tr(", 95 % interval %1 to %2").arg(numberText(row.low * info.scale), numberText(row.high * info.scale));
    return text + tr(", n = %1").arg(countText(row.n));
}

bool isBlockPrefill(const EvaluationRun &run) {
    const auto at = run.settings.find("prefill");
    return at != run.settings.end() && at->second == "block";
}

bool isQuestionTask(const EvaluationRun &run) {
    return run.task != "perplexity";
}

const EvaluationRow *findRow(const EvaluationRun &run, const std::string &metric, int length,
                             std::optional<double> depth) {
    for (const EvaluationRow &row : run.rows)
        if (row.length == length && row.metric == metric && sameDepth(row.depth, depth)) return &row;
    return nullptr;
}

const EvaluationRow *RunSeries::row(const std::string &metric, int length, std::optional<double> depth) const {
    for (const EvaluationRun *run : runs)
        if (const EvaluationRow *found = findRow(*run, metric, length, depth)) return found;
    return nullptr;
}

std::vector<int> RunSeries::lengths(const std::string &metric) const {
    std::set<int> found;
    for (const EvaluationRun *run : runs)
        for (const EvaluationRow &row : run->rows)
            if (row.metric == metric && !row.depth) found.insert(row.length);
    return {found.begin(), found.end()};
}

std::vector<RunSeries> seriesOfRuns(const std::vector<RunEntry> &entries) {
    std::vector<RunSeries> all;
    for (const RunEntry &entry : entries) {
        const bool block = isBlockPrefill(entry.run);
        QString label = QString::fromStdString(entry.run.plan);
        if (block) label = tr("%1, block prefill").arg(label);
        auto at = std::ranges::find(all, label, &RunSeries::label);
        if (at == all.end()) {
            all.push_back({label, {entry.series, block}, false, {}});
            at = all.end() - 1;
        }
        at->runs.insert(at->runs.begin(), &entry.run);
        at->running |= entry.running;
    }
    std::ranges::stable_sort(all, {}, [](const RunSeries &s) { return rank(s.mark.series); });
    std::set<Series> seen;
    for (RunSeries &series : all)
        if (!series.mark.hollow) series.mark.hollow = !seen.insert(series.mark.series).second;
    return all;
}

SeriesMark markOf(const std::vector<RunSeries> &series, const EvaluationRun &run) {
    for (const RunSeries &one : series)
        if (std::ranges::find(one.runs, &run) != one.runs.end()) return one.mark;
    return {};
}

}  // namespace moa::widgets
