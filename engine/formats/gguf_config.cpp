#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <set>

#include "engine/formats/fact_checks.h"
#include "engine/formats/model_config.h"
#include "engine/formats/rope_config.h"

namespace moa::engine {

namespace {

constexpr std::string_view kRopeFactors = "rope_freqs.weight";

// Keys of one architecture ("llama.block_count").
class Metadata {
public:
    Metadata(const GgufFile &file, std::string architecture) : file_(file), prefix_(std::move(architecture) + ".") {}

    [[nodiscard]] std::int64_t integer(const std::string &key) const {
        const auto value = file_.integer(prefix_ + key);
        if (!value)
            refuseModel(file_.file().path().string(), fmt::format("it has no whole number '{}{}'", prefix_, key),
                        "Convert the model again.");
        return *value;
    }
    [[nodiscard]] std::int64_t integerOr(const std::string &key, std::int64_t otherwise) const {
        return file_.integer(prefix_ + key).value_or(otherwise);
    }
    [[nodiscard]] int count(const std::string &key) const { return narrow(integer(key)); }
    [[nodiscard]] int count(const std::string &key, int otherwise) const { return narrow(integerOr(key, otherwise)); }
    [[nodiscard]] double number(const std::string &key, double otherwise) const {
        return file_.number(prefix_ + key).value_or(otherwise);
    }
    [[nodiscard]] std::string text(const std::string &key, const std::string &otherwise) const {
        return file_.text(prefix_ + key).value_or(otherwise);
    }

private:
    static int narrow(std::int64_t value) {
        return value < 0 || value > std::numeric_limits<int>::max() ? -1 : static_cast<int>(value);
    }

