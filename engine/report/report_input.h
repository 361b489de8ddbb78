// Everything a report tells about a project, as plain values: whoever fills it reads the project, the report only
// writes.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/values/conventions.h"
#include "engine/values/loss_table.h"
#include "engine/values/model_facts.h"
#include "engine/values/optimizer_instance.h"
#include "engine/values/plan.h"
#include "engine/values/profile.h"
#include "engine/values/rule_grid.h"
#include "engine/values/run.h"

namespace moa::engine {

// Calibration samples of one source at one profile length.
struct CalibrationCount {
    std::string source;
    int length = 0;
    int samples = 0;      // samples profiled
    int zeroSamples = 0;  // of these, without any influence: left out of the balanced mean
    std::int64_t answerTokens = 0;
    std::optional<double> meanLoss;  // nats per counted token
    double weight = 1;               // weight of the source in the mix
};

// Measures of one query head from block sums (semantics.md, Samples, lengths, text).
struct ReportHeadMeasures {
    double meanDistance = 0;  // tokens
    double sinkMass = 0;      // 0..1
    double blockEntropy = 0;  // nats
};

// Block maps of all query heads at one length; either may be empty (layers == 0).
struct ReportMaps {
    int length = 0;
    BlockMaps influence;
    BlockMaps attention;
};

// One plan of the project.
struct ReportPlan {
    std::string name;
    Plan plan;
    std::vector<Budget> budgets;
    OptimizerResult result;              // status Unknown where the plan was imported
    std::map<int, Densities> densities;  // per length; `cache` over n + allowance
    std::int64_t allowance = 0;
};

// A point of the Pareto set or of a validation.
struct ReportCandidate {
    std::string name;
    std::map<int, double> losses;  // per profile length, unweighted
    bool dominated = false;
    bool chosen = false;
    std::optional<EvaluationRow> validation;  // mean loss at the validation length, with interval and n
};

// Empty containers mean "not measured"; the report says so and never shows 0 in their place.
struct ReportInput {
    std::string title;    // of the project; empty: the model's name
    std::string created;  // ISO 8601, UTC; part of the input so that equal input gives equal bytes
    ModelFacts model;

    std::vector<CalibrationCount> calibration;
    bool alignedAnswers = false;  // answers were written by the dense model
    bool signedInfluence = false;
    std::string balance = "balanced";     // or "published"
    std::string extendLoss = "estimate";  // or "published"

    std::vector<ReportHeadMeasures> measures;  // [layer][query head]; at maps.length
    ReportMaps maps;

    RuleGrid grid;
    LossTable loss;  // units: kv groups or query heads, by unitsPerLayer

    ReportPlan plan;
    std::vector<ReportPlan> imported;  // plans of others that were evaluated too
    std::vector<ReportCandidate> candidates;

    // All runs of the report; EvaluationRun::plan is "dense", "uniform" or "uniform ..." for the uniform baselines, the
    // chosen plan's name, or an imported plan's name. settings["prefill"] is "token" or "block".
    std::vector<EvaluationRun> runs;

    std::vector<std::pair<std::string, double>> stageSeconds;   // in the order they ran
    std::vector<std::pair<std::string, std::string>> settings;  // everything that was chosen: seed, dtype, device ...
    std::vector<std::pair<std::string, std::string>> versions;  // of the tool and what it was built with
    std::vector<std::string> commands;                          // to reproduce, in order
    std::vector<std::string> warnings;                          // each a full sentence
};

}  // namespace moa::engine
