// From a profile and what is asked to the optimizer's problem, and from its answer to a plan: the same for the command
// and the window.
#pragma once

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "app/project/requests.h"
#include "engine/values/loss_table.h"
#include "engine/values/model_facts.h"
#include "engine/values/optimizer_instance.h"
#include "engine/values/plan.h"
#include "engine/values/profile.h"
#include "engine/values/rule_grid.h"

namespace moa {

// The rules there are and what each costs each unit.
struct PlanChoices {
    engine::RuleGrid grid;
    engine::LossTable table;
    std::vector<std::pair<int, engine::BlockMaps>> influence;  // by profile length, mixed as asked
};

// Throws moa::Error when the profile has none of the lengths asked for. Budgets and constraints of the request do not
// matter here: the choices hold until lengths, mix, balance, step or units change.
[[nodiscard]] PlanChoices planChoices(engine::Profile profile, const engine::ModelFacts &facts,
                                      const OptimizeRequest &request);

// Throws moa::Error for budgets outside 0..1, pins to rules that are not in the grid, units that do not exist.
[[nodiscard]] engine::OptimizerInstance planInstance(const OptimizeRequest &request, const engine::RuleGrid &grid,
                                                     const engine::LossTable &table);

// Rules by unit to rules by query head.
[[nodiscard]] engine::Plan planOf(const std::vector<int> &rules, const engine::RuleGrid &grid,
                                  const engine::LossTable &table, int heads);

// What is stored with a plan: enough to ask the same again.
[[nodiscard]] nlohmann::json planSettings(const OptimizeRequest &request, const engine::RuleGrid &grid,
                                          const engine::OptimizerInstance &instance);

}  // namespace moa
