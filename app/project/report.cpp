#include <fmt/format.h>

#include <algorithm>

#include "app/project/plan_records.h"
#include "app/project/project.h"
#include "engine/plan/head_measures.h"
#include "engine/values/error.h"
#include "engine/version.h"

namespace moa {

using namespace engine;

namespace {

constexpr std::int64_t kShownAllowance = 1024;  // m of the densities the report shows

OptimizeRequest requestOf(const nlohmann::json &settings) {
    OptimizeRequest request;
    request.density = 1;  // budgets do not matter for the losses
    request.lengths = settings.value("profile_lengths", std::vector<int>{});
    request.extend = settings.value("extend_lengths", std::vector<int>{});
    request.outputs = settings.value("output_lengths", std::vector<int>{});
    request.step = settings.value("step", 0.0);
    request.queryHeads = settings.value("units", "kv-group") == "query-head";
    request.balance = parseBalance(settings.value("balance", "balanced"));
    request.mix = settings.value("mix", std::map<std::string, double>{});
    request.estimate = settings.value("extend_loss", "estimate") == "estimate";
    return request;
}

std::vector<CalibrationCount> calibrationCounts(storage::ProjectFile &file, const Profile &profile,
                                                const std::map<std::string, double> &mix) {
    std::vector<CalibrationCount> counts;
    const auto samples = file.samples();
    for (const auto &length : profile.lengths)
        for (const auto &source : length.sources) {
            CalibrationCount count{
                source.source, length.length, source.samples, source.zeroSamples, 0, source.meanLoss, 1};
            for (const auto &s : samples)
                if (s.length == length.length && s.source == source.source)
                    count.answerTokens += static_cast<std::int64_t>(s.targets.size());
            if (mix.contains(source.source)) count.weight = mix.at(source.source);
            counts.push_back(std::move(count));
        }
    return counts;
}

ReportPlan reportPlan(const storage::StoredPlan &stored, const ModelFacts &facts, const std::vector<int> &lengths) {
    ReportPlan plan{stored.name, stored.plan,    budgetsFromJson(stored.settings), resultFromJson(stored.result),
                    {},          kShownAllowance};
    for (const int n : lengths) plan.densities[n] = densities(stored.plan, facts.kvHeads, n, kShownAllowance);
    return plan;
}

std::vector<ReportCandidate> candidates(storage::ProjectFile &file, const std::string &chosen) {
    std::vector<ReportCandidate> result;
    const auto validations = file.validations();
    for (const auto &stored : file.plans()) {
        if (stored.origin != "pareto") continue;
        ReportCandidate candidate{stored.name, {}, false, stored.name == chosen, {}};
        const auto losses = stored.result.value("losses", std::vector<double>{});
        const auto lengths = stored.settings.value("profile_lengths", std::vector<int>{});
        for (std::size_t i = 0; i < std::min(losses.size(), lengths.size()); ++i)
            candidate.losses[lengths[i]] = losses[i];
        if (!validations.empty())
            for (const auto &p : validations.back().at("plans"))
                if (p.at("name") == stored.name)
                    candidate.validation = EvaluationRow{validations.back().at("length"),
                                                         {},
                                                         "loss",
                                                         p.at("loss"),
                                                         p.at("low"),
                                                         p.at("high"),
                                                         p.at("n")};
        result.push_back(std::move(candidate));
    }
    return result;
}

}  // namespace

ReportInput Project::reportInput(const std::string &planName) {
    ReportInput input;
    const auto name = planName.empty() ? latestPlan() : planName;
    const auto stored = file_.plan(name);
    const auto request = requestOf(stored.settings);
    const auto profile = file_.profile();
    if (profile.lengths.empty())
        throw Error("The report cannot be written", file_.path().string(), "there is no profile",
                    "Run moa profile run first.");
    auto prepared = prepare(request);
    input.title = file_.path().stem().string();
    input.created = file_.setting("created").value_or(nowUtc());
    input.model = *file_.model();
    input.calibration = calibrationCounts(file_, profile, request.mix);
    input.alignedAnswers = file_.setting("aligned").value_or("no") == "yes";
    input.signedInfluence = profile.lengths.front().signedSums;
    input.balance = toString(request.balance);
    input.extendLoss = request.estimate ? "estimate" : "published";
    // Maps in the middle of the profiled lengths tell most: short ones hide distance, long ones are large.
    const auto &shown = profile.lengths[profile.lengths.size() / 2];
    input.maps = {shown.length, mixSources(shown, request.balance, request.mix), meanAttention(shown)};
    for (const auto &m : headMeasures(input.maps.attention))
        input.measures.push_back({m.meanDistance, m.sinkMass, m.blockEntropy});
    std::vector<int> lengths = prepared.grid.profileLengths;
    lengths.insert(lengths.end(), prepared.grid.extendLengths.begin(), prepared.grid.extendLengths.end());
    input.grid = std::move(prepared.grid);
    input.loss = std::move(prepared.table);
    input.plan = reportPlan(stored, input.model, lengths);
    for (const auto &other : file_.plans())
        if (other.origin == "imported") input.imported.push_back(reportPlan(other, input.model, lengths));
    input.candidates = candidates(file_, name);
    input.runs = file_.runs();
    for (const auto &stage : file_.stages()) {
        input.stageSeconds.emplace_back(stage.name, stage.seconds);
        if (!stage.message.empty()) input.warnings.push_back(stage.message);
    }
    input.settings = {{"seed", std::to_string(options_.seed)},
                      {"dtype", std::string(toString(options_.compute.dtype))},
                      {"device", options_.compute.device.cuda ? "cuda" : "cpu"},
                      {"prefill", std::string(toString(options_.prefill))},
                      {"balance", input.balance},
                      {"units", stored.settings.value("units", "kv-group")},
                      {"rules per layer", std::to_string(stored.settings.value("rules_per_layer", 2))}};
    input.versions = {{"MoA Studio", kVersionText}, {"LibTorch", kTorchVersion}};
    input.commands = commands();
    return input;
}

}  // namespace moa
