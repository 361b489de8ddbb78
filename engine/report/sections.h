// What the report says, one function a section. Every function copes with an input that has nothing for it.
#pragma once

#include "engine/report/document.h"
#include "engine/report/report_input.h"

namespace moa::engine::report {

[[nodiscard]] Section storySection(const ReportInput &input);        // one table and what it means
[[nodiscard]] Section evaluationSection(const ReportInput &input);   // curves, heat map, memory, prefill by block
[[nodiscard]] Section headsSection(const ReportInput &input);        // which heads matter, their maps
[[nodiscard]] Section planSection(const ReportInput &input);         // elastic curves, certificate, budgets, prices
[[nodiscard]] Section densitiesSection(const ReportInput &input);    // the four densities, named
[[nodiscard]] Section calibrationSection(const ReportInput &input);  // data by source and length, balance
[[nodiscard]] Section candidatesSection(const ReportInput &input);   // Pareto set and validation
[[nodiscard]] Section reproduceSection(const ReportInput &input);    // commands, model, settings, versions, seconds
[[nodiscard]] Section limitsSection(const ReportInput &input);       // honest notes and warnings

// All of them, in reading order.
[[nodiscard]] Document reportDocument(const ReportInput &input);

}  // namespace moa::engine::report
