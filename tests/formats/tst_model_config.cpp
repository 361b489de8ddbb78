// config.json in both styles: what is read and what is refused.
#include <QTest>
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
        QCOMPARE(factsFromConfig(yarn, "test").rope.type, std::string("yarn"));
        QCOMPARE(factsFromConfig(yarn, "test").rope.originalMaxPosition, std::int64_t{128});
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
            {"MLP", [](json &c) { c["mlp_bias"] = true; }},
            {"part of each head", [](json &c) { c["partial_rotary_factor"] = 0.5; }},
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
        auto mistral = configOf("mistral");
        mistral["sliding_window"] = 128;
        QVERIFY(errorOf([&] { static_cast<void>(factsFromConfig(mistral, "test")); }));
        mistral["sliding_window"] = 512;  // all positions
        QVERIFY(!errorOf([&] { static_cast<void>(factsFromConfig(mistral, "test")); }));
        auto qwen = configOf("qwen2");
        qwen["sliding_window"] = 128;
        QVERIFY(!errorOf([&] { static_cast<void>(factsFromConfig(qwen, "test")); }));  // use_sliding_window is false
        qwen["use_sliding_window"] = true;
        QVERIFY(errorOf([&] { static_cast<void>(factsFromConfig(qwen, "test")); }));
    }
};

QTEST_GUILESS_MAIN(TestModelConfig)
#include "tst_model_config.moc"
