// A model running with a span policy: scoring, and decoding over ragged caches.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/model/model.h"
#include "engine/runtime/sampler.h"
#include "engine/runtime/span_policy.h"
#include "engine/values/conventions.h"
#include "engine/values/progress.h"

namespace moa::engine {

// Logits of chosen rows of a forward pass.
struct LogitRows {
    std::int64_t firstRow = 0;
    std::int64_t vocab = 0;
    std::vector<float> values;  // [rows][vocab]
};

// Losses and logits of one text.
struct Scores {
    std::vector<double> nll;  // [T - 1], nats; entry t is the loss of token t + 1
    LogitRows logits;         // the last rows asked for
};

// Instruction set the attention kernels run with on this machine: "avx512", "avx2" or "generic".
[[nodiscard]] std::string instructionSet();

struct DecodeLimits {
    std::int64_t maxNew = 0;          // m, the allowance of the cache rule
    std::vector<std::int32_t> stops;  // decoding ends after one of these; empty: never before maxNew
    Sampling sampling = {};
};

// What one row of a batch produced.
struct DecodedRow {
    std::vector<std::int32_t> ids;  // new tokens, the stop token included
    std::vector<float> margins;     // first minus second logit, whichever token was taken
    std::int64_t promptTokens = 0;
    std::int64_t kvBytes = 0;  // bytes its cache allocated
};

struct Decoded {
    std::vector<DecodedRow> rows;
    double secondsPrefill = 0;
    double secondsAttention = 0;  // of them, in the attention of the prompts
    double secondsDecode = 0;
    std::vector<double> stepSeconds;  // of each step, the choice of its tokens included
};

// Mask and caches follow semantics.md, "Cache and inference". Cheap to make and to copy; all functions are const and
// compute with the model's threads.
class Runtime {
public:
    // Throws moa::Error when the policy's shape is not the model's.
    Runtime(Model model, SpanPolicy spans, Prefill prefill);

    // One forward of all tokens with n = T and m = 0; logits of the last `lastRows` rows (at most T).
    // Throws moa::Error for ids the model cannot take.
    [[nodiscard]] Scores score(std::span<const std::int32_t> ids, std::int64_t lastRows, Progress &progress) const;

    // Continues a batch of prompts, each with its own n and its own caches: the prompts run one after another, the new
    // tokens together. The first new token comes from the last prompt row.
    // Throws moa::Error for ids the model cannot take, when n + m passes its positions, and for wrong sampling.
    [[nodiscard]] Decoded decode(std::span<const std::vector<std::int32_t>> prompts, const DecodeLimits &limits,
                                 Progress &progress) const;

    // Bytes a dense cache of this model takes for n + m tokens in the type the caches here use.
    [[nodiscard]] std::int64_t denseKvBytes(std::int64_t tokens) const;

    [[nodiscard]] const Model &model() const noexcept { return model_; }
    [[nodiscard]] const SpanPolicy &spans() const noexcept { return spans_; }
    [[nodiscard]] Prefill prefill() const noexcept { return prefill_; }

private:
    Model model_;
    SpanPolicy spans_;
    Prefill prefill_;
};

}  // namespace moa::engine
