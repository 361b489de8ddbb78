// Models in GGUF: the weights of the folder they come from, settings that become facts, and those that are refused.
#include <QElapsedTimer>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>

#include "engine/formats/json_reader.h"
#include "support/tiny_gguf.h"
#include "support/tiny_models.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;
namespace fs = std::filesystem;

class TestGgufModel : public QObject {
    Q_OBJECT

private:
    TinyModels models_;

private Q_SLOTS:
    void ggufGivesTheWeightsOfTheFolder_data() {
        QTest::addColumn<QString>("model");
        for (const char *model : {"llama_gqa_llama3rope", "llama_linear_rope", "mistral", "qwen2", "qwen3"})
            QTest::newRow(model) << model;
    }

    // q and k rows are put in GGUF's order by the converter's own formula, and must come back.
    void ggufGivesTheWeightsOfTheFolder() {
        QFETCH(QString, model);
        const auto folder = ModelFiles::open(dataPath("tiny/" + model.toStdString()));
        const auto gguf = ModelFiles::open(models_.write("model.gguf", ggufOf(folder).bytes()));
        QCOMPARE(gguf.tensors().size(), folder.tensors().size());
        for (const auto &tensor : folder.tensors()) QCOMPARE(read(gguf, tensor.name), read(folder, tensor.name));
        auto expected = folder.facts();
        const auto &facts = gguf.facts();
        QCOMPARE(facts.headDim, expected.headDim);
        QCOMPARE(facts.kvHeads, expected.kvHeads);
        QCOMPARE(facts.tiedOutput, expected.tiedOutput);
        QCOMPARE(facts.attentionBias, expected.attentionBias);
        QCOMPARE(facts.parameters, expected.parameters);
        QVERIFY(facts.fingerprint != expected.fingerprint);
    }

    void ggufBiasesOfLlamaAreReorderedToo() {
        const auto folder = models_.copyOf("llama_linear_rope");
        auto config = readJson(folder / "config.json");
        config["attention_bias"] = true;
        models_.write("llama_linear_rope/config.json", config.dump());
        addBiases(folder / "model.safetensors", 2, 64);
        const auto files = ModelFiles::open(folder);
        auto gguf = ggufOf(files);
        const auto back = ModelFiles::open(models_.write("bias.gguf", gguf.bytes()));
        QVERIFY(back.facts().attentionBias && back.facts().outputBias && !back.facts().mlpBias);
        QCOMPARE(read(back, "model.layers.1.self_attn.q_proj.bias"),
                 read(files, "model.layers.1.self_attn.q_proj.bias"));
    }

    void ggufRopeFactorsBecomeFacts() {
        const auto folder = ModelFiles::open(dataPath("tiny/llama_mha"));
        std::vector<float> factors(8);
        for (int i = 0; i < 8; ++i) {
            // The converter's own steps (convert_hf_to_gguf.py, LlamaModel.generate_extra_tensors).
            const double wave = 2 * std::numbers::pi * std::pow(10000.0, i / 8.0);
            const double smooth = (8192 / wave - 1) / (4 - 1);
            const double factor = wave < 8192 / 4.0 ? 1 : wave > 8192 ? 32 : 1 / ((1 - smooth) / 32 + smooth);
            factors[static_cast<std::size_t>(i)] = static_cast<float>(factor);
        }
        const auto open = [&] {
            auto gguf = ggufOf(folder);
            gguf.floats("rope_freqs.weight", {factors.size()}, factors);
            return ModelFiles::open(models_.write("rope.gguf", gguf.bytes()));
        };
        const auto rope = open().facts().rope;
        QCOMPARE(rope.type, std::string("llama3"));
        QCOMPARE(rope.factor, 32.0);
        QCOMPARE(rope.originalMaxPosition, std::int64_t{8192});
        QCOMPARE(open().tensors().size(), folder.tensors().size());
        factors[3] = 5;
        QVERIFY(errorOf([&] { static_cast<void>(open()); })->why().find("factor 3") != std::string::npos);
        factors[3] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(errorOf([&] { static_cast<void>(open()); }));
        factors.assign(8, 1.F);
        QCOMPARE(open().facts().rope.type, std::string("default"));
        factors.resize(4);
        QVERIFY(errorOf([&] { static_cast<void>(open()); }));
    }

