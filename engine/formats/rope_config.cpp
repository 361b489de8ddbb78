#include "engine/formats/rope_config.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/formats/fact_checks.h"

namespace moa::engine {

namespace {

constexpr double kMostPositions = 1e12;  // far beyond what checkFacts allows, and within an int64

// The object that holds the scaling, if there is one.
std::optional<ConfigObject> scalingOf(const ConfigObject &config) {
    for (const char *key : {"rope_scaling", "rope_parameters"})
        if (config.has(key) && !(config.at(key).is_object() && config.at(key).empty()))
            return ConfigObject(config.at(key), config.where() + ", " + key);
    return std::nullopt;
}

void refusePartialRotation(const ConfigObject &config) {
    if (config.number("partial_rotary_factor", 1) != 1)
        refuseModel(config.where(), "a rotary embedding of a part of each head is not computed",
                    "Use a model whose heads are rotated whole.");
}

double attentionFactor(const ConfigObject &scaling, double factor) {
    if (scaling.has("attention_factor")) return scaling.number("attention_factor");
    const double m = scaling.number("mscale", 0);
    const double allDimensions = scaling.number("mscale_all_dim", 0);
    if (m == 0 || allDimensions == 0) return yarnScale(factor);
    return yarnScale(factor, m) / yarnScale(factor, allDimensions);
}

void readYarn(const ConfigObject &scaling, std::int64_t positions, RopeFacts &rope) {
    const auto ratio =
        static_cast<double>(positions) / static_cast<double>(std::max<std::int64_t>(1, rope.originalMaxPosition));
    rope.factor = scaling.number("factor", ratio);
    rope.attentionFactor = attentionFactor(scaling, rope.factor);
    // Zero stands for the default as well.
    if (const double fast = scaling.number("beta_fast", 0); fast != 0) rope.betaFast = fast;
    if (const double slow = scaling.number("beta_slow", 0); slow != 0) rope.betaSlow = slow;
    rope.truncate = scaling.flag("truncate", true);
}

}  // namespace

RopeFacts ropeFromConfig(const ConfigObject &config, double defaultTheta, std::int64_t positions) {
    RopeFacts rope;
    rope.theta = config.number("rope_theta", defaultTheta);
    refusePartialRotation(config);
    const auto scaling = scalingOf(config);
    if (!scaling) return rope;
    for (const char *kind : {"full_attention", "sliding_attention"})
        if (scaling->has(kind))
            refuseModel(scaling->where(), "a rotary embedding of its own for each kind of layer is not computed",
                        "Use a model with one rotary embedding.");
    refusePartialRotation(*scaling);
    rope.type = scaling->text("rope_type", scaling->text("type", "default"));
    rope.theta = scaling->number("rope_theta", rope.theta);
    checkRopeType(rope, config.where());
    if (rope.type == "default") return rope;
    if (rope.type == "dynamic") {
        rope.originalMaxPosition = positions;
    } else {
        const auto original = config.integer("original_max_position_embeddings", positions);
        rope.originalMaxPosition = scaling->integer("original_max_position_embeddings", original);
    }
    if (rope.type == "yarn") {
        readYarn(*scaling, positions, rope);
        return rope;
    }
    rope.factor = scaling->number("factor");
    if (rope.type != "llama3") return rope;
    rope.lowFreqFactor = scaling->number("low_freq_factor");
    rope.highFreqFactor = scaling->number("high_freq_factor");
    return rope;
}

std::int64_t scaledReach(const RopeFacts &rope, std::int64_t positions) {
    if (rope.type == "default" || !std::isfinite(rope.factor)) return positions;
    const auto reach = rope.factor * static_cast<double>(rope.originalMaxPosition);
    return std::max(positions, static_cast<std::int64_t>(std::clamp(reach, 0.0, kMostPositions)));
}

std::int64_t reachOfConfig(const ConfigObject &config, const RopeFacts &rope, std::int64_t positions) {
    const auto reach = std::max(positions, config.integer("max_sequence_length", 0));
    const auto scaling = scalingOf(config);
    const bool unnamed = rope.type == "linear" && !scaling->has("original_max_position_embeddings");
    return unnamed ? reach : scaledReach(rope, reach);
}

double yarnScale(double factor, double m) {
    return factor <= 1 ? 1 : 0.1 * m * std::log(factor) + 1;
}

}  // namespace moa::engine
