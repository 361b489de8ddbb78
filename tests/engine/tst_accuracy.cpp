// How exact the block sums of real models are, and whether runs repeat: fresh random tokens each run.
#include <QTest>

#include "accuracy_checks.h"
#include "support/fresh_seed.h"
#include "support/golden.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

namespace {

Model load(const std::filesystem::path &path, ComputeDtype dtype, int threads = 0) {
    Progress progress;
    return Model::load(ModelFiles::open(path), {dtype, threads}, progress);
}

}  // namespace

class TestAccuracy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { rng_.seed(freshSeed()); }

    void blockSumsMatchTheDefinition_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("tokens");
        for (const char *name : {"llama_mha", "mistral", "qwen2", "qwen3"})
            QTest::newRow(name) << QString::fromStdString(dataPath(std::string("tiny/") + name).string()) << 200;
        QTest::newRow("sample") << QString::fromStdString(sampleModel().string()) << 330;
    }
    void blockSumsMatchTheDefinition() {
        QFETCH(QString, path);
        QFETCH(int, tokens);
        const auto folder = path.toStdString();
        const auto exact = load(folder, ComputeDtype::Float64);
        const auto single = load(folder, ComputeDtype::Float32);
        const auto half = load(folder, ComputeDtype::BFloat16);
        for (const bool answerOnly : {false, true})
            checkAccuracy(exact, single, half, randomSample(rng_, exact.facts().vocab, tokens, answerOnly), 2e-2);
    }

    void runsRepeatToTheBit_data() {
        QTest::addColumn<int>("dtype");
        QTest::newRow("float32") << static_cast<int>(ComputeDtype::Float32);
        QTest::newRow("bfloat16") << static_cast<int>(ComputeDtype::BFloat16);
    }
    // With the same number of threads, that is: the kernels give the same bits with any number, LibTorch's matrix
    // products do not.
    void runsRepeatToTheBit() {
        QFETCH(int, dtype);
        Progress progress;
        const auto sample = randomSample(rng_, 1000, 700, true);
        for (const int threads : {1, 2, 3}) {
            const auto run = [&] {
                const auto model = load(sampleModel(), static_cast<ComputeDtype>(dtype), threads);
                return profileSample<float>(model, sample, progress);
            };
            const auto first = run();
            const auto again = run();
            QVERIFY(again.loss == first.loss);
            QVERIFY(again.absolute == first.absolute);
            QVERIFY(again.signedSums == first.signedSums);
            QVERIFY(again.attention == first.attention);
        }
    }

private:
    std::mt19937 rng_;
};

QTEST_GUILESS_MAIN(TestAccuracy)
#include "tst_accuracy.moc"
