#include "app/studio/view_values.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <cmath>
#include <limits>
#include <map>

#include "app/studio/loaded_plan.h"
#include "engine/evaluate/statistics.h"
#include "engine/values/conventions.h"

namespace moa::studio {

using namespace engine;
using namespace widgets;

namespace {

constexpr double kFirstDensity = 0.25;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

QString text(const char *source) {
    return QCoreApplication::translate("Measures", source);
}

// What the plan and the losses say of every query head at one length.
void addPlanMeasures(const SolverAnswer *solved, int length, int layers, int heads, std::vector<Measure> &out) {
    const auto count = static_cast<std::size_t>(layers) * heads;
    Measure density{
        QStringLiteral("density"),
        text(QT_TRANSLATE_NOOP("Measures", "Density")),
        QString(),
        text(QT_TRANSLATE_NOOP("Measures", "Share of the key/value blocks the plan keeps for this head (kv density)")),
        text(QT_TRANSLATE_NOOP("Measures", "There is no plan yet")),
        std::vector<double>(count, kNan)};
    Measure loss{QStringLiteral("loss"),
                 text(QT_TRANSLATE_NOOP("Measures", "Loss at its rule")),
                 QString(),
                 text(QT_TRANSLATE_NOOP("Measures", "Influence of the blocks that the head's rule masks")),
                 text(QT_TRANSLATE_NOOP("Measures", "There is no plan yet")),
                 std::vector<double>(count, kNan)};
    Measure sensitivity{
        QStringLiteral("sensitivity"),
        text(QT_TRANSLATE_NOOP("Measures", "Sensitivity")),
        QString(),
        text(QT_TRANSLATE_NOOP("Measures",
                               "Share of the whole loss that this head carries when every head has the shortest rule")),
        text(QT_TRANSLATE_NOOP("Measures", "The losses are not there yet")),
        std::vector<double>(count, kNan)};
    if (solved != nullptr) {
        const auto &table = *solved->answer.loss;
        const auto &plan = solved->answer.plan;
        const auto at = std::ranges::find(table.lengths, length);
        const int index = static_cast<int>(at - table.lengths.begin());
        const int group = table.unitsPerLayer > 0 ? heads / table.unitsPerLayer : 1;
        if (at != table.lengths.end()) {
            const auto shares = sensitivities(table, index, 0);
            for (std::size_t i = 0; i < count; ++i) {
                const auto unit = i / static_cast<std::size_t>(group);
                sensitivity.values[i] = shares[unit] / group;
                if (unit < solved->answer.result.rules.size())
                    loss.values[i] = table.at(index, static_cast<int>(unit), solved->answer.result.rules[unit]) / group;
            }
        }
        if (plan)
            for (std::size_t i = 0; i < count; ++i) density.values[i] = kvDensity(plan->rules[i], blockCount(length));
    }
    for (auto *measure : {&density, &loss, &sensitivity}) out.push_back(std::move(*measure));
}

std::vector<Measure> measuresOf(const ProfiledLength &profiled, const SolverAnswer *solved, int layers, int heads) {
    std::vector<Measure> out;
    addPlanMeasures(solved, profiled.length, layers, heads, out);
    Measure distance{QStringLiteral("mean_distance"),
                     text(QT_TRANSLATE_NOOP("Measures", "Mean distance")),
                     text(QT_TRANSLATE_NOOP("Measures", "tokens")),
                     text(QT_TRANSLATE_NOOP("Measures", "How far back the head looks on average, from block sums")),
                     {},
                     {}};
    Measure sink{QStringLiteral("sink_mass"),
                 text(QT_TRANSLATE_NOOP("Measures", "Sink mass")),
                 {},
                 text(QT_TRANSLATE_NOOP("Measures", "Share of attention on the first 64 tokens")),
                 {},
                 {}};
    Measure entropy{
        QStringLiteral("block_entropy"),
        text(QT_TRANSLATE_NOOP("Measures", "Block entropy")),
        text(QT_TRANSLATE_NOOP("Measures", "nats")),
        text(QT_TRANSLATE_NOOP("Measures", "How widely the head spreads its attention over blocks, mean over rows")),
        {},
        {}};
    for (const auto &m : profiled.measures) {
        distance.values.push_back(m.meanDistance);
        sink.values.push_back(m.sinkMass);
        entropy.values.push_back(m.blockEntropy);
    }
    for (auto *measure : {&distance, &sink, &entropy}) out.push_back(std::move(*measure));
    return out;
}

std::shared_ptr<const BlockMaps> influenceOf(const SolverAnswer *solved, int length) {
    if (solved == nullptr || !solved->choices) return nullptr;
    for (const auto &[n, maps] : solved->choices->influence)
        if (n == length) return {solved->choices, &maps};  // shares the choices' life
    return nullptr;
}

}  // namespace

ViewError viewError(const Error &error, const QString &action) {
    return {QString::fromStdString(error.failed()), QString::fromStdString(error.where()),
            QString::fromStdString(error.why()), QString::fromStdString(error.remedy()), action};
}

PlanProblem defaultProblem(const Snapshot &snapshot) {
    PlanProblem problem;
    std::vector<int> lengths;
    for (const auto &length : snapshot.lengths) lengths.push_back(length.length);
    if (!lengths.empty() && snapshot.facts && 2 * lengths.back() <= snapshot.facts->maxPosition)
        lengths.push_back(2 * lengths.back());
    for (const int n : lengths) problem.budgets.push_back({n, kFirstDensity, 0.9 * kFirstDensity});
    return problem;
}

ExploreData exploreData(const Snapshot &snapshot, const SolverAnswer *answer) {
    ExploreData data;
    if (!snapshot.facts) return data;
    data.layers = snapshot.facts->layers;
    data.heads = snapshot.facts->heads;
    data.kvHeads = snapshot.facts->kvHeads;
    for (const auto &length : snapshot.lengths)
        data.lengths.push_back({length.length, influenceOf(answer, length.length), length.attention,
                                measuresOf(length, answer, data.layers, data.heads)});
    if (answer != nullptr) {
        data.grid = answer->answer.grid;
        data.loss = *answer->answer.loss;
        data.plan = answer->answer.plan;
    }
    for (std::size_t i = 0; i < snapshot.samples.size(); ++i) {
        const auto &s = snapshot.samples[i];
        const auto tokens = static_cast<int>(s.ids.size());
        data.samples.push_back({static_cast<int>(i), QString::fromStdString(s.id), tokens});
    }
    data.canShowTokens = !snapshot.modelFault;
    if (snapshot.modelFault) data.whyNoTokens = QString::fromStdString(snapshot.modelFault->why());
    return data;
}

PlanData planData(const Snapshot &snapshot, const PlanProblem &problem, const SolverAnswer *answer) {
    PlanData data;
    if (!snapshot.facts) return data;
    data.layers = snapshot.facts->layers;
    data.heads = snapshot.facts->heads;
    data.kvHeads = snapshot.facts->kvHeads;
    for (const auto &length : snapshot.lengths) data.profileLengths.push_back(length.length);
    data.sources = snapshot.sources;
    data.problem = problem;
    for (const auto &stored : snapshot.plans) {
        PlanEntry entry{QString::fromStdString(stored.name), QString::fromStdString(stored.origin), stored.plan, {}, 0};
        if (answer != nullptr) entry.losses = planLosses(stored.plan, answer->answer.grid, *answer->answer.loss);
        if (entry.losses.empty()) entry.losses = stored.result.value("losses", std::vector<double>{});
        if (!data.profileLengths.empty())
            entry.kvDensity = densities(stored.plan, data.kvHeads, data.profileLengths.back(), 0).kv;
        if (stored.origin == "pareto") data.pareto.push_back({entry.name, entry.losses, entry.kvDensity, false});
        data.plans.push_back(std::move(entry));
    }
    if (!snapshot.validations.empty()) {
        const auto &last = snapshot.validations.back();
        for (const auto &p : last.at("plans"))
            data.validation.push_back({QString::fromStdString(p.at("name")), last.at("length"), p.at("loss"),
                                       p.at("low"), p.at("high"), p.at("n"), p.at("name") == last.at("chosen")});
    }
    return data;
}

widgets::Series seriesOf(const std::string &plan, const Snapshot &snapshot) {
    if (plan == "dense") return Series::Dense;
    if (plan.starts_with("uniform")) return Series::Uniform;
    bool first = true;
    for (const auto &stored : snapshot.plans) {
        if (stored.name == plan)
            return stored.origin == "imported" ? Series::Imported : (first ? Series::Plan : Series::SecondPlan);
        const bool ran = std::ranges::any_of(snapshot.runs, [&](const auto &r) { return r.plan == stored.name; });
        if (ran && stored.origin != "imported") first = false;
    }
    return Series::Plan;
}

std::vector<RunEntry> runEntries(const Snapshot &snapshot) {
    std::vector<RunEntry> entries;
    for (const auto &run : snapshot.runs) entries.push_back({run, seriesOf(run.plan, snapshot), false});
    return entries;
}

QString unsavedName(const Snapshot &snapshot, const SolverAnswer *answer) {
    if (snapshot.readOnly || answer == nullptr || !answer->answer.plan) return {};
    if (std::ranges::find(snapshot.plans, *answer->answer.plan, &storage::StoredPlan::plan) != snapshot.plans.end())
        return {};
    for (int number = 1;; ++number) {
        const auto name = "plan-" + std::to_string(number);
        if (std::ranges::find(snapshot.plans, name, &storage::StoredPlan::name) == snapshot.plans.end())
            return QString::fromStdString(name);
    }
}

EvaluateData evaluateData(const Snapshot &snapshot, const SolverAnswer *answer) {
    EvaluateData data;
    data.shownPlan = unsavedName(snapshot, answer);
    data.runs = runEntries(snapshot);
    for (const auto &plan : snapshot.plans) data.plans << QString::fromStdString(plan.name);
    for (const auto &length : snapshot.lengths) data.lengths.push_back(length.length);
    if (!data.lengths.empty() && snapshot.facts && 2 * data.lengths.back() <= snapshot.facts->maxPosition)
        data.lengths.push_back(2 * data.lengths.back());
    data.canRun = snapshot.facts && !snapshot.modelFault && !snapshot.readOnly;
    if (snapshot.modelFault)
        data.whyNot = QString::fromStdString(snapshot.modelFault->why() + ": " + snapshot.modelFault->where());
    else if (snapshot.readOnly)
        data.whyNot = QCoreApplication::translate("Measures", "The project is read-only: save it under another name.");
    return data;
}

std::vector<EvaluationRow> provisionalRows(const EvaluationRun &run) {
    std::map<int, std::vector<double>> byLength;
    for (const auto &sample : run.samples) byLength[sample.length].push_back(sample.score);
    std::vector<EvaluationRow> rows;
    for (const auto &[length, scores] : byLength) {
        const auto n = static_cast<int>(scores.size());
        if (run.task == "retrieval") {
            int hits = 0;
            for (const double score : scores) hits += score > 0.5 ? 1 : 0;
            const auto interval = wilson(hits, n);
            rows.push_back({length, {}, "accuracy", interval.value, interval.low, interval.high, n});
        } else if (run.task == "perplexity") {
            const auto interval = bootstrapMean(scores, 0);
            rows.push_back({length,
                            {},
                            "perplexity",
                            std::exp(interval.value),
                            std::exp(interval.low),
                            std::exp(interval.high),
                            n});
        }
    }
    return rows;
}

}  // namespace moa::studio
