// What each stage of a project is asked for, and what it answers.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/calibrate/sample_builder.h"
#include "engine/optimize/instance_reader.h"
#include "engine/plan/profile_mix.h"
#include "engine/values/conventions.h"
#include "engine/values/loss_table.h"
#include "engine/values/rule_grid.h"
#include "engine/values/run.h"
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
    std::function<void(const engine::EvaluationSample &)> onSample;  // called once it is stored; may be empty
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

}  // namespace moa
