// How far block sums are from the oracle's, block by block.
#pragma once

#include <QTest>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

#include "engine/profile/sample_profiler.h"
#include "engine/values/conventions.h"
#include "explicit_model.h"

namespace moa::test {

// Random tokens; the loss on an answer before the end, or on all of them.
inline engine::TokenSample randomSample(std::mt19937 &rng, int vocab, int tokens, bool answerOnly) {
    engine::TokenSample sample{"random", "test", tokens, {}, {}};
    for (int t = 0; t < tokens; ++t)
        sample.ids.push_back(static_cast<std::int32_t>(rng() % static_cast<unsigned>(vocab)));
    const int first = answerOnly ? tokens * 3 / 4 : 1;
    const int end = answerOnly ? tokens - 7 : tokens;
    for (int t = first; t < end; ++t) sample.targets.push_back(t);
    return sample;
}

// Errors of block sums, worst over all heads.
struct BlockErrors {
    double relative = 0;   // of a block, over all blocks, however small
    double large = 0;      // the same over the blocks of at least 1 % of the largest of their head
    double ofLargest = 0;  // of a block, against the largest of its head
};

template <class T>
BlockErrors blockErrors(const std::vector<T> &mine, const std::vector<double> &exact, int nb) {
    const auto mapSize = static_cast<std::size_t>(nb) * static_cast<std::size_t>(nb);
    BlockErrors errors;
    for (std::size_t map = 0; map < exact.size(); map += mapSize) {
        const auto abs = [](double a, double b) { return std::max(a, std::abs(b)); };
        const double most = std::accumulate(exact.begin() + map, exact.begin() + map + mapSize, 0.0, abs);
        for (std::size_t i = map; i < map + mapSize; ++i) {
            const double size = std::abs(exact[i]);
            const double error = std::abs(static_cast<double>(mine[i]) - exact[i]);
            if (size > 0) errors.relative = std::max(errors.relative, error / size);
            if (size == 0 && error > 0) errors.relative = INFINITY;
            if (size > most / 100) errors.large = std::max(errors.large, error / size);
            if (most > 0) errors.ofLargest = std::max(errors.ofLargest, error / most);
        }
    }
    return errors;
}

// Signed sums cancel: their worst error is taken against the largest sum of |E| of the head.
template <class T>
double signedError(const std::vector<T> &mine, const ExplicitInfluence &exact, int nb) {
    const auto mapSize = static_cast<std::size_t>(nb) * static_cast<std::size_t>(nb);
    double worst = 0;
    for (std::size_t map = 0; map < mine.size(); map += mapSize) {
        const double most = *std::max_element(exact.absolute.begin() + map, exact.absolute.begin() + map + mapSize);
        for (std::size_t i = map; i < map + mapSize; ++i)
            worst = std::max(worst, std::abs(static_cast<double>(mine[i]) - exact.signedSums[i]) / most);
    }
    return worst;
}

// Single precision: 1e-4 of every block. Half-precision weights: the same against the oracle with these weights, since
// nothing else is rounded. What rounding the weights changes is the model's: it may be `ofRounding` of the largest
// block of a head against the weights before.
inline void checkAccuracy(const engine::Model &exact, const engine::Model &single, const engine::Model &half,
                          const engine::TokenSample &sample, double ofRounding) {
    Progress progress;
    const int nb = engine::blockCount(sample.length);
    const auto want = ExplicitModel(exact).influence(sample);
    const auto wantHalf = ExplicitModel(half).influence(sample);
    const auto report = [](const char *what, const BlockErrors &e) {
        qInfo() << what << "relative, all blocks" << e.relative << "large blocks" << e.large << "of the largest"
                << e.ofLargest;
        return e;
    };
    const auto d = engine::profileSample<double>(exact, sample, progress);
    QVERIFY(std::abs(d.loss - want.loss) < 1e-10);
    QVERIFY(report("float64", blockErrors(d.absolute, want.absolute, nb)).relative < 1e-11);
    QVERIFY(signedError(d.signedSums, want, nb) < 1e-11);
    QVERIFY(blockErrors(d.attention, want.attention, nb).relative < 1e-11);
    const auto f = engine::profileSample<float>(single, sample, progress);
    QVERIFY(report("float32", blockErrors(f.absolute, want.absolute, nb)).relative < 1e-4);
    QVERIFY(signedError(f.signedSums, want, nb) < 1e-4);
    QVERIFY(blockErrors(f.attention, want.attention, nb).relative < 1e-4);
    const auto b = engine::profileSample<float>(half, sample, progress);
    QVERIFY(report("bfloat16, these weights", blockErrors(b.absolute, wantHalf.absolute, nb)).relative < 1e-4);
    QVERIFY(report("bfloat16, weights before rounding", blockErrors(b.absolute, want.absolute, nb)).ofLargest <
            ofRounding);
}

}  // namespace moa::test
