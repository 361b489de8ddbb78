#include "engine/formats/model_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/formats/config_object.h"
#include "engine/formats/fact_checks.h"
#include "engine/formats/rope_config.h"

namespace moa::engine {

namespace {

enum class Has { Never, Always, AsConfigured };

// What a family adds to the common decoder, and the values of keys its configs may leave out: those of transformers,
// configuration_NAME.py and modeling_NAME.py.
struct Family {
    std::string_view name;
    Has attentionBias;
    Has outputBias;
    Has mlpBias;
    bool qkNorm;
    int kvHeads;  // 0: as many as query heads
    int headDim;  // 0: hidden / query heads
    std::int64_t positions;
    double theta;
    bool tied;
};

constexpr std::array<Family, 5> kFamilies = {{
    {"llama", Has::AsConfigured, Has::AsConfigured, Has::AsConfigured, false, 0, 0, 2048, 1e4, false},
    {"mistral", Has::Never, Has::Never, Has::Never, false, 8, 0, 131072, 1e4, false},
    {"qwen2", Has::Always, Has::Never, Has::Never, false, 32, 0, 32768, 1e4, false},
    {"qwen3", Has::AsConfigured, Has::AsConfigured, Has::Never, true, 32, 128, 32768, 1e4, false},
    {"smollm3", Has::AsConfigured, Has::AsConfigured, Has::AsConfigured, false, 4, 0, 32768, 2e6, true},
}};

const Family &familyOf(const ConfigObject &config) {
    const auto name = config.text("model_type", "");
    const auto at = std::ranges::find(kFamilies, name, &Family::name);
    if (at == kFamilies.end())
        refuseModel(config.where(), "the architecture '" + name + "' is not supported",
                    "Use a llama, mistral, qwen2, qwen3 or smollm3 model.");
    return *at;
}

bool has(Has what, const ConfigObject &config, const char *key) {
    return what == Has::Always || (what == Has::AsConfigured && config.flag(key, false));
}

std::vector<int> endTokens(const ConfigObject &config) {
    if (!config.has("eos_token_id")) return {};
    const auto &value = config.at("eos_token_id");
    std::vector<int> ids;
    for (const auto &id : value.is_array() ? value : nlohmann::json::array({value})) {
        if (!id.is_number_integer() || id.get<std::int64_t>() < 0 || id.get<std::int64_t>() > 1'000'000)
            refuseModel(config.where(), "'eos_token_id' is not a token id", kConfigRemedy);
        ids.push_back(id.get<int>());
    }
    return ids;
}

// SmolLM3: a list with 1 for layers that rotate and 0 for those that do not, or every n-th layer that does not.
std::vector<int> noRopeLayers(const ConfigObject &config, int layers) {
    std::vector<int> without;
    if (!config.has("no_rope_layers")) {
        const auto interval = config.integer("no_rope_layer_interval", 4);
        if (interval < 1) refuseModel(config.where(), "'no_rope_layer_interval' is not positive", kConfigRemedy);
        for (int l = 0; l < layers; ++l)
            if ((l + 1) % interval == 0) without.push_back(l);
        return without;
    }
    const auto &list = config.at("no_rope_layers");
    if (!list.is_array() || list.size() < static_cast<std::size_t>(layers))
        refuseModel(config.where(), fmt::format("'no_rope_layers' is not a list of {} layers", layers), kConfigRemedy);
    for (int l = 0; l < layers; ++l) {
        const auto &rotates = list[static_cast<std::size_t>(l)];
        if (rotates != 0 && rotates != 1)
            refuseModel(config.where(), fmt::format("entry {} of 'no_rope_layers' is neither 0 nor 1", l),
                        kConfigRemedy);
        if (rotates == 0) without.push_back(l);
    }
    return without;
}

// Does a layer see a window only? Explicit layer_types win over the rule that a family derives them by.
bool anyLayerSlides(const ConfigObject &config, const ModelFacts &facts) {
    if (facts.architecture == "mistral") return true;
    if (!config.flag("use_sliding_window", false)) return false;
    if (!config.has("layer_types"))
        return facts.architecture == "smollm3" ? !facts.noRopeLayers.empty()
                                               : facts.layers > config.integer("max_window_layers", 28);
    return std::ranges::count(config.at("layer_types"), "sliding_attention") > 0;
}

void refuseLayerTypes(const ConfigObject &config) {
    if (!config.has("layer_types")) return;
    const auto &types = config.at("layer_types");
    if (!types.is_array()) refuseModel(config.where(), "'layer_types' is not a list", kConfigRemedy);
    for (const auto &type : types)
        if (type != "full_attention" && type != "sliding_attention")
            refuseModel(config.where(), "layers of the type " + type.dump() + " are not computed",
                        "Use a model of attention layers.");
}

// Tokens a sliding layer sees, itself included; 0: every layer sees all.
std::int64_t slidingWindow(const ConfigObject &config, const ModelFacts &facts) {
    refuseLayerTypes(config);
    if (facts.architecture == "llama" || !anyLayerSlides(config, facts)) return 0;
    const std::int64_t unsaid = config.mentions("sliding_window") || facts.architecture == "smollm3" ? 0 : 4096;
    const auto window = config.integer("sliding_window", unsaid);
    if (window < 0) refuseModel(config.where(), "'sliding_window' is negative", kConfigRemedy);
    return window;
}

}  // namespace

ModelFacts factsFromConfig(const nlohmann::json &json, const std::string &where) {
    const ConfigObject config(json, where);
    const auto &family = familyOf(config);
    ModelFacts facts;
    facts.format = "safetensors";
    facts.architecture = family.name;
    facts.layers = config.count("num_hidden_layers");
    facts.heads = config.count("num_attention_heads");
    const int unsaidKvHeads = config.mentions("num_key_value_heads") ? 0 : family.kvHeads;
    facts.kvHeads = config.count("num_key_value_heads", unsaidKvHeads > 0 ? unsaidKvHeads : facts.heads);
    facts.hidden = config.count("hidden_size");
    const int share = facts.heads > 0 ? facts.hidden / facts.heads : 0;
    facts.headDim = config.count("head_dim", family.headDim > 0 ? family.headDim : share);
    facts.intermediate = config.count("intermediate_size");
    facts.vocab = config.count("vocab_size");
    facts.normEps = config.number("rms_norm_eps", 1e-6);
    facts.tiedOutput = config.flag("tie_word_embeddings", family.tied);
    facts.attentionBias = has(family.attentionBias, config, "attention_bias");
    facts.outputBias = has(family.outputBias, config, "attention_bias");
    facts.mlpBias = has(family.mlpBias, config, "mlp_bias");
    facts.qkNorm = family.qkNorm;
    const auto positions = config.integer("max_position_embeddings", family.positions);
    facts.rope = ropeFromConfig(config, family.theta, positions);
    facts.maxPosition = positions < 1 ? positions : reachOfConfig(config, facts.rope, positions);
    facts.endTokens = endTokens(config);
    const bool listed = config.has("bos_token_id") && config.at("bos_token_id").is_array();
    facts.beginToken = listed ? -1 : config.count("bos_token_id", -1);
    checkFacts(facts, where);
    if (config.text("hidden_act", "silu") != "silu")
        refuseModel(where, "the activation '" + config.text("hidden_act", "") + "' is not computed",
                    "Use a model with the activation silu.");
    if (facts.architecture == "smollm3") facts.noRopeLayers = noRopeLayers(config, facts.layers);
    limitToWindow(facts, slidingWindow(config, facts));
    return facts;
}

}  // namespace moa::engine
