// Influence of whole models against double precision autograd (golden) and against finite differences.
#include <QTest>
#include <cmath>
#include <numeric>
#include <random>

#include "engine/profile/sample_profiler.h"
#include "support/fresh_seed.h"
#include "support/golden.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

namespace {

Model load(const std::filesystem::path &path, ComputeDtype dtype) {
    Progress progress;
    return Model::load(ModelFiles::open(path), {dtype, 0}, progress);
}

TokenSample goldenSample(const SafetensorsFile &golden, int length) {
    TokenSample sample{"golden", "test", length, readIds(golden), {}};
    const auto span = readGolden<std::int64_t>(golden, "answer_span");
    sample.targets.resize(static_cast<std::size_t>(span[1] - span[0]));
    std::iota(sample.targets.begin(), sample.targets.end(), static_cast<std::int32_t>(span[0]));
    return sample;
}

template <class A>
double largest(const std::vector<A> &values) {
    double most = 0;
    for (const auto v : values) most = std::max(most, std::abs(static_cast<double>(v)));
    return most;
}

// Worst relative difference over entries where the golden value is not tiny, and worst difference against the largest.
struct Difference {
    double relative = 0;
    double ofLargest = 0;
};

template <class A, class B>
Difference compare(const std::vector<A> &mine, const std::vector<B> &golden) {
    if (mine.size() != golden.size()) return {INFINITY, INFINITY};
    const double most = largest(golden);
    Difference d;
    for (std::size_t i = 0; i < mine.size(); ++i) {
        const auto g = static_cast<double>(golden[i]);
        const double difference = std::abs(static_cast<double>(mine[i]) - g);
        d.ofLargest = std::max(d.ofLargest, difference / most);
        if (g != 0) d.relative = std::max(d.relative, difference / std::abs(g));
        if (g == 0 && mine[i] != 0) d.relative = INFINITY;
    }
    return d;
}

// Worst relative difference of the totals of each head.
template <class A, class B>
double headTotals(const std::vector<A> &mine, const std::vector<B> &golden, std::size_t mapSize) {
    double worst = 0;
    for (std::size_t at = 0; at < mine.size(); at += mapSize) {
        const double a = std::accumulate(mine.begin() + at, mine.begin() + at + mapSize, 0.0);
        const double b = std::accumulate(golden.begin() + at, golden.begin() + at + mapSize, 0.0);
        worst = std::max(worst, std::abs(a - b) / std::abs(b));
    }
    return worst;
}

}  // namespace

