// Logits and losses of the dense model against PyTorch's.
#include <QTest>
#include <cmath>
#include <filesystem>

#include "engine/model/model.h"
#include "engine/model/rope.h"
#include "engine/runtime/runtime.h"
#include "engine/tokenizer/tokenizer.h"
#include "support/golden.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

namespace {

Runtime denseRuntime(const std::filesystem::path &path, ComputeDtype dtype = ComputeDtype::Float32) {
    Progress progress;
    const auto files = ModelFiles::open(path);
    return {Model::load(files, {dtype, 0}, progress), SpanPolicy::dense(files.facts()), Prefill::Token};
}

double mean(const std::vector<double> &values) {
    double sum = 0;
    for (const double v : values) sum += v;
    return sum / static_cast<double>(values.size());
}

template <class A, class B>
double largestDifference(const std::vector<A> &a, const std::vector<B> &b) {
    if (a.size() != b.size()) return INFINITY;
    double worst = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        worst = std::max(worst, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    return worst;
}

// Compares the top logits at given positions (rows of `scores` are the whole text).
double worstTopLogit(const SafetensorsFile &golden, const Scores &scores, std::int64_t vocab,
                     const std::vector<std::int64_t> &positions) {
    const auto ids = readGolden<std::int64_t>(golden, "top_ids");
    const auto logits = readGolden<float>(golden, "top_logits");
    const std::size_t top = ids.size() / positions.size();
    double worst = 0;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto row = positions[i / top] - scores.logits.firstRow;
        worst = std::max(
            worst, std::abs(static_cast<double>(scores.logits.values[static_cast<std::size_t>(row * vocab + ids[i])]) -
                            static_cast<double>(logits[i])));
    }
    return worst;
}

}  // namespace

class TestModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tinyModelsMatchTransformers_data() {
        QTest::addColumn<QString>("name");
        for (const char *name : {"llama_mha", "llama_gqa_llama3rope", "llama_linear_rope", "mistral", "qwen2", "qwen3"})
            QTest::newRow(name) << name;
    }

    void tinyModelsMatchTransformers() {
        QFETCH(QString, name);
        const auto folder = dataPath("tiny/" + name.toStdString());
        const auto golden = SafetensorsFile::open(folder / "expected.safetensors");
        const auto ids = readIds(golden);
        Progress progress;
        for (const auto dtype : {ComputeDtype::Float32, ComputeDtype::Float64}) {
            const auto runtime = denseRuntime(folder, dtype);
            const auto scores = runtime.score(ids, static_cast<std::int64_t>(ids.size()), progress);
            QVERIFY(largestDifference(scores.logits.values, readGolden<float>(golden, "logits")) < 2e-4);
            QVERIFY(std::abs(mean(scores.nll) - static_cast<double>(readGolden<float>(golden, "loss").front())) < 1e-5);
        }
    }

    void sampleModelMatchesTransformers() {
        const auto golden = SafetensorsFile::open(dataPath("sample/text.safetensors"));
        const auto runtime = denseRuntime(sampleModel());
        Progress progress;
        const auto ids = readIds(golden);
        const auto scores = runtime.score(ids, static_cast<std::int64_t>(ids.size()), progress);
        QVERIFY(largestDifference(scores.nll, readGolden<float>(golden, "nll")) < 5e-4);
        const auto positions = readGolden<std::int64_t>(golden, "positions");
        QVERIFY(worstTopLogit(golden, scores, runtime.model().facts().vocab, positions) < 1e-3);
    }

    void sampleModelAnswersItsRetrievalPrompts() {
        const auto runtime = denseRuntime(sampleModel());
        const auto tokenizer = openTokenizer(ModelFiles::open(sampleModel()));
        Progress progress;
        for (const auto &row : readGoldenJson("sample/retrieval_header.json")) {
            const std::vector<std::vector<std::int32_t>> prompts = {
                tokenizer->encode(row["prompt"].get<std::string>())};
            auto ids = runtime.decode(prompts, {32, {4}}, progress).rows.front().ids;
            if (ids.back() == 4) ids.pop_back();
            auto expected = row["answer_ids"].get<std::vector<std::int32_t>>();
            if (expected.back() == 4) expected.pop_back();
            QCOMPARE(ids, expected);
        }
    }

    void smolLm2MatchesDequantisedReference_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("chat") << "chat";
        QTest::newRow("prose") << "prose";
    }

    void smolLm2MatchesDequantisedReference() {
        if (!std::filesystem::exists(MOA_SMOLLM2_GGUF)) QSKIP("needs the SmolLM2 GGUF");
        QFETCH(QString, name);
        const auto golden = SafetensorsFile::open(dataPath("smollm2/" + name.toStdString() + ".safetensors"));
        const auto runtime = denseRuntime(MOA_SMOLLM2_GGUF);
        const auto ids = readIds(golden);
        Progress progress;
        const auto scores = runtime.score(ids, 4, progress);
        QVERIFY(largestDifference(scores.nll, readGolden<float>(golden, "nll")) < 1e-3);
        const auto n = static_cast<std::int64_t>(ids.size());
        QVERIFY(worstTopLogit(golden, scores, runtime.model().facts().vocab, {n - 4, n - 3, n - 2, n - 1}) < 2e-3);
        const std::vector<std::vector<std::int32_t>> prompts = {ids};
        const auto decoded = runtime.decode(prompts, {24, {}}, progress);
        QCOMPARE(decoded.rows.front().ids, readIds(golden, "greedy_ids"));
        QVERIFY(largestDifference(decoded.rows.front().margins, readGolden<float>(golden, "greedy_margin")) < 2e-3);
    }

    void halfPrecisionStaysNear() {
        const auto folder = dataPath("tiny/llama_mha");
        const auto golden = SafetensorsFile::open(folder / "expected.safetensors");
        Progress progress;
        for (const auto dtype : {ComputeDtype::BFloat16, ComputeDtype::Float16}) {
            const auto scores = denseRuntime(folder, dtype).score(readIds(golden), 0, progress);
            QVERIFY(std::abs(mean(scores.nll) - static_cast<double>(readGolden<float>(golden, "loss").front())) < 5e-2);
        }
    }

    void unknownRotaryScalingIsRefusedByName() {
        RopeFacts rope;
        rope.type = "yarn";
        rope.factor = 4;
        try {
            static_cast<void>(rotaryFrequencies(rope, 64));
            QFAIL("not refused");
        } catch (const Error &error) {
            QVERIFY(error.where().find("yarn") != std::string::npos);
        }
    }

    void wrongIdsAreRefused() {
        const auto runtime = denseRuntime(dataPath("tiny/llama_mha"));
        Progress progress;
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(runtime.score(std::vector<std::int32_t>{}, 0, progress)));
        QVERIFY_THROWS_EXCEPTION(Error,
                                 static_cast<void>(runtime.score(std::vector<std::int32_t>{1, -1}, 0, progress)));
        QVERIFY_THROWS_EXCEPTION(Error,
                                 static_cast<void>(runtime.score(std::vector<std::int32_t>{1, 1 << 20}, 0, progress)));
        const std::vector<std::int32_t> tooLong(static_cast<std::size_t>(runtime.model().facts().maxPosition) + 1, 1);
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(runtime.score(tooLong, 0, progress)));
    }

    void oneTokenHasNoLoss() {
        Progress progress;
        const auto scores = denseRuntime(dataPath("tiny/llama_mha")).score(std::vector<std::int32_t>{5}, 1, progress);
        QVERIFY(scores.nll.empty());
        QCOMPARE(scores.logits.values.size(), static_cast<std::size_t>(scores.logits.vocab));
    }

    void cancelStopsTheForward() {
        std::stop_source stop;
        stop.request_stop();
        Progress progress(stop.get_token());
        const auto runtime = denseRuntime(dataPath("tiny/llama_mha"));
        try {
            static_cast<void>(runtime.score(std::vector<std::int32_t>{1, 2, 3}, 0, progress));
            QFAIL("not cancelled");
        } catch (const Error &error) {
            QVERIFY(error.isCancelled());
        }
    }
};

QTEST_GUILESS_MAIN(TestModel)
#include "tst_model.moc"
