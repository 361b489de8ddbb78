// Temperature and nucleus sampling: frequencies against the distribution, seeds, limits.
#include <QTest>
#include <cmath>
#include <map>
#include <random>

#include "engine/runtime/runtime.h"
#include "support/fresh_seed.h"
#include "support/golden.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

namespace {

// The probabilities the sampler has to draw from, by the definition.
std::vector<double> distribution(const std::vector<float> &logits, double temperature, double topP) {
    std::vector<std::pair<double, std::size_t>> order;
    double sum = 0;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        order.push_back({std::exp(logits[i] / temperature), i});
        sum += order.back().first;
    }
    std::ranges::stable_sort(order, [](const auto &a, const auto &b) { return a.first > b.first; });
    std::vector<double> p(logits.size(), 0);
    double kept = 0;
    for (const auto &[weight, i] : order) {
        if (kept >= topP * sum && kept > 0) break;
        p[i] = weight;
        kept += weight;
    }
    for (auto &x : p) x /= kept;
    return p;
}

}  // namespace

class TestSampler : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void frequenciesMatchTheDistribution_data() {
        QTest::addColumn<double>("temperature");
        QTest::addColumn<double>("topP");
        for (const double temperature : {0.5, 1.0, 2.0})
            for (const double topP : {1.0, 0.9, 0.4, 1e-9})
                QTest::addRow("temperature %g, top-p %g", temperature, topP) << temperature << topP;
    }
    void frequenciesMatchTheDistribution() {
        QFETCH(double, temperature);
        QFETCH(double, topP);
        const auto seed = freshSeed();
        std::mt19937 rng(seed);
        std::normal_distribution<float> normal;
        std::vector<float> logits(20);
        for (auto &x : logits) x = normal(rng);
        const auto p = distribution(logits, temperature, topP);
        constexpr int draws = 20000;
        std::vector<int> count(logits.size());
        Sampler sampler({temperature, topP, seed}, 0);
        for (int i = 0; i < draws; ++i) ++count[static_cast<std::size_t>(sampler.choose<float>(logits).id)];
        for (std::size_t i = 0; i < p.size(); ++i) {
            if (p[i] == 0) QCOMPARE(count[i], 0);
            // Six standard deviations: one run in a million or so fails by chance.
            QVERIFY(std::abs(count[i] - draws * p[i]) <= 6 * std::sqrt(draws * p[i] * (1 - p[i])) + 1);
        }
    }

    void coldSamplingIsGreedy() {
        const std::vector<float> logits = {0, 3, 1, 3, -2};
        QCOMPARE(Sampler({0, 1, 5}, 0).choose<float>(logits).id, 1);
        QCOMPARE(Sampler({0, 1, 5}, 0).choose<float>(logits).margin, 0.F);
        const std::vector<float> apart = {0, 3, 1, 2.5, -2};
        for (int seed = 0; seed < 50; ++seed) {
            Sampler cold({1e-300, 1, static_cast<std::uint64_t>(seed)}, 0);
            QCOMPARE(cold.choose<float>(apart).id, 1);
            QCOMPARE(cold.choose<float>(apart).margin, 0.5F);
        }
        const std::vector<double> one = {7};
        QCOMPARE((Sampler({1, 0.5, 0}, 0).choose<double>(one).id), 0);
    }

    // A row's tokens depend on the seed and its place in the batch, not on the rows beside it.
    void rowsAreIndependentAndSeedsMatter() {
        Progress progress;
        const auto model =
            Model::load(ModelFiles::open(dataPath("tiny/llama_mha")), {ComputeDtype::Float64, 1}, progress);
        const Runtime runtime(model, SpanPolicy::dense(model.facts()), Prefill::Token);
        const auto run = [&](const std::vector<std::vector<std::int32_t>> &prompts, std::uint64_t seed) {
            return runtime.decode(prompts, {24, {}, {1.5, 0.95, seed}}, progress).rows;
        };
        const std::vector<std::int32_t> a = {1, 2, 3};
        const std::vector<std::int32_t> b = {4, 5};
        const auto both = run({a, b}, 9);
        QCOMPARE(run({a}, 9)[0].ids, both[0].ids);
        QCOMPARE(run({b, b}, 9)[1].ids, both[1].ids);
        QVERIFY(run({a, a}, 9)[0].ids != run({a, a}, 9)[1].ids);
        QVERIFY(run({a}, 10)[0].ids != both[0].ids);
    }

    void badSettingsAreRefused() {
        for (const auto &sampling : {Sampling{-1, 1, 0}, Sampling{NAN, 1, 0}, Sampling{INFINITY, 1, 0},
                                     Sampling{1, 0, 0}, Sampling{1, 1.5, 0}, Sampling{1, NAN, 0}})
            QVERIFY_THROWS_EXCEPTION(Error, checkSampling(sampling));
        checkSampling({0, 1, 0});
        checkSampling({0.7, 0.9, 3});
    }
};

QTEST_GUILESS_MAIN(TestSampler)
#include "tst_sampler.moc"
