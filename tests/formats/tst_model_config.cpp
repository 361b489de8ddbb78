// config.json in both styles: what is read and what is refused.
#include <QTest>
#include <cmath>
#include <functional>

#include "engine/formats/json_reader.h"
#include "engine/formats/model_config.h"
#include "support/golden.h"
#include "support/scratch.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;
using nlohmann::json;

namespace {

json configOf(const std::string &model) {
    return readGoldenJson("tiny/" + model + "/config.json");
}

}  // namespace

class TestModelConfig : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothStylesOfRotaryScalingAreRead() {
        const auto llama3 = factsFromConfig(configOf("llama_gqa_llama3rope"), "test").rope;
        QCOMPARE(llama3.type, std::string("llama3"));
        QCOMPARE(llama3.theta, 500000.0);
        QCOMPARE(llama3.factor, 8.0);
        QCOMPARE(llama3.lowFreqFactor, 1.0);
        QCOMPARE(llama3.highFreqFactor, 4.0);
        QCOMPARE(llama3.originalMaxPosition, std::int64_t{64});
        const auto linear = factsFromConfig(configOf("llama_linear_rope"), "test").rope;
        QCOMPARE(linear.type, std::string("linear"));
        QCOMPARE(linear.factor, 4.0);
        const auto parameters = factsFromConfig(configOf("mistral"), "test").rope;
        QCOMPARE(parameters.type, std::string("default"));
        QCOMPARE(parameters.theta, 1000000.0);
        auto yarn = configOf("qwen2");
        yarn["rope_scaling"] = {{"type", "yarn"}, {"factor", 4.0}, {"original_max_position_embeddings", 128}};
        const auto read = factsFromConfig(yarn, "test").rope;
        QCOMPARE(read.type, std::string("yarn"));
        QCOMPARE(read.originalMaxPosition, std::int64_t{128});
        QCOMPARE(read.attentionFactor, 0.1 * std::log(4.0) + 1);
        QVERIFY(read.truncate);
    }

    void yarnParametersAreRead() {
        auto config = configOf("qwen2");
        config["rope_parameters"] = {{"rope_type", "yarn"}, {"rope_theta", 5000.0},
                                     {"factor", nullptr},   {"original_max_position_embeddings", 64},
                                     {"beta_fast", 16},     {"beta_slow", 0},
                                     {"mscale", 0.7},       {"mscale_all_dim", 1.2},
                                     {"truncate", false}};
        auto rope = factsFromConfig(config, "test").rope;
        QCOMPARE(rope.theta, 5000.0);
        QCOMPARE(rope.factor, 512.0 / 64);  // positions of the config / original
        QCOMPARE(rope.betaFast, 16.0);
        QCOMPARE(rope.betaSlow, 1.0);
        QVERIFY(!rope.truncate);
        QCOMPARE(rope.attentionFactor, (0.07 * std::log(8.0) + 1) / (0.12 * std::log(8.0) + 1));
        config["rope_parameters"]["attention_factor"] = 0.5;
        QCOMPARE(factsFromConfig(config, "test").rope.attentionFactor, 0.5);
    }

    // Positions a model can take: as far as its scaling reaches.
    void scalingReachesBeyondTheConfigsPositions() {
        const auto reach = [](const char *model, const json &scaling, const json &more = json::object()) {
            auto config = configOf(model);
            config["rope_scaling"] = scaling;
            config.update(more);
            return factsFromConfig(config, "test").maxPosition;
        };
        QCOMPARE(reach("qwen2", {{"type", "yarn"}, {"factor", 4.0}, {"original_max_position_embeddings", 512}}), 2048);
        QCOMPARE(reach("qwen2", {{"type", "yarn"}, {"factor", 4.0}, {"original_max_position_embeddings", 64}}), 512);
        QCOMPARE(reach("llama_mha", {{"type", "dynamic"}, {"factor", 2.5}}), 1280);
        QCOMPARE(reach("llama_mha", {{"type", "linear"}, {"factor", 4.0}}), 512);
        QCOMPARE(reach("llama_mha", {{"type", "linear"}, {"factor", 4.0}}, {{"max_sequence_length", 2048}}), 2048);
        QCOMPARE(reach("llama_mha", {{"type", "linear"}, {"factor", 4.0}, {"original_max_position_embeddings", 512}}),
                 2048);
        auto dynamic = configOf("llama_mha");
        dynamic["rope_scaling"] = {{"type", "dynamic"}, {"factor", 2.0}};
        QCOMPARE(factsFromConfig(dynamic, "test").rope.originalMaxPosition, std::int64_t{512});
    }

    void everyFamilyHasItsBiases() {
        const auto facts = [](const char *model, const json &more) {
            auto config = configOf(model);
            config.update(more);
            return factsFromConfig(config, "test");
        };
        const json both = {{"attention_bias", true}, {"mlp_bias", true}};
        const auto llama = facts("llama_mha", both);
        QVERIFY(llama.attentionBias && llama.outputBias && llama.mlpBias && !llama.qkNorm);
        const auto mistral = facts("mistral", both);  // has none, whatever the config says
        QVERIFY(!mistral.attentionBias && !mistral.outputBias && !mistral.mlpBias);
        const auto qwen2 = facts("qwen2", {{"attention_bias", false}});  // always q, k, v, never the output
        QVERIFY(qwen2.attentionBias && !qwen2.outputBias && !qwen2.mlpBias);
        const auto qwen3 = facts("qwen3", both);
        QVERIFY(qwen3.attentionBias && qwen3.outputBias && !qwen3.mlpBias && qwen3.qkNorm);
        QVERIFY(!facts("qwen3", {{"attention_bias", false}}).outputBias);
    }

    // What transformers' configurations fall back to.
    void missingKeysHaveTheDefaultsOfTheFamily() {
        const auto facts = [](const char *type, const std::vector<const char *> &gone,
                              const json &more = json::object()) {
            auto config = configOf("llama_mha");
            config["model_type"] = type;
            config["num_attention_heads"] = 32;
            config["hidden_size"] = 32 * 64;
            for (const char *key : gone) config.erase(key);
            config.update(more);
            return factsFromConfig(config, "test");
        };
        const std::vector<const char *> gone = {"num_key_value_heads", "max_position_embeddings",
                                                "rope_theta",          "tie_word_embeddings",
                                                "rms_norm_eps",        "rope_scaling"};
        const auto llama = facts("llama", gone);
        QCOMPARE(llama.kvHeads, 32);
        QCOMPARE(llama.maxPosition, std::int64_t{2048});
        QCOMPARE(llama.normEps, 1e-6);
        const auto mistral = facts("mistral", gone);
        QCOMPARE(mistral.kvHeads, 8);
        QCOMPARE(mistral.maxPosition, std::int64_t{4096});  // its window: the key is missing as well
        QCOMPARE(facts("mistral", gone, {{"sliding_window", nullptr}}).maxPosition, std::int64_t{131072});
        QCOMPARE(facts("mistral", gone, {{"num_key_value_heads", nullptr}}).kvHeads, 32);
        const auto qwen3 = facts("qwen3", gone);
        QCOMPARE(qwen3.headDim, 128);
        QCOMPARE(qwen3.maxPosition, std::int64_t{32768});
        const auto smollm3 = facts("smollm3", gone);
        QCOMPARE(smollm3.kvHeads, 4);
        QCOMPARE(smollm3.rope.theta, 2e6);
        QVERIFY(smollm3.tiedOutput && !llama.tiedOutput);
    }

    void layersWithoutRotationAreAListOrAnInterval() {
        auto config = configOf("llama_mha");
        config["model_type"] = "smollm3";
        config["num_hidden_layers"] = 9;
        QCOMPARE(factsFromConfig(config, "test").noRopeLayers, (std::vector<int>{3, 7}));
        config["no_rope_layer_interval"] = 2;
        QCOMPARE(factsFromConfig(config, "test").noRopeLayers, (std::vector<int>{1, 3, 5, 7}));
        config["no_rope_layers"] = {0, 1, 1, 1, 1, 1, 1, 1, 0};
        QCOMPARE(factsFromConfig(config, "test").noRopeLayers, (std::vector<int>{0, 8}));
        for (const json &wrong : {json{0, 1}, json{0, 1, 1, 1, 1, 1, 1, 1, 2}, json("all")}) {
            config["no_rope_layers"] = wrong;
            QVERIFY(errorOf([&] { static_cast<void>(factsFromConfig(config, "test")); }));
        }
        config.erase("no_rope_layers");
        config["no_rope_layer_interval"] = 0;
        QVERIFY(errorOf([&] { static_cast<void>(factsFromConfig(config, "test")); }));
    }

    void endTokensAreANumberOrAList() {
        auto config = configOf("llama_mha");
        QCOMPARE(factsFromConfig(config, "test").endTokens, std::vector<int>{2});
        config["eos_token_id"] = {2, 7, 9};
        QCOMPARE(factsFromConfig(config, "test").endTokens, (std::vector<int>{2, 7, 9}));
        config["eos_token_id"] = nullptr;
        QVERIFY(factsFromConfig(config, "test").endTokens.empty());
    }

    void whatIsNotComputedIsRefusedByName() {
        const std::vector<std::pair<std::string, std::function<void(json &)>>> attacks = {
            {"gpt_neox", [](json &c) { c["model_type"] = "gpt_neox"; }},
            {"longrope",
             [](json &c) {
                 c["rope_scaling"] = {{"rope_type", "longrope"}};
             }},
            {"gelu", [](json &c) { c["hidden_act"] = "gelu"; }},
            {"part of each head", [](json &c) { c["partial_rotary_factor"] = 0.5; }},
            {"part of each head",
             [](json &c) {
                 c["rope_parameters"] = {{"rope_theta", 1e4}, {"partial_rotary_factor", 0.25}};
             }},
            {"each kind of layer",
             [](json &c) {
                 c["rope_parameters"]["full_attention"] = {{"rope_theta", 1e4}};
             }},
            {"'factor'",
             [](json &c) {
                 c["rope_scaling"] = {{"type", "dynamic"}};
             }},
            {"low_freq_factor",
             [](json &c) {
                 c["rope_scaling"] = {{"type", "llama3"}, {"factor", 8}};
             }},
            {"yarn",
             [](json &c) {
                 c["rope_scaling"] = {{"type", "yarn"}, {"factor", 8}, {"attention_factor", 0}};
             }},
            {"yarn",
             [](json &c) {
                 c["rope_scaling"] = {{"type", "yarn"}, {"factor", 8}, {"beta_fast", -1}};
             }},
            {"original positions",
             [](json &c) {
                 c["rope_scaling"] = {{"type", "yarn"}, {"factor", 8}, {"original_max_position_embeddings", 0}};
             }},
            {"positions",
             [](json &c) {
                 c["rope_scaling"] = {{"type", "dynamic"}, {"factor", 1e300}};
             }},
            {"linear_attention",
             [](json &c) {
                 c["layer_types"] = {"full_attention", "linear_attention"};
             }},
            {"num_hidden_layers", [](json &c) { c.erase("num_hidden_layers"); }},
            {"hidden_size", [](json &c) { c["hidden_size"] = "64"; }},
            {"hidden_size", [](json &c) { c["hidden_size"] = 64.5; }},
            {"layers", [](json &c) { c["num_hidden_layers"] = 1025; }},
            {"layers", [](json &c) { c["num_hidden_layers"] = -1; }},
            {"layers", [](json &c) { c["num_hidden_layers"] = UINT64_MAX; }},
            {"query heads", [](json &c) { c["num_attention_heads"] = 0; }},
            {"query heads", [](json &c) { c["num_attention_heads"] = 1LL << 40; }},
            {"kv heads", [](json &c) { c["num_key_value_heads"] = 3; }},
            {"head dimension", [](json &c) { c["head_dim"] = 258; }},
            {"odd", [](json &c) { c["head_dim"] = 15; }},
            {"vocabulary", [](json &c) { c["vocab_size"] = 1'000'001; }},
            {"positions", [](json &c) { c["max_position_embeddings"] = 0; }},
            {"epsilon", [](json &c) { c["rms_norm_eps"] = 0; }},
            {"rotary base", [](json &c) { c["rope_theta"] = -1; }},
            {"factor",
             [](json &c) {
                 c["rope_scaling"] = {{"type", "linear"}, {"factor", 0}};
             }},
            {"eos_token_id", [](json &c) { c["eos_token_id"] = "end"; }},
            {"eos_token_id",
             [](json &c) {
                 c["eos_token_id"] = {1, -2};
             }},
            {"tie_word_embeddings", [](json &c) { c["tie_word_embeddings"] = 1; }},
            {"object", [](json &c) { c["rope_scaling"] = 3; }},
            {"object", [](json &c) { c = json::array(); }},
        };
        for (const auto &[says, attack] : attacks) {
            auto config = configOf("llama_mha");
            attack(config);
            const auto error = errorOf([&] { static_cast<void>(factsFromConfig(config, "config.json")); });
            QVERIFY2(error, says.c_str());
            QVERIFY2(error->why().find(says) != std::string::npos, error->what());
        }
    }

    void slidingWindowsCountWhereTheModelUsesThem() {
        const auto longest = [](const json &config) { return factsFromConfig(config, "test").maxPosition; };
        auto mistral = configOf("mistral");
        mistral["sliding_window"] = 128;
        QCOMPARE(longest(mistral), 128);
        QCOMPARE(factsFromConfig(mistral, "test").slidingWindow, std::int64_t{128});
        mistral["sliding_window"] = 512;  // all positions
        QCOMPARE(factsFromConfig(mistral, "test").slidingWindow, std::int64_t{0});
        mistral["sliding_window"] = -1;
        QVERIFY(errorOf([&] { static_cast<void>(longest(mistral)); }));
        auto qwen = configOf("qwen2");
        qwen["sliding_window"] = 128;
        QCOMPARE(longest(qwen), 512);  // use_sliding_window is false
        qwen["use_sliding_window"] = true;
        QCOMPARE(longest(qwen), 512);  // two layers, and those from 28 on slide
        qwen["max_window_layers"] = 1;
        QCOMPARE(longest(qwen), 128);
        qwen["layer_types"] = {"full_attention", "full_attention"};
        QCOMPARE(longest(qwen), 512);
        qwen["layer_types"] = {"full_attention", "sliding_attention"};
        QCOMPARE(longest(qwen), 128);
    }
};

QTEST_GUILESS_MAIN(TestModelConfig)
#include "tst_model_config.moc"
