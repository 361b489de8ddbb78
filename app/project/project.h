// The work on one project: every stage of the job, as the command and the window use it.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/project/model_bundle.h"
#include "app/project/requests.h"
#include "engine/report/report_input.h"
#include "storage/project_file.h"

namespace moa {

// One project file and the model it is about. All functions throw moa::Error; what was finished stays in the file.
class Project {
public:
    Project(const std::filesystem::path &path, storage::ProjectFile::Mode mode, JobOptions options);

    [[nodiscard]] storage::ProjectFile &file() noexcept { return file_; }
    [[nodiscard]] const JobOptions &options() const noexcept { return options_; }
    // The project's model; throws when none is set, it is missing ("locate it"), or it is another one by its
    // fingerprint.
    [[nodiscard]] ModelBundle &bundle();
    // Where models run from now on. Weights that are loaded elsewhere are given up.
    void useCompute(const engine::ComputeOptions &compute);

    engine::CalibrationSet calibrate(const CalibrateRequest &request, Progress &progress);
    ProfileSummary profile(const ProfileRequest &request, Progress &progress);
    OptimizeAnswer optimize(const OptimizeRequest &request, Progress &progress);
    engine::EvaluationRun evaluate(const EvaluateRequest &request, Progress &progress);
    Validation validate(const ValidateRequest &request, Progress &progress);
    // Everything the report tells about a plan; empty: the chosen or latest one.
    [[nodiscard]] engine::ReportInput reportInput(const std::string &plan);
    // The commands that made the project, in order.
    [[nodiscard]] std::vector<std::string> commands() const;

    // The grid and losses that `request` gives on this profile, without solving anything.
    [[nodiscard]] OptimizeAnswer prepare(const OptimizeRequest &request);
    [[nodiscard]] engine::SpanPolicy spansOf(const EvaluateRequest &request);
    // Name of the latest optimized plan; throws when there is none.
    [[nodiscard]] std::string latestPlan();

private:
    void rememberCommand();

    storage::ProjectFile file_;
    JobOptions options_;
    std::optional<ModelBundle> bundle_;
};

// One evaluation without a project: nothing is stored.
[[nodiscard]] engine::EvaluationRun evaluateModel(ModelBundle &bundle, const EvaluateRequest &request,
                                                  const engine::SpanPolicy &spans,
                                                  std::vector<engine::EvaluationSample> done,
                                                  const std::function<void(const engine::EvaluationSample &)> &sink,
                                                  Progress &progress);

// The time, UTC, ISO 8601.
[[nodiscard]] std::string nowUtc();

}  // namespace moa
