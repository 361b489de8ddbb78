#include "app/studio/snapshot.h"

#include <set>

#include "engine/plan/profile_mix.h"

namespace moa::studio {

using namespace engine;
using nlohmann::json;

namespace {

// Counts that change whenever a sample is added.
std::vector<std::pair<int, int>> sampleCounts(const Profile &profile) {
    std::vector<std::pair<int, int>> counts;
    for (const auto &length : profile.lengths)
        for (const auto &source : length.sources) counts.emplace_back(length.length, source.samples);
    return counts;
}

void readProfile(Project &project, const std::shared_ptr<const Snapshot> &last, Snapshot &out) {
    auto profile = std::make_shared<Profile>(project.file().profile());
    if (last && last->profile && last->path == out.path && sampleCounts(*last->profile) == sampleCounts(*profile) &&
        *last->facts == *out.facts) {
        out.profile = last->profile;
        out.lengths = last->lengths;
        out.sources = last->sources;
        return;
    }
    std::set<std::string> sources;
    for (const auto &length : profile->lengths) {
        ProfiledLength p{length.length, 0, 0, {}, {}};
        for (const auto &source : length.sources) {
            sources.insert(source.source);
            p.samples += source.samples;
            p.loss += source.meanLoss * source.samples;
        }
        if (p.samples == 0) continue;
        p.loss /= p.samples;
        p.attention = std::make_shared<const BlockMaps>(meanAttention(length));
        p.measures = headMeasures(*p.attention);
        out.lengths.push_back(std::move(p));
    }
    out.sources.assign(sources.begin(), sources.end());
    if (!out.lengths.empty()) out.profile = std::move(profile);
}

std::optional<Error> faultOfModel(Project &project) {
    try {
        static_cast<void>(project.bundle());
        return std::nullopt;
    } catch (const Error &error) {
        return error;
    }
}

json spanBound(const SpanBound &b) {
    json j = json::object();
    if (b.layer) j["layer"] = *b.layer;
    if (b.unit) j["unit"] = *b.unit;
    if (b.minSpan) j["min_span"] = *b.minSpan;
    if (b.maxSpan) j["max_span"] = *b.maxSpan;
    return j;
}

template <class T>
std::optional<T> optional(const json &j, const char *key) {
    return j.contains(key) ? std::optional(j[key].get<T>()) : std::nullopt;
}

}  // namespace

Snapshot readSnapshot(Project &project, const std::shared_ptr<const Snapshot> &last) {
    Snapshot s;
    auto &file = project.file();
    s.path = file.path();
    s.facts = file.model();
    if (s.facts) {
        s.modelFault = faultOfModel(project);
        readProfile(project, last, s);
    }
    s.samples = file.samples();
    s.plans = file.plans();
    s.runs = file.runs();
    s.stages = file.stages();
    s.validations = file.validations();
    s.chosenPlan = file.setting("chosen_plan").value_or("");
    if (const auto text = file.setting(kProblemSetting)) s.problem = problemFromText(*text);
    return s;
}

std::string problemText(const widgets::PlanProblem &problem) {
    json j = {{"linked", problem.linked},
              {"balanced", problem.balanced},
              {"mix", problem.mix},
              {"rules_per_layer", problem.rulesPerLayer},
              {"query_heads", problem.queryHeads},
              {"budgets", json::array()},
              {"weights", json::array()},
              {"pins", json::array()},
              {"span_bounds", json::array()},
              {"exclude", problem.exclude}};
    for (const auto &b : problem.budgets) j["budgets"].push_back({b.length, b.upper, b.lower});
    for (const auto &[length, weight] : problem.weights) j["weights"].push_back({length, weight});
    for (const auto &p : problem.pins) j["pins"].push_back({p.layer, p.unit, p.rule.alpha, p.rule.beta});
    for (const auto &b : problem.spanBounds) j["span_bounds"].push_back(spanBound(b));
    return j.dump();
}

std::optional<widgets::PlanProblem> problemFromText(const std::string &text) {
    try {
        const auto j = json::parse(text);
        widgets::PlanProblem p;
        p.linked = j.at("linked");
        p.balanced = j.at("balanced");
        p.mix = j.at("mix").get<std::map<std::string, double>>();
        p.rulesPerLayer = j.at("rules_per_layer");
        p.queryHeads = j.at("query_heads");
        for (const auto &b : j.at("budgets")) p.budgets.push_back({b.at(0), b.at(1), b.at(2)});
        for (const auto &w : j.at("weights")) p.weights[w.at(0)] = w.at(1);
        for (const auto &pin : j.at("pins")) p.pins.push_back({pin.at(0), pin.at(1), {pin.at(2), pin.at(3)}});
        for (const auto &b : j.at("span_bounds"))
            p.spanBounds.push_back({optional<int>(b, "layer"), optional<int>(b, "unit"),
                                    optional<double>(b, "min_span"), optional<double>(b, "max_span")});
        p.exclude = j.at("exclude").get<std::vector<std::pair<int, int>>>();
        return p;
    } catch (const json::exception &) {  // of another version: the defaults serve
        return std::nullopt;
    }
}

}  // namespace moa::studio
