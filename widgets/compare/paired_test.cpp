#include "widgets/compare/paired_test.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "widgets/evaluate/run_facts.h"

namespace moa::widgets {

PairedCounts pairedCounts(const engine::EvaluationRun &a, const engine::EvaluationRun &b) {
    PairedCounts counts;
    if (a.task != b.task) return counts;
    std::map<std::tuple<int, int, std::string>, double> ofB;
    for (const auto &sample : b.samples) ofB[{sample.length, sample.index, sample.promptHash}] = sample.score;
    for (const auto &sample : a.samples) {
        const auto at = ofB.find({sample.length, sample.index, sample.promptHash});
        if (at == ofB.end()) continue;
        if (isQuestionTask(a)) {
            const bool rightA = sample.score > 0.5;
            const bool rightB = at->second > 0.5;
            ++(rightA ? (rightB ? counts.both : counts.onlyA) : (rightB ? counts.onlyB : counts.neither));
        } else {
            ++(sample.score == at->second ? counts.both : sample.score < at->second ? counts.onlyA : counts.onlyB);
        }
    }
    return counts;
}

double signTest(int onlyA, int onlyB) {
    const int n = onlyA + onlyB;
    double tail = 0;
    for (int k = 0; k <= std::min(onlyA, onlyB); ++k)
        tail += std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) - n * std::log(2.0));
    return std::min(1.0, 2 * tail);
}

}  // namespace moa::widgets
