// The planned runtime against full recomputation under the mask (golden), and decode against its own prefill.
#include <QTest>
#include <cmath>
#include <nlohmann/json.hpp>
#include <random>

#include "engine/model/ragged_cache.h"
#include "engine/runtime/runtime.h"
#include "support/fresh_seed.h"
#include "support/golden.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

namespace {

Model load(const std::filesystem::path &path, ComputeDtype dtype = ComputeDtype::Float32) {
    Progress progress;
    return Model::load(ModelFiles::open(path), {dtype, 0}, progress);
}

Plan goldenPlan(const std::string &name) {
    const auto json = readGoldenJson("conventions/" + name);
    Plan plan;
    plan.layers = static_cast<int>(json["alphas"].size());
    plan.heads = static_cast<int>(json["alphas"][0].size());
    for (int l = 0; l < plan.layers; ++l)
        for (int h = 0; h < plan.heads; ++h) plan.rules.push_back({json["alphas"][l][h], json["betas"][l][h]});
    return plan;
}

double mean(const auto &values) {
    double sum = 0;
    for (const auto v : values) sum += static_cast<double>(v);
    return sum / static_cast<double>(values.size());
}

Plan randomPlan(std::mt19937 &rng, const ModelFacts &facts) {
    Plan plan{facts.layers, facts.heads, {}};
    for (int i = 0; i < facts.layers * facts.heads; ++i)
        plan.rules.push_back({static_cast<double>(rng() % 128) - 64, static_cast<double>(rng() % 5) / 8});
    return plan;
}

std::vector<std::int32_t> randomIds(std::mt19937 &rng, int count, int vocab) {
    std::vector<std::int32_t> ids;
    for (int i = 0; i < count; ++i) ids.push_back(static_cast<std::int32_t>(rng() % static_cast<unsigned>(vocab)));
    return ids;
}

}  // namespace

