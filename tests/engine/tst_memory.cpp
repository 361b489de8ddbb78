// Memory at 8192 tokens: what the process takes at most, the model and LibTorch included. Alone in its program, since
// the peak of a process never falls.
#include <sys/resource.h>

#include <QTest>
#include <numeric>
#include <optional>
#include <random>

#include "engine/evaluate/perplexity.h"
#include "engine/profile/sample_profiler.h"
#include "engine/runtime/runtime_subject.h"
#include "support/fresh_seed.h"
#include "support/golden.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

namespace {

constexpr int kLength = 8192;
constexpr std::int64_t kLimit = 1'000'000'000;

std::int64_t peakBytes() {
    rusage usage = {};
    ::getrusage(RUSAGE_SELF, &usage);
    return std::int64_t{usage.ru_maxrss} * 1024;
}

}  // namespace

class TestMemory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        Progress progress;
        model_.emplace(Model::load(ModelFiles::open(sampleModel()), {ComputeDtype::Float32, 0}, progress));
        std::mt19937 rng(freshSeed());
        for (int t = 0; t < kLength; ++t)
            sample_.ids.push_back(static_cast<std::int32_t>(rng() % static_cast<unsigned>(model_->facts().vocab)));
        sample_.targets.resize(kLength - 1);
        std::iota(sample_.targets.begin(), sample_.targets.end(), 1);
    }

    void evaluationStaysUnderOneGigabyte() {
        Progress progress;
        for (const auto &spans : {SpanPolicy::dense(model_->facts()), SpanPolicy::uniform(model_->facts(), 0.25)}) {
            RuntimeSubject subject(Runtime(*model_, spans, Prefill::Token));
            static_cast<void>(runPerplexity(
                {{kLength}, 1, 0, 0, {}}, {sample_}, subject, [](const auto &) {}, progress));
            auto prompt = sample_.ids;
            prompt.resize(kLength - 8);
            static_cast<void>(subject.generate(prompt, {8, {}}, progress));
        }
        qInfo() << "evaluation peak" << peakBytes();
        QVERIFY2(peakBytes() < kLimit, qPrintable(QString::number(peakBytes())));
    }

    void profilingStaysUnderOneGigabyte() {
        Progress progress;
        static_cast<void>(profileSample<float>(*model_, sample_, progress));
        qInfo() << "profiling peak" << peakBytes();
        QVERIFY2(peakBytes() < kLimit, qPrintable(QString::number(peakBytes())));
    }

private:
    std::optional<Model> model_;
    TokenSample sample_{"random", "test", kLength, {}, {}};
};

QTEST_GUILESS_MAIN(TestMemory)
#include "tst_memory.moc"
