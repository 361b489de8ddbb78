// The work on one project: every stage of the job, as the command and the window use it.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/project/model_bundle.h"
#include "engine/calibrate/sample_builder.h"
#include "engine/optimize/instance_reader.h"
#include "engine/plan/profile_mix.h"
#include "engine/report/report_input.h"
#include "engine/values/loss_table.h"
#include "engine/values/rule_grid.h"
#include "storage/project_file.h"

namespace moa {

struct CalibrateRequest {
    std::filesystem::path model;
    std::vector<std::filesystem::path> data;
    std::vector<int> lengths;  // empty: 1024, 2048, 4096
    int samples = engine::kDefaultSamples;
    bool align = false;  // the dense model writes the answers
};

struct ProfileRequest {
    std::vector<int> lengths;  // empty: all the samples have
    int samples = 0;           // per length; 0: all
    bool signedSums = false;
    bool resume = false;
};

struct ProfileSummary {
    std::vector<int> lengths;
    int samples = 0;  // profiled in all, resumed ones included
    double seconds = 0;
    std::int64_t peakBytes = 0;  // of the process
    double loss = 0;             // mean over samples
    std::vector<std::string> warnings;
};

struct OptimizeRequest {
    std::optional<double> density;        // the same upper budget at every length
    std::vector<engine::Budget> budgets;  // or budgets by length
    std::optional<engine::Constraints> constraints;
    std::vector<int> lengths;                // profile lengths; empty: all
    std::optional<std::vector<int>> extend;  // default: twice the longest, where the model has the positions
    std::vector<int> outputs;
    double step = 0;
    int rulesPerLayer = 2;
    bool queryHeads = false;
    engine::Balance balance = engine::Balance::Balanced;
    std::map<std::string, double> mix;
    bool estimate = true;  // extend lengths enter the objective
    std::map<int, double> weights;
    bool pareto = false;
    std::optional<double> proveSeconds;
    std::string name = "plan";
};

struct OptimizeAnswer {
    engine::OptimizerResult result;  // of the weighted plan; of the first candidate for Pareto
    engine::RuleGrid grid;
    engine::LossTable table;
    std::vector<storage::StoredPlan> plans;  // stored; empty when infeasible
};

struct EvaluateRequest {
    std::string task = "retrieval";  // retrieval, perplexity, memory, speed
    std::string plan = "dense";      // dense, uniform (same memory as `uniformOf`), or a plan's name
    std::string uniformOf;           // empty: the latest optimized plan
    std::optional<double> uniformDensity;
    std::vector<int> lengths;  // empty: the profile lengths
    int samples = 32;
    std::int64_t maxNew = 32;
    std::filesystem::path data;  // text for perplexity
    std::optional<engine::Prefill> prefill;
    bool resume = false;
};

struct ValidateRequest {
    int length = 0;
    std::vector<std::filesystem::path> data;
    int samples = 16;
    std::vector<std::string> plans;  // empty: all
};

struct ValidatedPlan {
    std::string name;
    double loss = 0;
    double low = 0;
    double high = 0;
    int n = 0;
};

struct Validation {
    std::vector<ValidatedPlan> plans;
    std::string chosen;
};

// One project file and the model it is about. All functions throw moa::Error; what was finished stays in the file.
class Project {
public:
    Project(const std::filesystem::path &path, storage::ProjectFile::Mode mode, JobOptions options);

    [[nodiscard]] storage::ProjectFile &file() noexcept { return file_; }
    [[nodiscard]] const JobOptions &options() const noexcept { return options_; }
    // The project's model; throws when none is set, it is missing ("locate it"), or it is another one by its
    // fingerprint.
    [[nodiscard]] ModelBundle &bundle();

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
