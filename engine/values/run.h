// One evaluation run, as it is stored, compared and reported.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/values/plan.h"

namespace moa::engine {

// One figure with its 95 % interval. Rows without depth are the totals of their length.
struct EvaluationRow {
    int length = 0;
    std::optional<double> depth;  // 0 (start of the prompt) .. 1
    std::string metric;           // accuracy, perplexity, loss, kv_bytes, peak_bytes, tokens_per_second ...
    double value = 0;
    double low = 0;
    double high = 0;
    int n = 0;
    friend bool operator==(const EvaluationRow &, const EvaluationRow &) = default;
};

// One question or window, kept so that two runs can be compared sample by sample.
struct EvaluationSample {
    int length = 0;
    int index = 0;  // question or window number at that length
    std::optional<double> depth;
    std::int64_t promptTokens = 0;
    std::string promptHash;  // SHA-256 of the prompt's token ids
    std::string expected;
    std::string prediction;
    double score = 0;  // 0/1 for retrieval, mean loss in nats for perplexity
    friend bool operator==(const EvaluationSample &, const EvaluationSample &) = default;
};

struct EvaluationRun {
    std::string name;                             // unique in its project
    std::string task;                             // perplexity, retrieval, memory, speed
    std::string plan;                             // dense, uniform, or a plan's name
    std::map<std::string, std::string> settings;  // everything that was chosen: seed, dtype, device, prefill, m, data
    std::map<int, Densities> densities;           // per length, for the plan or baseline that ran
    std::vector<EvaluationRow> rows;
    std::vector<EvaluationSample> samples;
    std::int64_t kvBytes = 0;       // bytes the caches really allocated (largest over samples)
    std::int64_t denseKvBytes = 0;  // bytes a dense cache takes for the same tokens
    std::int64_t allowance = 0;     // m
    double seconds = 0;
};

}  // namespace moa::engine
