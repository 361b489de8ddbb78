// Perplexity over windows of a text, and what running costs.
#pragma once

#include <vector>

#include "engine/evaluate/evaluation.h"
#include "engine/values/dataset.h"

namespace moa::engine {

// windows: samples whose `length` is one of options.lengths; every prediction of a window counts (its targets are not
// used). Rows per length: perplexity = exp(mean loss) and loss, with bootstrap intervals over the windows; a sample's
// score is its mean loss in nats. Means are taken in fp64 over tokens.
[[nodiscard]] EvaluationRun runPerplexity(const EvaluationOptions &options, const std::vector<TokenSample> &windows,
                                          Subject &subject, const SampleSink &sink, Progress &progress);

// Generates maxNew tokens behind random prompts of each length: what caches allocate and how fast it runs. `task` is
// "memory" (bytes only) or "speed" (rates as well). The content of the prompts does not matter.
[[nodiscard]] EvaluationRun runCosts(const EvaluationOptions &options, const std::string &task, int vocab,
                                     Subject &subject, const SampleSink &sink, Progress &progress);

}  // namespace moa::engine
