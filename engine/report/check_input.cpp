#include "engine/report/check_input.h"

#include <fmt/format.h>

#include "engine/values/error.h"

namespace moa::engine::report {
namespace {

void require(bool holds, std::string_view field, const std::string &why) {
    if (holds) return;
    throw Error("Cannot write the report", fmt::format("ReportInput, field {}", field), why,
                "Check the project with moa project check, or make the part again.");
}

void checkPlan(const ReportInput &input, const ReportPlan &plan, std::string_view field) {
    if (plan.plan.rules.empty()) return;
    const auto expected = static_cast<std::size_t>(std::max(0, plan.plan.layers)) * std::max(0, plan.plan.heads);
    require(
        plan.plan.rules.size() == expected, field,
        fmt::format("{} rules for {} layers of {} heads", plan.plan.rules.size(), plan.plan.layers, plan.plan.heads));
    require(plan.plan.layers == input.model.layers && plan.plan.heads == input.model.heads, field,
            fmt::format("the plan is for {} layers of {} heads, the model has {} of {}", plan.plan.layers,
                        plan.plan.heads, input.model.layers, input.model.heads));
}

void checkMaps(const ReportInput &input, const BlockMaps &maps, std::string_view field) {
    if (maps.nb == 0 && maps.values.empty()) return;
    require(maps.layers == input.model.layers && maps.heads == input.model.heads && maps.nb > 0, field,
            fmt::format("maps of {} layers and {} heads, the model has {} and {}", maps.layers, maps.heads,
                        input.model.layers, input.model.heads));
    const std::size_t expected = static_cast<std::size_t>(maps.layers) * maps.heads * maps.mapSize();
    require(maps.values.size() == expected, field,
            fmt::format("{} values instead of {}", maps.values.size(), expected));
    require(blockCount(input.maps.length) == maps.nb, field,
            fmt::format("{} blocks a side do not belong to {} tokens", maps.nb, input.maps.length));
}

void checkLoss(const ReportInput &input) {
    const LossTable &loss = input.loss;
    if (loss.values.empty() && loss.lengths.empty()) return;
    require(loss.layers == input.model.layers && loss.unitsPerLayer > 0 && loss.rules > 0 &&
                input.model.heads % loss.unitsPerLayer == 0,
            "loss",
            fmt::format("{} layers of {} units with {} rules do not fit the model's {} layers of {} heads", loss.layers,
                        loss.unitsPerLayer, loss.rules, input.model.layers, input.model.heads));
    const std::size_t expected = loss.lengths.size() * loss.units() * loss.rules;
    require(loss.values.size() == expected && loss.estimated.size() == loss.lengths.size(), "loss",
            fmt::format("{} values and {} marks for {} lengths, {} units and {} rules", loss.values.size(),
                        loss.estimated.size(), loss.lengths.size(), loss.units(), loss.rules));
    require(input.grid.rules.size() == static_cast<std::size_t>(loss.rules), "grid",
            fmt::format("{} rules, the loss table has {}", input.grid.rules.size(), loss.rules));
    for (const int length : loss.lengths) require(length > 0, "loss", fmt::format("a length of {} tokens", length));
    for (const int rule : input.plan.result.rules)
        require(rule >= 0 && rule < loss.rules, "plan",
                fmt::format("it takes rule {} of a grid of {} rules", rule, loss.rules));
}

}  // namespace

void checkInput(const ReportInput &input) {
    require(input.model.layers >= 0 && input.model.heads >= 0, "model",
            fmt::format("{} layers of {} heads", input.model.layers, input.model.heads));
    checkPlan(input, input.plan, "plan");
    for (const ReportPlan &plan : input.imported) checkPlan(input, plan, "imported");
    checkLoss(input);
    checkMaps(input, input.maps.influence, "maps.influence");
    checkMaps(input, input.maps.attention, "maps.attention");
    const std::size_t heads = static_cast<std::size_t>(input.model.layers) * input.model.heads;
    require(input.measures.empty() || input.measures.size() == heads, "measures",
            fmt::format("{} entries for {} heads", input.measures.size(), heads));
}

}  // namespace moa::engine::report
