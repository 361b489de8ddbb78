#include "engine/plan/plan_json.h"

#include <fmt/format.h>

#include <cmath>

#include "engine/formats/atomic_file.h"
#include "engine/formats/json_reader.h"
#include "engine/formats/mapped_file.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

[[noreturn]] void refuse(std::string_view where, const std::string &why) {
    throw Error("The plan cannot be read", std::string(where), why,
                "A plan is a JSON object with the keys alphas and betas, each [layers][query heads] of numbers.");
}

double number(const nlohmann::json &rows, std::size_t layer, std::size_t head, std::string_view where) {
    const auto &value = rows[layer][head];
    if (!value.is_number() || !std::isfinite(value.get<double>()))
        refuse(where, fmt::format("the value of layer {}, head {} is not a finite number", layer, head));
    return value.get<double>();
}

}  // namespace

Plan parsePlan(std::string_view text, std::string_view where) {
    const auto json = parseJson(text, where, limits::kPlan);
    if (!json.is_object() || json.size() != 2 || !json.contains("alphas") || !json.contains("betas"))
        refuse(where, "it does not have exactly the keys alphas and betas");
    const auto &alphas = json["alphas"];
    const auto &betas = json["betas"];
    if (!alphas.is_array() || !betas.is_array() || alphas.empty() || alphas.size() != betas.size() ||
        alphas.size() > limits::kLayers)
        refuse(where, "alphas and betas are not lists of the same number of layers");
    Plan plan;
    plan.layers = static_cast<int>(alphas.size());
    for (std::size_t l = 0; l < alphas.size(); ++l) {
        if (!alphas[l].is_array() || !betas[l].is_array() || alphas[l].empty() ||
            alphas[l].size() != alphas[0].size() || betas[l].size() != alphas[0].size() ||
            alphas[l].size() > limits::kHeads)
            refuse(where, fmt::format("layer {} does not have the heads of the first layer", l));
        for (std::size_t h = 0; h < alphas[l].size(); ++h) {
            const Rule rule{number(alphas, l, h, where), number(betas, l, h, where)};
            if (rule.beta < 0 || rule.beta > 1)
                refuse(where, fmt::format("beta of layer {}, head {} is {}", l, h, rule.beta));
            plan.rules.push_back(rule);
        }
    }
    plan.heads = static_cast<int>(alphas[0].size());
    return plan;
}

Plan readPlan(const std::filesystem::path &path) {
    return parsePlan(readText(path, limits::kPlan.bytes), path.string());
}

nlohmann::json planToJson(const Plan &plan) {
    nlohmann::json alphas = nlohmann::json::array();
    nlohmann::json betas = nlohmann::json::array();
    for (int l = 0; l < plan.layers; ++l) {
        alphas.push_back(nlohmann::json::array());
        betas.push_back(nlohmann::json::array());
        for (int h = 0; h < plan.heads; ++h) {
            alphas.back().push_back(plan.rule(l, h).alpha);
            betas.back().push_back(plan.rule(l, h).beta);
        }
    }
    return {{"alphas", std::move(alphas)}, {"betas", std::move(betas)}};
}

std::filesystem::path sidecarPath(const std::filesystem::path &planPath) {
    auto path = planPath;
    return path.replace_extension(".meta.json");
}

void writePlan(const std::filesystem::path &path, const Plan &plan, const nlohmann::json &meta) {
    writeTextFile(path, planToJson(plan).dump() + "\n");
    if (meta.is_object()) writeTextFile(sidecarPath(path), meta.dump(2) + "\n");
}

nlohmann::json readSidecar(const std::filesystem::path &planPath) {
    const auto path = sidecarPath(planPath);
    return isThere(path) ? readJson(path) : nlohmann::json();
}

void checkPlanShape(const Plan &plan, int layers, int heads, std::string_view where) {
    if (plan.layers != layers || plan.heads != heads)
        throw Error(
            "The plan does not fit the model", std::string(where),
            fmt::format("it has {} layers of {} heads, the model {} of {}", plan.layers, plan.heads, layers, heads),
            "Use a plan made for this model.");
}

}  // namespace moa::engine