class TestInfluence : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tinyModelsMatchDoublePrecision_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("length");
        QTest::addColumn<QString>("loss");
        for (const char *loss : {"all", "answer"}) {
            QTest::addRow("llama_mha %s", loss) << "llama_mha" << 256 << loss;
            QTest::addRow("qwen3 %s", loss) << "qwen3" << 192 << loss;
        }
    }

    void tinyModelsMatchDoublePrecision() {
        QFETCH(QString, model);
        QFETCH(int, length);
        QFETCH(QString, loss);
        const auto name = QString("influence/tiny.%1.%2.%3.safetensors").arg(model).arg(length).arg(loss).toStdString();
        const auto golden = SafetensorsFile::open(dataPath(name));
        const auto sample = goldenSample(golden, length);
        const auto folder = dataPath("tiny/" + model.toStdString());
        const auto key = "." + std::to_string(length);
        const auto influence = readGolden<double>(golden, "influence" + key);
        const auto signedSums = readGolden<double>(golden, "signed" + key);
        const auto attention = readGolden<double>(golden, "attention" + key);
        Progress progress;

        const auto exact = profileSample<double>(load(folder, ComputeDtype::Float64), sample, progress);
        QVERIFY(std::abs(exact.loss - readGolden<double>(golden, "loss").front()) < 1e-9);
        QVERIFY(compare(exact.absolute, influence).relative < 1e-9);
        QVERIFY(compare(exact.signedSums, signedSums).ofLargest < 1e-9);
        QVERIFY(compare(exact.attention, attention).relative < 1e-9);

        const auto single = profileSample<float>(load(folder, ComputeDtype::Float32), sample, progress);
        QVERIFY2(compare(single.absolute, influence).relative < 1e-5,
                 qPrintable(QString::number(compare(single.absolute, influence).relative)));
        QVERIFY(compare(single.signedSums, signedSums).ofLargest < 1e-5);
    }

    void sampleModelMatchesDoublePrecision_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("length");
        for (const char *kind : {"text", "retrieval"})
            for (const int length : {1024, 2048}) QTest::addRow("%s %d", kind, length) << kind << length;
    }

    void sampleModelMatchesDoublePrecision() {
        QFETCH(QString, name);
        QFETCH(int, length);
        const auto golden = SafetensorsFile::open(
            dataPath(QString("influence/sample.%1.%2.safetensors").arg(name).arg(length).toStdString()));
        const auto key = "." + std::to_string(length);
        Progress progress;
        const auto maps =
            profileSample<float>(load(sampleModel(), ComputeDtype::Float32), goldenSample(golden, length), progress);
        // Those of the retrieval samples are near 1e-3.
        const auto loss = static_cast<double>(readGolden<float>(golden, "loss").front());
        QVERIFY(std::abs(maps.loss - loss) < 1e-3 * loss);
        const auto influence = readGolden<float>(golden, "influence" + key);
        const auto mapSize = static_cast<std::size_t>(maps.nb) * static_cast<std::size_t>(maps.nb);
        QVERIFY2(compare(maps.absolute, influence).ofLargest < 1e-3,
                 qPrintable(QString::number(compare(maps.absolute, influence).ofLargest)));
        QVERIFY(headTotals(maps.absolute, influence, mapSize) < 2e-3);
        QVERIFY(compare(maps.signedSums, readGolden<float>(golden, "signed" + key)).ofLargest < 5e-3);
        QVERIFY(compare(maps.attention, readGolden<float>(golden, "attention" + key)).relative < 1e-4);
    }

    // A block row of A adds up to its tokens, whatever the shape of the sample.
    void attentionRowsAddUpForEveryLength() {
        std::mt19937 rng(freshSeed());
        const auto model = load(dataPath("tiny/llama_gqa_llama3rope"), ComputeDtype::Float32);
        Progress progress;
        for (const int tokens : {2, 63, 64, 65, 200}) {
            TokenSample sample{"random", "test", 256, {}, {}};
            for (int i = 0; i < tokens; ++i) sample.ids.push_back(static_cast<std::int32_t>(rng() % 384));
            sample.targets = {tokens - 1};
            const auto maps = profileSample<float>(model, sample, progress);
            QCOMPARE(maps.nb, 4);
            for (std::size_t row = 0; row < maps.attention.size() / 4; ++row) {
                const double sum =
                    std::accumulate(maps.attention.begin() + row * 4, maps.attention.begin() + row * 4 + 4, 0.0);
                const int first = static_cast<int>(row % 4) * 64;
                const double expected = std::clamp(tokens - first, 0, 64);
                QVERIFY(std::abs(sum - expected) < 1e-3);
            }
        }
    }

    void badSamplesAreRefused() {
        const auto model = load(dataPath("tiny/llama_mha"), ComputeDtype::Float32);
        Progress progress;
        QVERIFY_THROWS_EXCEPTION(Error,
                                 static_cast<void>(profileSample<float>(model, {"a", "", 64, {1, 2}, {}}, progress)));
        QVERIFY_THROWS_EXCEPTION(Error,
                                 static_cast<void>(profileSample<float>(model, {"a", "", 64, {1, 2}, {2}}, progress)));
        QVERIFY_THROWS_EXCEPTION(Error,
                                 static_cast<void>(profileSample<float>(model, {"a", "", 64, {1, 2}, {0}}, progress)));
        QVERIFY_THROWS_EXCEPTION(Error,
                                 static_cast<void>(profileSample<float>(model, {"a", "", 64, {}, {1}}, progress)));
    }
};

QTEST_GUILESS_MAIN(TestInfluence)
#include "tst_influence.moc"
