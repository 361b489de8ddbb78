#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

#include "engine/formats/fact_checks.h"
#include "engine/formats/model_config.h"

namespace moa::engine {

namespace {

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
    [[nodiscard]] int count(const std::string &key) const { return narrow(integer(key)); }
    [[nodiscard]] int count(const std::string &key, int otherwise) const {
        return narrow(file_.integer(prefix_ + key).value_or(otherwise));
    }
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

RopeFacts ropeFacts(const Metadata &metadata) {
    RopeFacts rope;
    rope.theta = metadata.number("rope.freq_base", 10000);
    const auto type = metadata.text("rope.scaling.type", "none");
    rope.type = type == "none" ? "default" : type;
    rope.factor = metadata.number("rope.scaling.factor", 1);
    rope.originalMaxPosition = metadata.count("rope.scaling.original_context_length", 0);
    return rope;
}

bool hasTensor(const GgufFile &file, std::string_view name) {
    return std::ranges::find(file.tensors(), name, &TensorInfo::name) != file.tensors().end();
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
    facts.qkNorm = facts.architecture == "qwen3";
    facts.rope = ropeFacts(metadata);
    // Llama 3.1 files carry the scaling as a tensor of factors instead of its parameters.
    if (hasTensor(file, "rope_freqs.weight"))
        refuseModel(where, "its rotary scaling is stored as the tensor 'rope_freqs.weight', which is not read",
                    "Use the safetensors form of the model.");
    if (const auto id = file.integer("tokenizer.ggml.eos_token_id"); id && *id <= 1'000'000)
        facts.endTokens.push_back(static_cast<int>(*id));
    if (const auto id = file.integer("tokenizer.ggml.bos_token_id"); id && *id <= 1'000'000)
        facts.beginToken = static_cast<int>(*id);
    checkFacts(facts, where);
    return facts;
}

}  // namespace moa::engine
