// Small questions about explore data that several views ask.
#pragma once

#include <QString>

#include "widgets/values/explore_data.h"

namespace moa::widgets {

// "4.6": layer and query head, counted from 0 as everywhere.
[[nodiscard]] QString headText(const HeadId &head);
// "−512 + 1.00 N".
[[nodiscard]] QString ruleText(const engine::Rule &rule);

[[nodiscard]] int kvGroupOf(const ExploreData &data, const HeadId &head);
// Unit of the loss table (counted layer by layer); -1 without a table.
[[nodiscard]] int unitOf(const ExploreData &data, const HeadId &head);
// Index of a rule in the grid; -1: not one of its rules.
[[nodiscard]] int ruleIndex(const ExploreData &data, const engine::Rule &rule);
[[nodiscard]] std::optional<engine::Rule> currentRule(const ExploreData &data, const HeadId &head);
// Index of a length in the loss table; -1: none.
[[nodiscard]] int lossLength(const ExploreData &data, int length);

[[nodiscard]] const LengthMaps *mapsAt(const ExploreData &data, int length);
[[nodiscard]] const Measure *measureAt(const ExploreData &data, int length, const QString &id);
// NaN where it is not measured.
[[nodiscard]] double valueOf(const ExploreData &data, const Measure &measure, const HeadId &head);

// "loss" and "density" again from the plan in `data`, as the plan alone may change: what is a kv group's loss is shared
// by its query heads.
void refreshPlanMeasures(ExploreData &data);

// The head with the largest sensitivity at the longest length; nothing without heads.
[[nodiscard]] std::optional<HeadId> mostSensitive(const ExploreData &data);

// A measure's value as a view writes it: shares as numbers, tokens and nats with their digits.
[[nodiscard]] QString measureText(const Measure &measure, double value);

}  // namespace moa::widgets