    const GgufFile &file_;
    std::string prefix_;
};

// Keys and defaults of llama.cpp (llama-model.cpp, llama-context.cpp): a file without a type scales linearly by its
// factor, and yarn's own scale of cosines is multiplied by attn_factor.
RopeFacts ropeFacts(const Metadata &metadata, std::int64_t maxPosition) {
    RopeFacts rope;
    rope.theta = metadata.number("rope.freq_base", 10000);
    const auto type = metadata.text("rope.scaling.type", "linear");
    const double factor = metadata.number("rope.scaling.factor", metadata.number("rope.scale_linear", 0));
    rope.type = type == "none" || (type == "linear" && (factor == 0 || factor == 1)) ? "default" : type;
    if (rope.type == "default") return rope;
    rope.factor = factor == 0 ? 1 : factor;
    rope.originalMaxPosition = metadata.integerOr("rope.scaling.original_context_length", maxPosition);
    if (rope.type != "yarn") return rope;
    const double logMultiplier = metadata.number("rope.scaling.yarn_log_multiplier", 0);
    rope.attentionFactor = metadata.number("rope.scaling.attn_factor", 1) * yarnScale(rope.factor);
    if (logMultiplier != 0) rope.attentionFactor /= yarnScale(rope.factor, logMultiplier);
    rope.betaFast = metadata.number("rope.scaling.yarn_beta_fast", rope.betaFast);
    rope.betaSlow = metadata.number("rope.scaling.yarn_beta_slow", rope.betaSlow);
    return rope;
}

// Settings that change what is computed and that nothing here computes.
void refuseExtras(const GgufFile &file, const Metadata &metadata, const ModelFacts &facts) {
    const auto where = file.file().path().string();
    if (metadata.count("rope.dimension_count", facts.headDim) != facts.headDim)
        refuseModel(where, "a rotary embedding of a part of each head is not computed",
                    "Use a model whose heads are rotated whole.");
    for (const char *key : {"rope.scaling.yarn_ext_factor", "rope.scaling.yarn_attn_factor", "rope.scaling.alpha"})
        if (metadata.number(key, 1) != 1)
            refuseModel(where, fmt::format("the setting '{}' is not computed", key),
                        "Use the safetensors form of the model.");
    if (const auto pieces = file.integer("split.count").value_or(1); pieces > 1)
        refuseModel(where, fmt::format("it is one of {} pieces of a model", pieces),
                    "Join them: llama-gguf-split --merge FIRST WHOLE.");
}

// Id of a special token; -1 when the file has none, or one that the vocabulary lacks.
int tokenId(const GgufFile &file, const std::string &key, int vocab) {
    const auto id = file.integer("tokenizer.ggml." + key).value_or(-1);
    return id >= 0 && id < vocab ? static_cast<int>(id) : -1;
}

bool hasTensor(const GgufFile &file, std::string_view name) {
    return std::ranges::find(file.tensors(), name, &TensorInfo::name) != file.tensors().end();
}

// Llama 3.1 and later carry their scaling as one factor per frequency instead of its parameters. All of them were made
// with low 1, high 4 and 8192 original positions (their config.json): the factors must be those of the llama3 formula.
RopeFacts ropeOfFactors(const GgufFile &file, const ModelFacts &facts) {
    const auto where = fmt::format("{}, tensor '{}'", file.file().path().string(), kRopeFactors);
    const auto tensor = std::ranges::find(file.tensors(), kRopeFactors, &TensorInfo::name);
    const auto half = static_cast<std::size_t>(std::max(facts.headDim, 0)) / 2;
    if (facts.architecture != "llama" || facts.rope.type != "default" || half == 0 || tensor->dtype != Dtype::F32 ||
        tensor->shape != std::vector{static_cast<std::int64_t>(half)})
        refuseModel(where, "it does not fit the model", "Use the safetensors form of the model.");
    std::vector<float> factors(half);
    dequantize(tensor->dtype, file.bytes(*tensor), factors);
    RopeFacts rope = facts.rope;
    rope.factor = static_cast<double>(*std::ranges::max_element(factors));
    if (std::ranges::all_of(factors, [](float f) { return f == 1.F; })) return rope;
    rope.type = "llama3";
    rope.originalMaxPosition = 8192;
    for (std::size_t i = 0; i < half; ++i) {
        const double wave =
            2 * std::numbers::pi * std::pow(rope.theta, static_cast<double>(i) / static_cast<double>(half));
        const double turns = static_cast<double>(rope.originalMaxPosition) / wave;
        const double smooth =
            std::clamp((turns - rope.lowFreqFactor) / (rope.highFreqFactor - rope.lowFreqFactor), 0.0, 1.0);
        const double expected = 1 / ((1 - smooth) / rope.factor + smooth);
        if (!(std::abs(static_cast<double>(factors[i]) - expected) <= 1e-4 * expected))
            refuseModel(where, fmt::format("factor {} is {}, the llama3 scaling gives {}", i, factors[i], expected),
                        "Use the safetensors form of the model.");
    }
    return rope;
}

}  // namespace

ModelFacts factsFromGguf(const GgufFile &file) {
    const auto where = file.file().path().string();
    ModelFacts facts;
    facts.format = "gguf";
    facts.architecture = file.text("general.architecture").value_or("");
    static const std::set<std::string> kKnown = {"llama", "qwen2", "qwen3"};
    if (!kKnown.contains(facts.architecture))
        refuseModel(where, "the architecture '" + facts.architecture + "' is not supported",
                    "Use a llama, qwen2 or qwen3 model.");
    const Metadata metadata(file, facts.architecture);
    facts.layers = metadata.count("block_count");
    facts.heads = metadata.count("attention.head_count");
    facts.kvHeads = metadata.count("attention.head_count_kv", facts.heads);
    facts.hidden = metadata.count("embedding_length");
    facts.headDim = metadata.count("attention.key_length", facts.heads > 0 ? facts.hidden / facts.heads : 0);
    facts.intermediate = metadata.count("feed_forward_length");
    facts.maxPosition = metadata.integer("context_length");
    facts.normEps = metadata.number("attention.layer_norm_rms_epsilon", 1e-5);
    const auto *tokens = file.texts("tokenizer.ggml.tokens");
    facts.vocab = metadata.count("vocab_size", tokens == nullptr ? 0 : static_cast<int>(tokens->size()));
    facts.tiedOutput = !hasTensor(file, "output.weight");
    facts.attentionBias = hasTensor(file, "blk.0.attn_q.bias");
    facts.outputBias = hasTensor(file, "blk.0.attn_output.bias");
    facts.mlpBias = hasTensor(file, "blk.0.ffn_gate.bias");
    facts.qkNorm = facts.architecture == "qwen3";
    facts.rope = ropeFacts(metadata, facts.maxPosition);
    if (facts.rope.type == "yarn") facts.maxPosition = scaledReach(facts.rope, facts.maxPosition);
    if (hasTensor(file, kRopeFactors)) facts.rope = ropeOfFactors(file, facts);
    refuseExtras(file, metadata, facts);
    for (const char *key : {"eos_token_id", "eot_token_id", "eom_token_id"})
        if (const int id = tokenId(file, key, facts.vocab); id >= 0 && !std::ranges::count(facts.endTokens, id))
            facts.endTokens.push_back(id);
    facts.beginToken = tokenId(file, "bos_token_id", facts.vocab);
    checkFacts(facts, where);
    limitToWindow(facts, metadata.integerOr("attention.sliding_window", 0));
    return facts;
}

}  // namespace moa::engine
