#include "app/project/plan_records.h"

#include <cmath>
#include <string>

namespace moa {

using namespace engine;
using nlohmann::json;

namespace {

template <class Map>
json byLength(const Map &map) {
    json object = json::object();
    for (const auto &[length, value] : map) object[std::to_string(length)] = value;
    return object;
}

// JSON has no infinity: a bound that proves there is no plan is left out.
json finite(double value) {
    return std::isfinite(value) ? json(value) : json();
}

}  // namespace

json toJson(const OptimizerResult &r) {
    json out = {{"status", toString(r.status)},
                {"objective", finite(r.objective)},
                {"bound", finite(r.bound)},
                {"gap", finite(r.gap)},
                {"rules", r.rules},
                {"losses", r.losses},
                {"densities", byLength(r.densities)},
                {"shadow_prices", byLength(r.shadowPrices)},
                {"pin_prices", byLength(r.pinPrices)},
                {"seconds", r.seconds},
                {"solver", r.solver}};
    if (!r.reason.empty()) out["reason"] = r.reason;
    return out;
}

OptimizerResult resultFromJson(const json &j) {
    OptimizerResult r;
    if (!j.contains("status")) return r;
    for (const auto status : {SolveStatus::Optimal, SolveStatus::Feasible, SolveStatus::Infeasible})
        if (j["status"] == toString(status)) r.status = status;
    const auto number = [&](const char *key) { return j.at(key).is_number() ? j.at(key).get<double>() : 0.0; };
    r.objective = number("objective");
    r.bound = number("bound");
    r.gap = number("gap");
    r.rules = j.at("rules").get<std::vector<int>>();
    r.losses = j.at("losses").get<std::vector<double>>();
    for (const auto &[length, value] : j.at("densities").items()) r.densities[std::stoi(length)] = value;
    for (const auto &[length, value] : j.at("shadow_prices").items()) r.shadowPrices[std::stoi(length)] = value;
    r.seconds = number("seconds");
    r.solver = j.at("solver");
    return r;
}

json toJson(const Densities &d) {
    return {{"kv", d.kv}, {"causal", d.causal}, {"raw", d.raw}, {"cache", d.cache}};
}

std::vector<Budget> budgetsFromJson(const json &settings) {
    std::vector<Budget> budgets;
    if (settings.contains("budgets"))
        for (const auto &b : settings["budgets"]) budgets.push_back({b.at("length"), b.at("upper"), b.at("lower")});
    return budgets;
}

}  // namespace moa