class TestRuntime : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothPrefills_data() {
        QTest::addColumn<bool>("byBlock");
        QTest::newRow("token") << false;
        QTest::newRow("block") << true;
    }
    void plannedLossesMatch_data() { bothPrefills_data(); }
    void plannedDecodeMatches_data() { bothPrefills_data(); }

    void plannedLossesMatch() {
        QFETCH(bool, byBlock);
        const auto prefill = byBlock ? Prefill::Block : Prefill::Token;
        const auto golden = SafetensorsFile::open(
            dataPath(byBlock ? "conventions/planned.block.safetensors" : "conventions/planned.token.safetensors"));
        const auto model = load(sampleModel());
        const auto &facts = model.facts();
        const std::map<std::string, SpanPolicy> policies = {
            {"dense", SpanPolicy::dense(facts)},
            {"uniform", SpanPolicy::ofPlan(facts, goldenPlan("uniform.plan.json"), "uniform")},
            {"mixed", SpanPolicy::ofPlan(facts, goldenPlan("mixed.plan.json"), "mixed")},
        };
        Progress progress;
        for (const auto &[name, policy] : policies)
            for (const char *text : {"0", "1"}) {
                const auto ids = readIds(golden, std::string("input_ids.") + text);
                const auto expected = readGolden<float>(golden, std::string("nll.") + text + "." + name);
                const auto nll = Runtime(model, policy, prefill).score(ids, 0, progress).nll;
                QCOMPARE(nll.size(), expected.size());
                for (std::size_t i = 0; i < nll.size(); ++i)
                    QVERIFY(std::abs(nll[i] - static_cast<double>(expected[i])) < 1e-3);
                QVERIFY(std::abs(mean(nll) - mean(expected)) < 1e-5);
            }
    }

    void plannedDecodeMatches() {
        QFETCH(bool, byBlock);
        const auto prefill = byBlock ? Prefill::Block : Prefill::Token;
        const auto golden = SafetensorsFile::open(
            dataPath(byBlock ? "conventions/decode.block.safetensors" : "conventions/decode.token.safetensors"));
        const auto model = load(sampleModel());
        const Runtime runtime(model, SpanPolicy::ofPlan(model.facts(), goldenPlan("mixed.plan.json"), "mixed"),
                              prefill);
        std::vector<std::vector<std::int32_t>> prompts;
        for (const char *k : {"0", "1", "2"}) prompts.push_back(readIds(golden, std::string("prompt_ids.") + k));
        Progress progress;
        const auto decoded = runtime.decode(prompts, {32, {}}, progress);  // one batch of unequal rows
        for (std::size_t k = 0; k < 3; ++k) {
            QCOMPARE(decoded.rows[k].ids, readIds(golden, "greedy_ids." + std::to_string(k)));
            const auto margins = readGolden<float>(golden, "greedy_margin." + std::to_string(k));
            for (std::size_t i = 0; i < margins.size(); ++i)
                QVERIFY(std::abs(decoded.rows[k].margins[i] - margins[i]) < 1e-3F);
        }
    }

    // Whatever the plan and the batch: what decode computes is what a prefill of prompt and answer computes, as long as
    // both have the same caches (here beta = 0, so that c does not grow with n).
    void decodeEqualsPrefillForRandomPlans() {
        std::mt19937 rng(freshSeed());
        const auto model = load(dataPath("tiny/llama_gqa_llama3rope"), ComputeDtype::Float64);
        Progress progress;
        for (int round = 0; round < 4; ++round) {
            Plan plan{model.facts().layers, model.facts().heads, {}};
            for (int i = 0; i < plan.layers * plan.heads; ++i)
                plan.rules.push_back({static_cast<double>(64 * (2 + rng() % 4)), 0});
            const Runtime runtime(model, SpanPolicy::ofPlan(model.facts(), plan, "random"), Prefill::Token);
            std::vector<std::vector<std::int32_t>> prompts;
            for (int r = 0; r < 3; ++r) prompts.push_back(randomIds(rng, 256 + static_cast<int>(rng() % 200), 384));
            const auto decoded = runtime.decode(prompts, {20, {}}, progress);
            for (std::size_t r = 0; r < prompts.size(); ++r) {
                auto whole = prompts[r];
                whole.insert(whole.end(), decoded.rows[r].ids.begin(), decoded.rows[r].ids.end());
                const auto logits = runtime.score(whole, 21, progress).logits;
                for (int i = 0; i < 20; ++i) {
                    const auto *row = logits.values.data() + i * logits.vocab;
                    const auto best = std::max_element(row, row + logits.vocab) - row;
                    QCOMPARE(static_cast<std::int32_t>(best), decoded.rows[r].ids[static_cast<std::size_t>(i)]);
                }
            }
        }
    }

    void cachesTakeExactlyWhatTheRuleSays() {
        std::mt19937 rng(7);
        const auto model = load(dataPath("tiny/llama_gqa_llama3rope"));
        const auto plan = randomPlan(rng, model.facts());
        const auto spans = SpanPolicy::ofPlan(model.facts(), plan, "random");
        Progress progress;
        const std::vector<std::vector<std::int32_t>> prompts = {randomIds(rng, 300, 384)};
        const auto decoded = Runtime(model, spans, Prefill::Token).decode(prompts, {10, {}}, progress);
        std::int64_t tokens = 0;
        for (const auto c : spans.cacheTokens(300, 10)) tokens += c;
        QCOMPARE(decoded.rows[0].kvBytes, tokens * model.facts().headDim * 2 * 4);
    }

    // Whatever the span and the pieces it is filled in: the slots in use hold the positions that the mask shows to the
    // last row, each once, keys and values together.
    void cachesHoldWhatTheMaskShows() {
        std::mt19937 rng(freshSeed());
        constexpr int dim = 3;
        for (int round = 0; round < 60; ++round) {
            const std::vector<std::int64_t> spans = {static_cast<std::int64_t>(64 * (2 + rng() % 6)),
                                                     static_cast<std::int64_t>(64 * (2 + rng() % 6))};
            RaggedCache<double> cache(spans, 2, dim);
            std::int64_t tokens = 0;
            for (int piece = 0; piece < 5; ++piece) {
                const auto rows = static_cast<std::int64_t>(1 + rng() % (piece == 0 ? 500 : 70));
                std::vector<double> k(static_cast<std::size_t>(rows) * 2 * dim), v(k);
                for (std::int64_t r = 0; r < rows; ++r)
                    for (int i = 0; i < 2 * dim; ++i) {
                        k[r * 2 * dim + i] = static_cast<double>(tokens + r) + i / 10.0;
                        v[r * 2 * dim + i] = -k[r * 2 * dim + i];
                    }
                cache.append(0, k.data(), v.data(), 2 * dim, tokens, rows);
                tokens += rows;
                kernels::DecodeHead<double> heads[2];
                cache.heads(0, tokens, heads);
                for (int g = 0; g < 2; ++g) {
                    std::vector<std::int64_t> held, seen;
                    for (std::int64_t slot = 0; slot < heads[g].valid; ++slot) {
                        const auto at = [&](int d) { return heads[g].k[(slot / 64 * dim + d) * 64 + slot % 64]; };
                        held.push_back(static_cast<std::int64_t>(std::llround(at(0) - g * dim / 10.0)));
                        for (int d = 0; d < dim; ++d) {
                            QCOMPARE(at(d), static_cast<double>(held.back()) + (g * dim + d) / 10.0);
                            QCOMPARE(heads[g].v[slot * dim + d], -at(d));
                        }
                    }
                    std::ranges::sort(held);
                    for (std::int64_t s = 0; s < tokens; ++s)
                        if (seesToken(Prefill::Token, spans[g], tokens - 1, s)) seen.push_back(s);
                    QCOMPARE(held, seen);
                }
            }
        }
    }

    void areasMatchCountingPairs() {
        std::mt19937 rng(freshSeed());
        for (int round = 0; round < 40; ++round) {
            const auto n = static_cast<std::int64_t>(1 + rng() % 700);
            const auto c = static_cast<std::int64_t>(64 * (2 + rng() % 12));
            for (const auto prefill : {Prefill::Token, Prefill::Block}) {
                std::int64_t pairs = 0;
                for (std::int64_t t = 0; t < n; ++t)
                    for (std::int64_t s = 0; s <= t; ++s) pairs += seesToken(prefill, c, t, s) ? 1 : 0;
                const double share = static_cast<double>(2 * pairs) / static_cast<double>(n * (n + 1));
                QVERIFY(std::abs(prefillArea(prefill, c, n) - share) < 1e-12);
            }
        }
    }

    void uniformOfSameMemoryNeverTakesMore() {
        std::mt19937 rng(freshSeed());
        const auto facts = ModelFiles::open(sampleModel()).facts();
        for (int round = 0; round < 200; ++round) {
            const auto plan = randomPlan(rng, facts);
            const std::int64_t n = 1 + rng() % 9000;
            const std::int64_t m = rng() % 1000;
            const auto planned = SpanPolicy::ofPlan(facts, plan, "random").cacheTokens(n, m);
            const auto uniform = SpanPolicy::uniformOfSameMemory(facts, plan).cacheTokens(n, m);
            std::int64_t difference = 0;
            for (std::size_t i = 0; i < planned.size(); ++i) difference += planned[i] - uniform[i];
            QVERIFY(difference >= 0);
            QVERIFY(difference < 64 * static_cast<std::int64_t>(planned.size()));
        }
    }

    void stopsAtAStopToken() {
        const auto model = load(dataPath("tiny/llama_mha"));
        const Runtime runtime(model, SpanPolicy::dense(model.facts()), Prefill::Token);
        Progress progress;
        const std::vector<std::vector<std::int32_t>> prompts = {{1, 2, 3}};
        const auto first = runtime.decode(prompts, {8, {}}, progress).rows[0].ids;
        const auto stopped = runtime.decode(prompts, {8, {first[2]}}, progress).rows[0].ids;
        QVERIFY(stopped.size() <= 3);
        QCOMPARE(stopped.back(), first[2]);
        QVERIFY(runtime.decode(prompts, {0, {}}, progress).rows[0].ids.empty());
    }

    void plansOfAnotherShapeAreRefused() {
        const auto model = load(dataPath("tiny/llama_mha"));
        QVERIFY_THROWS_EXCEPTION(Error,
                                 static_cast<void>(SpanPolicy::ofPlan(model.facts(), uniformPlan(1, 4, {}), "x")));
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(SpanPolicy::uniform(model.facts(), 0)));
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(SpanPolicy::uniform(model.facts(), NAN)));
    }
};

QTEST_GUILESS_MAIN(TestRuntime)
#include "tst_runtime.moc"
