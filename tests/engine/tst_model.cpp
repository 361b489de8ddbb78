// Logits and losses of the dense model against PyTorch's.
#include <QTest>
#include <cmath>
#include <filesystem>

#include "engine/model/model.h"
#include "engine/runtime/runtime.h"
#include "engine/tokenizer/tokenizer.h"
#include "support/golden.h"
#include "support/scratch.h"

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

    void familiesMatchTransformers_data() {
        QTest::addColumn<QString>("name");
        for (const char *name : {"llama_dynamic", "llama_biases", "qwen2_yarn", "qwen3_bias", "smollm3"})
            QTest::newRow(name) << name;
    }

    // Those of scaled positions reach beyond the positions of their config, prompts and new tokens too.
    void familiesMatchTransformers() {
        QFETCH(QString, name);
        const auto folder = dataPath("families/" + name.toStdString());
        const auto golden = SafetensorsFile::open(folder / "expected.safetensors");
        const auto ids = readIds(golden);
        const std::vector<std::vector<std::int32_t>> prompts = {readIds(golden, "prompt_ids")};
        Progress progress;
        for (const auto dtype : {ComputeDtype::Float32, ComputeDtype::Float64}) {
            const auto runtime = denseRuntime(folder, dtype);
            const auto scores = runtime.score(ids, static_cast<std::int64_t>(ids.size()), progress);
            QVERIFY(largestDifference(scores.logits.values, readGolden<float>(golden, "logits")) < 2e-4);
            QVERIFY(std::abs(mean(scores.nll) - static_cast<double>(readGolden<float>(golden, "loss").front())) < 1e-5);
            const auto greedy = readIds(golden, "greedy_ids");
            const auto decoded = runtime.decode(prompts, {static_cast<std::int64_t>(greedy.size()), {}}, progress);
            QCOMPARE(decoded.rows.front().ids, greedy);
            QVERIFY(largestDifference(decoded.rows.front().margins, readGolden<float>(golden, "greedy_margin")) < 2e-4);
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

    void halfPrecisionStaysNear_data() {
        QTest::addColumn<QString>("folder");
        for (const char *folder : {"tiny/llama_mha", "tiny/qwen3", "families/llama_biases", "families/smollm3"})
            QTest::newRow(folder) << folder;
    }

    void halfPrecisionStaysNear() {
        QFETCH(QString, folder);
        const auto path = dataPath(folder.toStdString());
        const auto golden = SafetensorsFile::open(path / "expected.safetensors");
        Progress progress;
        for (const auto dtype : {ComputeDtype::BFloat16, ComputeDtype::Float16}) {
            const auto scores = denseRuntime(path, dtype).score(readIds(golden), 0, progress);
            QVERIFY(std::abs(mean(scores.nll) - static_cast<double>(readGolden<float>(golden, "loss").front())) < 5e-2);
        }
    }

    void textsBeyondTheWindowAreRefused() {
        auto facts = ModelFiles::open(dataPath("tiny/mistral")).facts();
        facts.slidingWindow = facts.maxPosition = 4;
        checkIds(facts, std::vector<std::int32_t>(4, 1));
        const auto error = errorOf([&] { checkIds(facts, std::vector<std::int32_t>(5, 1)); });
        QVERIFY(error && error->why().find("sliding window of 4") != std::string::npos);
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
