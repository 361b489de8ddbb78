#include "engine/formats/tensor_names.h"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <utility>

namespace moa::engine {

namespace {

using Name = std::pair<std::string_view, std::string_view>;  // GGUF, Hugging Face

constexpr std::array<Name, 3> kModel = {{
    {"token_embd.weight", "model.embed_tokens.weight"},
    {"output_norm.weight", "model.norm.weight"},
    {"output.weight", "lm_head.weight"},
}};

constexpr std::array<Name, 18> kLayer = {{
    {"attn_norm.weight", "input_layernorm.weight"},
    {"attn_q.weight", "self_attn.q_proj.weight"},
    {"attn_k.weight", "self_attn.k_proj.weight"},
    {"attn_v.weight", "self_attn.v_proj.weight"},
    {"attn_q.bias", "self_attn.q_proj.bias"},
    {"attn_k.bias", "self_attn.k_proj.bias"},
    {"attn_v.bias", "self_attn.v_proj.bias"},
    {"attn_q_norm.weight", "self_attn.q_norm.weight"},
    {"attn_k_norm.weight", "self_attn.k_norm.weight"},
    {"attn_output.weight", "self_attn.o_proj.weight"},
    {"attn_output.bias", "self_attn.o_proj.bias"},
    {"ffn_norm.weight", "post_attention_layernorm.weight"},
    {"ffn_gate.weight", "mlp.gate_proj.weight"},
    {"ffn_up.weight", "mlp.up_proj.weight"},
    {"ffn_down.weight", "mlp.down_proj.weight"},
    {"ffn_gate.bias", "mlp.gate_proj.bias"},
    {"ffn_up.bias", "mlp.up_proj.bias"},
    {"ffn_down.bias", "mlp.down_proj.bias"},
}};

}  // namespace

std::vector<ExpectedTensor> expectedTensors(const ModelFacts &f) {
    const std::int64_t hidden = f.hidden;
    const std::int64_t queries = std::int64_t{f.heads} * f.headDim;
    const std::int64_t keys = std::int64_t{f.kvHeads} * f.headDim;
    std::vector<ExpectedTensor> expected = {{"model.embed_tokens.weight", {f.vocab, hidden}}};
    for (int l = 0; l < f.layers; ++l) {
        const auto add = [&](std::string_view name, std::vector<std::int64_t> shape) {
            expected.push_back({fmt::format("model.layers.{}.{}", l, name), std::move(shape)});
        };
        add("input_layernorm.weight", {hidden});
        add("self_attn.q_proj.weight", {queries, hidden});
        add("self_attn.k_proj.weight", {keys, hidden});
        add("self_attn.v_proj.weight", {keys, hidden});
        if (f.attentionBias) {
            add("self_attn.q_proj.bias", {queries});
            add("self_attn.k_proj.bias", {keys});
            add("self_attn.v_proj.bias", {keys});
        }
        if (f.outputBias) add("self_attn.o_proj.bias", {hidden});
        if (f.qkNorm) {
            add("self_attn.q_norm.weight", {f.headDim});
            add("self_attn.k_norm.weight", {f.headDim});
        }
        add("self_attn.o_proj.weight", {hidden, queries});
        add("post_attention_layernorm.weight", {hidden});
        add("mlp.gate_proj.weight", {f.intermediate, hidden});
        add("mlp.up_proj.weight", {f.intermediate, hidden});
        add("mlp.down_proj.weight", {hidden, f.intermediate});
        if (f.mlpBias) {
            add("mlp.gate_proj.bias", {f.intermediate});
            add("mlp.up_proj.bias", {f.intermediate});
            add("mlp.down_proj.bias", {hidden});
        }
    }
    expected.push_back({"model.norm.weight", {hidden}});
    if (!f.tiedOutput) expected.push_back({"lm_head.weight", {f.vocab, hidden}});
    return expected;
}

std::optional<std::string> canonicalFromGguf(std::string_view name) {
    for (const auto &[gguf, canonical] : kModel)
        if (name == gguf) return std::string(canonical);
    if (!name.starts_with("blk.")) return std::nullopt;
    const auto dot = name.find('.', 4);
    if (dot == std::string_view::npos || dot == 4) return std::nullopt;
    const auto layer = name.substr(4, dot - 4);
    for (const char c : layer)
        if (std::isdigit(static_cast<unsigned char>(c)) == 0) return std::nullopt;
    for (const auto &[gguf, canonical] : kLayer)
        if (name.substr(dot + 1) == gguf) return fmt::format("model.layers.{}.{}", layer, canonical);
    return std::nullopt;
}

bool isSuperfluous(std::string_view name, const ModelFacts &facts) {
    return name.ends_with(".rotary_emb.inv_freq") || (facts.tiedOutput && name == "lm_head.weight");
}

}  // namespace moa::engine
