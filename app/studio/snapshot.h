// What the window knows of a project: read in the worker's thread, shown in the window's.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/project/project.h"
#include "engine/plan/head_measures.h"
#include "widgets/values/plan_data.h"

namespace moa::studio {

struct ProfiledLength {
    int length = 0;
    int samples = 0;
    double loss = 0;
    std::shared_ptr<const engine::BlockMaps> attention;
    std::vector<engine::HeadMeasures> measures;
};

struct Snapshot {
    std::filesystem::path path;
    bool readOnly = false;
    std::optional<engine::ModelFacts> facts;
    std::optional<Error> modelFault;  // why the model cannot be used: not there, or another one
    std::shared_ptr<const engine::Profile> profile;
    std::vector<ProfiledLength> lengths;
    std::vector<std::string> sources;
    std::vector<engine::TokenSample> samples;  // of the calibration
    std::vector<storage::StoredPlan> plans;
    std::vector<engine::EvaluationRun> runs;
    std::vector<storage::StoredStage> stages;
    std::vector<nlohmann::json> validations;
    std::string chosenPlan;
    std::optional<widgets::PlanProblem> problem;  // as it was left
};

// Reads everything. The profile of `last` is kept when the file holds the same one (it may be large).
[[nodiscard]] Snapshot readSnapshot(Project &project, const std::shared_ptr<const Snapshot> &last);

// The problem as the project keeps it.
[[nodiscard]] std::string problemText(const widgets::PlanProblem &problem);
[[nodiscard]] std::optional<widgets::PlanProblem> problemFromText(const std::string &text);

// Under which name the window keeps it in the project's settings.
inline constexpr const char *kProblemSetting = "window_problem";

}  // namespace moa::studio
