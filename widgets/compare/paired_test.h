// Two runs question by question: where do they disagree, and could chance have done it?
#pragma once

#include <string>

#include "engine/values/run.h"

namespace moa::widgets {

// Questions both runs answered, matched by length, number and prompt. For losses: `onlyA` counts where A's is lower,
// `onlyB` where B's is, `both` where they are equal, and `neither` is 0.
struct PairedCounts {
    int both = 0;
    int onlyA = 0;
    int onlyB = 0;
    int neither = 0;

    [[nodiscard]] int total() const noexcept { return both + onlyA + onlyB + neither; }
    friend bool operator==(const PairedCounts &, const PairedCounts &) = default;
};

// Runs of different tasks, or without a common question: all zero.
[[nodiscard]] PairedCounts pairedCounts(const engine::EvaluationRun &a, const engine::EvaluationRun &b);

// Two-sided exact sign test on the pairs that differ (McNemar 1947, exact form): the chance of a split at least as
// uneven as onlyA : onlyB when either side is as likely. 1 when none differ.
[[nodiscard]] double signTest(int onlyA, int onlyB);

}  // namespace moa::widgets