    // Keys and defaults of llama.cpp.
    void ggufScalingBecomesFacts() {
        const auto folder = ModelFiles::open(dataPath("tiny/mistral"));
        const auto rope = [&](const std::function<void(GgufBuilder &)> &change) {
            auto gguf = ggufOf(folder);
            change(gguf);
            return ModelFiles::open(models_.write("scaled.gguf", gguf.bytes())).facts().rope;
        };
        QCOMPARE(rope([](auto &) {}).type, std::string("default"));
        for (const char *key : {"llama.rope.scaling.factor", "llama.rope.scale_linear"}) {
            const auto linear = rope([&](auto &g) { g.number(key, 4); });  // no type: linear
            QCOMPARE(linear.type, std::string("linear"));
            QCOMPARE(linear.factor, 4.0);
        }
        QCOMPARE(rope([](auto &g) {
                     g.text("llama.rope.scaling.type", "none");
                     g.number("llama.rope.scaling.factor", 4);
                 }).type,
                 std::string("default"));
        const auto yarn = [&](const std::function<void(GgufBuilder &)> &change) {
            return rope([&](auto &g) {
                g.text("llama.rope.scaling.type", "yarn");
                g.number("llama.rope.scaling.factor", 4);
                g.count("llama.rope.scaling.original_context_length", 64);
                change(g);
            });
        };
        const double scale = 0.1 * std::log(4.0) + 1;
        QCOMPARE(yarn([](auto &) {}).originalMaxPosition, std::int64_t{64});
        QCOMPARE(yarn([](auto &) {}).attentionFactor, scale);
        QCOMPARE(yarn([](auto &g) { g.number("llama.rope.scaling.attn_factor", 0.5); }).attentionFactor, scale / 2);
        QCOMPARE(yarn([](auto &g) { g.number("llama.rope.scaling.yarn_log_multiplier", 1); }).attentionFactor, 1.0);
        QCOMPARE(yarn([](auto &g) { g.number("llama.rope.scaling.yarn_beta_fast", 8); }).betaFast, 8.0);
    }

    void ggufSettingsThatAreNotComputedAreRefused() {
        const auto folder = ModelFiles::open(dataPath("tiny/mistral"));
        const std::vector<std::function<void(GgufBuilder &)>> attacks = {
            [](auto &g) { g.text("llama.rope.scaling.type", "longrope"); },
            [](auto &g) { g.count("llama.rope.dimension_count", 8); },
            [](auto &g) { g.number("llama.rope.scaling.yarn_ext_factor", 0.5); },
            [](auto &g) { g.count("split.count", 2); },
            [](auto &g) {
                g.text("llama.rope.scaling.type", "yarn");
                g.number("llama.rope.scaling.factor", -2);
            },
            [](auto &g) { g.tensor("blk.0.ffn_gate_inp.weight", {1}, 0, "1234"); },
            [](auto &g) { g.tensor("blk.7.ffn_up.weight", {1}, 0, "1234"); },
            [](auto &g) { g.tensor("blk..ffn_up.weight", {1}, 0, "1234"); },
            [](auto &g) { g.tensor("blk.00.ffn_up.weight", {1}, 0, "1234"); },
        };
        for (const auto &attack : attacks) {
            auto gguf = ggufOf(folder);
            attack(gguf);
            QVERIFY(openError(models_.write("bad.gguf", gguf.bytes())));
        }
        auto sliding = ggufOf(folder);
        sliding.count("llama.attention.sliding_window", 100);
        QCOMPARE(ModelFiles::open(models_.write("sliding.gguf", sliding.bytes())).facts().maxPosition, 100);
        auto gguf = ggufOf(folder);
        gguf.value("tokenizer.ggml.eos_token_id", Gguf::I32, -1);
        gguf.count("tokenizer.ggml.eot_token_id", 5);
        gguf.count("tokenizer.ggml.bos_token_id", 4'000'000'000U);
        const auto facts = ModelFiles::open(models_.write("ids.gguf", gguf.bytes())).facts();
        QCOMPARE(facts.endTokens, std::vector<int>{5});
        QCOMPARE(facts.beginToken, -1);
    }

    void smolLm2HasItsFacts() {
        if (!fs::exists(MOA_SMOLLM2_GGUF)) QSKIP("needs the SmolLM2 GGUF");
        QElapsedTimer timer;
        timer.start();
        const auto files = ModelFiles::open(MOA_SMOLLM2_GGUF);
        QVERIFY(timer.elapsed() < 2000);
        const auto &facts = files.facts();
        QCOMPARE(facts.architecture, std::string("llama"));
        QCOMPARE(facts.layers, 30);
        QCOMPARE(facts.heads, 9);
        QCOMPARE(facts.kvHeads, 3);
        QCOMPARE(facts.headDim, 64);
        QCOMPARE(facts.vocab, 49152);
        QCOMPARE(facts.rope.theta, 100000.0);
        QCOMPARE(facts.parameters, std::int64_t{134'515'008});
        QVERIFY(facts.tiedOutput);
        QCOMPARE(facts.endTokens, std::vector<int>{2});
        QVERIFY(facts.weightDtypes.contains("Q4_1") && facts.weightDtypes.contains("Q8_0"));
    }
};

QTEST_GUILESS_MAIN(TestGgufModel)
#include "tst_gguf_model.moc"
