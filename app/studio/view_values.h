// From what is known of a project to what the views show.
#pragma once

#include "app/studio/plan_solver.h"
#include "app/studio/snapshot.h"
#include "widgets/values/evaluate_data.h"
#include "widgets/values/explore_data.h"
#include "widgets/values/plan_data.h"
#include "widgets/values/view_error.h"

namespace moa::studio {

// The four parts; a button where the window can do the remedy.
[[nodiscard]] widgets::ViewError viewError(const Error &error, const QString &action = {});

// Budgets of 25 % at the profile's lengths and the one beyond, sources alike, two rules a layer.
[[nodiscard]] widgets::PlanProblem defaultProblem(const Snapshot &snapshot);

[[nodiscard]] widgets::ExploreData exploreData(const Snapshot &snapshot, const SolverAnswer *answer);
// Losses of plans are those of the answer's table where they can be; nullptr: as they were stored.
[[nodiscard]] widgets::PlanData planData(const Snapshot &snapshot, const widgets::PlanProblem &problem,
                                         const SolverAnswer *answer);
[[nodiscard]] widgets::EvaluateData evaluateData(const Snapshot &snapshot, const SolverAnswer *answer);
// The first free of plan-1, plan-2 ... for the plan of this answer; empty: it is stored, cannot be, or there is none.
[[nodiscard]] QString unsavedName(const Snapshot &snapshot, const SolverAnswer *answer);
[[nodiscard]] std::vector<widgets::RunEntry> runEntries(const Snapshot &snapshot);
[[nodiscard]] widgets::Series seriesOf(const std::string &plan, const Snapshot &snapshot);

// Figures of a run that is still going on: the mean score so far by length, with its interval.
[[nodiscard]] std::vector<engine::EvaluationRow> provisionalRows(const engine::EvaluationRun &run);

}  // namespace moa::studio
