#include "engine/formats/model_config.h"

#include <fmt/format.h>

#include <array>
#include <limits>
#include <set>

#include "engine/formats/fact_checks.h"

namespace moa::engine {

namespace {

const char *const kRemedy = "Use a complete model whose config is unchanged.";

// Typed access to the keys of a config, with the key in every error. A null counts as missing.
class Config {
public:
    Config(const nlohmann::json &json, std::string where) : json_(json), where_(std::move(where)) {
        if (!json_.is_object()) refuseModel(where_, "it is not a JSON object", kRemedy);
    }

    [[nodiscard]] bool has(const char *key) const { return json_.contains(key) && !json_[key].is_null(); }
    [[nodiscard]] std::int64_t integer(const char *key) const {
        if (!has(key)) refuseModel(where_, fmt::format("it has no '{}'", key), kRemedy);
        return integer(key, 0);
    }
    [[nodiscard]] std::int64_t integer(const char *key, std::int64_t otherwise) const {
        if (!has(key)) return otherwise;
        if (!json_[key].is_number_integer()) wrong(key, "a whole number");
        return json_[key].get<std::int64_t>();
    }
    // A count that is range-checked later: limited here so that it fits an int.
    [[nodiscard]] int count(const char *key) const { return narrow(integer(key)); }
    [[nodiscard]] int count(const char *key, int otherwise) const { return narrow(integer(key, otherwise)); }
    [[nodiscard]] double number(const char *key, double otherwise) const {
        if (!has(key)) return otherwise;
        if (!json_[key].is_number()) wrong(key, "a number");
        return json_[key].get<double>();
    }
    [[nodiscard]] bool flag(const char *key, bool otherwise) const {
        if (!has(key)) return otherwise;
        if (!json_[key].is_boolean()) wrong(key, "true or false");
        return json_[key].get<bool>();
    }
    [[nodiscard]] std::string text(const char *key, const std::string &otherwise) const {
        if (!has(key)) return otherwise;
        if (!json_[key].is_string()) wrong(key, "text");
        return json_[key].get<std::string>();
    }
    [[nodiscard]] const nlohmann::json &at(const char *key) const { return json_[key]; }
    [[nodiscard]] const std::string &where() const { return where_; }

private:
    static int narrow(std::int64_t value) {
        if (value < 0 || value > std::numeric_limits<int>::max()) return -1;
        return static_cast<int>(value);
    }
    [[noreturn]] void wrong(const char *key, const char *expected) const {
        refuseModel(where_, fmt::format("'{}' is not {}", key, expected), kRemedy);
    }

    const nlohmann::json &json_;
    std::string where_;
};

RopeFacts ropeFacts(const Config &config) {
    RopeFacts rope;
    rope.theta = config.number("rope_theta", 10000);
    const char *key = config.has("rope_parameters") ? "rope_parameters" : "rope_scaling";
    if (!config.has(key)) return rope;
    const Config scaling(config.at(key), config.where() + ", " + key);
    rope.type = scaling.text("rope_type", scaling.text("type", "default"));
    rope.theta = scaling.number("rope_theta", rope.theta);
    rope.factor = scaling.number("factor", 1);
    rope.lowFreqFactor = scaling.number("low_freq_factor", rope.lowFreqFactor);
    rope.highFreqFactor = scaling.number("high_freq_factor", rope.highFreqFactor);
    rope.originalMaxPosition =
        scaling.integer("original_max_position_embeddings", config.integer("max_position_embeddings", 0));
    rope.attentionFactor = scaling.number("attention_factor", 0);
    rope.betaFast = scaling.number("beta_fast", rope.betaFast);
    rope.betaSlow = scaling.number("beta_slow", rope.betaSlow);
    return rope;
}

std::vector<int> endTokens(const Config &config) {
    if (!config.has("eos_token_id")) return {};
    const auto &value = config.at("eos_token_id");
    std::vector<int> ids;
    for (const auto &id : value.is_array() ? value : nlohmann::json::array({value})) {
        if (!id.is_number_integer() || id.get<std::int64_t>() < 0 || id.get<std::int64_t>() > 1'000'000)
            refuseModel(config.where(), "'eos_token_id' is not a token id", kRemedy);
        ids.push_back(id.get<int>());
    }
    return ids;
}

// What is computed is pre-norm SwiGLU attention over all tokens: a config that asks for more is refused by name.
void refuseExtras(const Config &config, const ModelFacts &facts) {
    if (config.text("hidden_act", "silu") != "silu")
        refuseModel(config.where(), "the activation '" + config.text("hidden_act", "") + "' is not computed",
                    "Use a model with the activation silu.");
    if (config.flag("mlp_bias", false))
        refuseModel(config.where(), "biases in the MLP are not computed", "Use a model without them.");
    if (config.number("partial_rotary_factor", 1) != 1)
        refuseModel(config.where(), "a rotary embedding of a part of each head is not computed",
                    "Use a model whose heads are rotated whole.");
    const auto window = config.integer("sliding_window", 0);
    const bool slides =
        window > 0 && window < facts.maxPosition && config.flag("use_sliding_window", facts.architecture == "mistral");
    if (slides)
        refuseModel(config.where(), fmt::format("its sliding window of {} tokens is not computed", window),
                    "Use a model whose heads attend to all tokens.");
}

}  // namespace

ModelFacts factsFromConfig(const nlohmann::json &json, const std::string &where) {
    const Config config(json, where);
    ModelFacts facts;
    facts.format = "safetensors";
    facts.architecture = config.text("model_type", "");
    static const std::set<std::string> kKnown = {"llama", "mistral", "qwen2", "qwen3"};
    if (!kKnown.contains(facts.architecture))
        refuseModel(where, "the architecture '" + facts.architecture + "' is not supported",
                    "Use a llama, mistral, qwen2 or qwen3 model.");
    facts.layers = config.count("num_hidden_layers");
    facts.heads = config.count("num_attention_heads");
    facts.kvHeads = config.count("num_key_value_heads", facts.heads);
    facts.hidden = config.count("hidden_size");
    facts.headDim = config.count("head_dim", facts.heads > 0 ? facts.hidden / facts.heads : 0);
    facts.intermediate = config.count("intermediate_size");
    facts.vocab = config.count("vocab_size");
    facts.maxPosition = config.integer("max_position_embeddings", 2048);
    facts.normEps = config.number("rms_norm_eps", 1e-6);
    facts.tiedOutput = config.flag("tie_word_embeddings", false);
    facts.attentionBias = config.flag("attention_bias", facts.architecture == "qwen2");
    facts.qkNorm = facts.architecture == "qwen3";
    facts.rope = ropeFacts(config);
    facts.endTokens = endTokens(config);
    const bool listed = config.has("bos_token_id") && config.at("bos_token_id").is_array();
    facts.beginToken = listed ? -1 : config.count("bos_token_id", -1);
    checkFacts(facts, where);
    refuseExtras(config, facts);
    return facts;
}

}  // namespace moa::engine
