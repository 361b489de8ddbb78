// What all evaluation tasks share.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/evaluate/subject.h"
#include "engine/values/run.h"

namespace moa::engine {

struct EvaluationOptions {
    std::vector<int> lengths;
    int samples = 32;          // questions or windows per length
    std::int64_t maxNew = 32;  // allowance m of generating tasks
    std::uint64_t seed = 0;
    std::vector<EvaluationSample> done;  // of an interrupted run: taken over, not run again
};

// Gets every sample as soon as it is done, so that a killed run keeps it.
using SampleSink = std::function<void(const EvaluationSample &)>;

// Hash of token ids: SHA-256 of their int32 bytes.
[[nodiscard]] std::string promptHash(std::span<const std::int32_t> ids);

// Samples of `options.done` at (length, index), nullptr when it has to be run.
[[nodiscard]] const EvaluationSample *findDone(const EvaluationOptions &options, int length, int index);

// Collects what generations cost and writes their rows: kv_bytes and dense_kv_bytes (largest over samples),
// prefill_tokens_per_second and tokens_per_second (medians with the least and largest), per length.
class CostRows {
public:
    void add(int length, std::int64_t promptTokens, std::int64_t denseBytes, const Generation &generation);
    void write(EvaluationRun &run) const;

private:
    struct Cost {
        std::vector<double> prefill;
        std::vector<double> decode;
        std::int64_t kvBytes = 0;
        std::int64_t denseBytes = 0;
    };
    std::vector<std::pair<int, Cost>> byLength_;
};

}  // namespace moa::engine
