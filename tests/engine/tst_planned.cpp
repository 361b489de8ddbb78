// Any plan, any length: what the runtime computes equals the model with its mask written out, in double precision.
#include <QTest>
#include <cmath>

#include "planned_checks.h"
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

double largestDifference(const std::vector<double> &a, const std::vector<double> &b) {
    if (a.size() != b.size()) return INFINITY;
    double worst = 0;
    for (std::size_t i = 0; i < a.size(); ++i) worst = std::max(worst, std::abs(a[i] - b[i]));
    return worst;
}

}  // namespace

class TestPlanned : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { rng_.seed(freshSeed()); }

    void models_data() {
        QTest::addColumn<QString>("name");
        for (const char *name : {"llama_mha", "mistral", "qwen2", "qwen3"}) QTest::newRow(name) << name;
    }
    void lossesMatchTheExplicitMask_data() { models_data(); }
    void answersMatchTheExplicitMask_data() { models_data(); }
    void fullRulesEqualTheDenseModel_data() { models_data(); }

    void lossesMatchTheExplicitMask() {
        const auto model = fetchModel(ComputeDtype::Float64);
        const auto &facts = model.facts();
        const ExplicitModel oracle(model);
        Progress progress;
        for (int round = 0; round < 6; ++round) {
            const auto prefill = round % 2 == 0 ? Prefill::Token : Prefill::Block;
            const auto n = 2 + static_cast<int>(rng_() % 420);
            const auto ids = randomIds(rng_, n, facts.vocab);
            const auto spans = SpanPolicy::ofPlan(facts, randomPlan(rng_, facts), "random");
            const auto nll = Runtime(model, spans, prefill).score(ids, 0, progress).nll;
            const auto want = oracle.nll(ids, {spans.cacheTokens(n, 0), prefill});
            QVERIFY2(largestDifference(nll, want) < 1e-9, qPrintable(QString("%1 tokens").arg(n)));
        }
    }

    void answersMatchTheExplicitMask() {
        const auto model = fetchModel(ComputeDtype::Float64);
        const auto &facts = model.facts();
        const ExplicitModel oracle(model);
        Progress progress;
        for (const auto prefill : {Prefill::Token, Prefill::Block}) {
            const Runtime runtime(model, SpanPolicy::ofPlan(facts, randomPlan(rng_, facts), "random"), prefill);
            std::vector<std::vector<std::int32_t>> prompts;
            for (int row = 0; row < 3; ++row)
                prompts.push_back(randomIds(rng_, 1 + static_cast<int>(rng_() % 350), facts.vocab));
            constexpr std::int64_t maxNew = 70;  // more than a block, so that rings wrap around
            const auto rows = runtime.decode(prompts, {maxNew, {}, {}}, progress).rows;
            for (std::size_t r = 0; r < prompts.size(); ++r)
                QVERIFY2(worstMargin(oracle, runtime, prompts[r], rows[r].ids, rows[r].margins, maxNew, 1e-9) < 1e-5,
                         qPrintable(QString("row %1, %2 tokens").arg(r).arg(prompts[r].size())));
        }
    }

    // Whatever spelling keeps everything: not one bit differs from the dense model.
    void fullRulesEqualTheDenseModel() {
        const auto model = fetchModel(ComputeDtype::Float32);
        const auto &facts = model.facts();
        Progress progress;
        const int n = 100 + static_cast<int>(rng_() % 300);
        const std::vector<std::vector<std::int32_t>> prompts = {randomIds(rng_, n, facts.vocab)};
        const Runtime dense(model, SpanPolicy::dense(facts), Prefill::Token);
        const auto scores = dense.score(prompts[0], 3, progress);
        const auto rows = dense.decode(prompts, {40, {}, {}}, progress).rows;
        for (const Rule &rule : {Rule{0, 1}, Rule{1e6, 0}, Rule{4096, -0.0}, Rule{300, 0.5}})
            for (const auto prefill : {Prefill::Token, Prefill::Block}) {
                if (cacheTokens(rule, n, 40) < n + 40) continue;
                const auto plan = uniformPlan(facts.layers, facts.heads, rule);
                const Runtime full(model, SpanPolicy::ofPlan(facts, plan, "full"), prefill);
                const auto same = full.score(prompts[0], 3, progress);
                QCOMPARE(same.nll, scores.nll);
                QCOMPARE(same.logits.values, scores.logits.values);
                const auto again = full.decode(prompts, {40, {}, {}}, progress).rows;
                QCOMPARE(again[0].ids, rows[0].ids);
                QCOMPARE(again[0].margins, rows[0].margins);
            }
    }

    // The slow test beside this one takes longer texts and the retrieval task.
    void smolLm2MatchesTheExplicitMask() {
        if (!std::filesystem::exists(MOA_SMOLLM2_GGUF)) QSKIP("needs the SmolLM2 GGUF");
        const auto model = load(MOA_SMOLLM2_GGUF, ComputeDtype::Float32);
        const auto &facts = model.facts();
        Progress progress;
        auto ids = readIds(SafetensorsFile::open(dataPath("smollm2/prose.safetensors")));
        const auto more = readIds(SafetensorsFile::open(dataPath("smollm2/chat.safetensors")));
        while (ids.size() < 224) ids.insert(ids.end(), more.begin(), more.end());
        ids.resize(224);
        const auto spans = SpanPolicy::ofPlan(facts, randomPlan(rng_, facts), "random");
        const auto nll = Runtime(model, spans, Prefill::Token).score(ids, 0, progress).nll;
        const auto want = ExplicitModel(model).nll(ids, {spans.cacheTokens(224, 0), Prefill::Token});
        qInfo() << "largest difference of a loss" << largestDifference(nll, want);
        QVERIFY(largestDifference(nll, want) < 1e-3);
    }

private:
    Model fetchModel(ComputeDtype dtype) {
        QFETCH(QString, name);
        return load(dataPath("tiny/" + name.toStdString()), dtype);
    }

    std::mt19937 rng_;
};

QTEST_GUILESS_MAIN(TestPlanned)
#include "tst_planned.moc"
