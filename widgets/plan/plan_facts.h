// Small questions about a plan that several views ask.
#pragma once

#include <QString>
#include <set>
#include <vector>

#include "engine/values/plan.h"
#include "widgets/values/plan_data.h"

namespace moa::widgets {

// A rule in as few characters as a cell of a grid has: "1k", "½N", "−512+⅝N".
[[nodiscard]] QString shortRule(const engine::Rule &rule);

// Tokens a rule sees at a length: from 0 up to the length itself.
[[nodiscard]] double shownSpan(const engine::Rule &rule, int length);
// kv density at `length` tokens.
[[nodiscard]] double densityAt(const engine::Rule &rule, int length);

// Different rules of a layer, shortest span at `length` first.
[[nodiscard]] std::vector<engine::Rule> rulesOfLayer(const engine::Plan &plan, int layer, int length);

// Profiled lengths and lengths with a budget, ascending.
[[nodiscard]] std::vector<int> lengthsOf(const PlanData &data);

// (value - reference) / reference; NaN where there is no reference to compare with.
[[nodiscard]] double relativeChange(double value, double reference);
// A relative change as signed per cent: "−92.5 %"; an en dash for NaN.
[[nodiscard]] QString changeText(double change);

}  // namespace moa::widgets
