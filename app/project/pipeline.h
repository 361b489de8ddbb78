// The whole job in one go: calibrate, profile, optimize, validate, evaluate.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/project/project.h"

namespace moa {

struct PipelineRequest {
    CalibrateRequest calibrate;
    OptimizeRequest optimize;
    std::vector<std::string> tasks;  // retrieval, perplexity
    std::vector<int> evalLengths;    // empty: the profile lengths
    int evalSamples = 32;
    std::filesystem::path evalData;                 // text for perplexity; empty: the text among the calibration data
    std::vector<std::filesystem::path> validation;  // not empty: the Pareto set, validated and chosen
    bool resume = false;
};

struct PipelineAnswer {
    std::string plan;
    OptimizeAnswer optimized;
    std::vector<engine::EvaluationRun> runs;
    std::vector<std::pair<std::string, double>> seconds;  // by stage, in order
};

// Every stage is recorded in the project with what was asked of it. With `resume`, stages that are done with the same
// settings are skipped and an interrupted profile or evaluation goes on with its next sample; without it the project
// must be new. Throws moa::Error; infeasible budgets give an answer without runs.
[[nodiscard]] PipelineAnswer runPipeline(Project &project, const PipelineRequest &request, Progress &progress);

}  // namespace moa
