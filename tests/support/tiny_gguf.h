// Models turned into other forms of themselves: as GGUF, with tensors changed, or with sizes but no weights.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/formats/model_config.h"
#include "engine/formats/model_files.h"
#include "engine/formats/safetensors_writer.h"
#include "engine/formats/tensor_names.h"
#include "support/gguf_builder.h"

namespace moa::test {

// Rows of q or k as GGUF's converter puts them: reshape (heads, 2, d/2, columns), swap the two middle axes.
inline std::vector<float> permuted(const std::vector<float> &in, std::size_t heads, std::size_t columns) {
    const std::size_t half = in.size() / (heads * columns * 2);
    std::vector<float> out;
    for (std::size_t h = 0; h < heads; ++h)
        for (std::size_t i = 0; i < half; ++i)
            for (std::size_t j = 0; j < 2; ++j)
                for (std::size_t c = 0; c < columns; ++c) out.push_back(in[((h * 2 + j) * half + i) * columns + c]);
    return out;
}

inline std::string ggufName(const std::string &canonical) {
    static const std::map<std::string, std::string> kModel = {{"model.embed_tokens.weight", "token_embd.weight"},
                                                              {"model.norm.weight", "output_norm.weight"},
                                                              {"lm_head.weight", "output.weight"}};
    if (const auto at = kModel.find(canonical); at != kModel.end()) return at->second;
    static const std::vector<std::pair<std::string, std::string>> kParts = {{"model.layers.", "blk."},
                                                                            {"self_attn.q_proj", "attn_q"},
                                                                            {"self_attn.k_proj", "attn_k"},
                                                                            {"self_attn.v_proj", "attn_v"},
                                                                            {"self_attn.o_proj", "attn_output"},
                                                                            {"self_attn.q_norm", "attn_q_norm"},
                                                                            {"self_attn.k_norm", "attn_k_norm"},
                                                                            {"input_layernorm", "attn_norm"},
                                                                            {"post_attention_layernorm", "ffn_norm"},
                                                                            {"mlp.gate_proj", "ffn_gate"},
                                                                            {"mlp.up_proj", "ffn_up"},
                                                                            {"mlp.down_proj", "ffn_down"}};
    std::string name = canonical;
    for (const auto &[from, to] : kParts)
        if (const auto at = name.find(from); at != std::string::npos) name.replace(at, from.size(), to);
    return name;
}

inline std::string ggufKind(const engine::ModelFacts &facts) {
    return facts.architecture == "mistral" ? "llama" : facts.architecture;
}

// The metadata of a model as GGUF; rotary scaling is left out.
inline GgufBuilder ggufHead(const engine::ModelFacts &facts) {
    const auto kind = ggufKind(facts);
    GgufBuilder gguf;
    gguf.text("general.architecture", kind);
    const auto count = [&](const char *key, std::int64_t value) {
        gguf.count(kind + "." + key, static_cast<std::uint32_t>(value));
    };
    count("block_count", facts.layers);
    count("attention.head_count", facts.heads);
    count("attention.head_count_kv", facts.kvHeads);
    count("embedding_length", facts.hidden);
    count("attention.key_length", facts.headDim);
    count("feed_forward_length", facts.intermediate);
    count("context_length", facts.maxPosition);
    count("vocab_size", facts.vocab);
    return gguf;
}

// The model as GGUF with F32 weights; rotary scaling is left out.
inline GgufBuilder ggufOf(const engine::ModelFiles &files) {
    const auto &facts = files.facts();
    const auto kind = ggufKind(facts);
    auto gguf = ggufHead(facts);
    for (const auto &tensor : files.tensors()) {
        std::vector<float> values(static_cast<std::size_t>(engine::valueCount(tensor.shape)));
        files.readFloats(tensor.name, values);
        const auto columns = static_cast<std::size_t>(tensor.shape.size() > 1 ? tensor.shape[1] : 1);
        const bool ofQuery = tensor.name.find("q_proj") != std::string::npos;
        if (kind == "llama" && (ofQuery || tensor.name.find("k_proj") != std::string::npos))
            values = permuted(values, static_cast<std::size_t>(ofQuery ? facts.heads : facts.kvHeads), columns);
        gguf.floats(ggufName(tensor.name), {tensor.shape.rbegin(), tensor.shape.rend()}, values);
    }
    return gguf;
}

// Reads all tensors, lets `change` alter the list, and writes the file again.
inline void rewrite(const std::filesystem::path &path,
                    const std::function<void(std::vector<engine::NamedTensor> &)> &change) {
    const auto file = engine::SafetensorsFile::open(path);  // stays mapped while its name moves to the new file
    std::vector<engine::NamedTensor> tensors;
    for (const auto &t : file.tensors()) tensors.push_back({t.name, t.dtype, t.shape, file.bytes(t)});
    change(tensors);
    engine::writeSafetensors(path, tensors);
}

// Gives every layer biases on q, k, v and o of `size` values, all different.
inline void addBiases(const std::filesystem::path &path, int layers, std::int64_t size) {
    std::vector<float> values(static_cast<std::size_t>(layers * 4 * size));
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i);
    rewrite(path, [&](std::vector<engine::NamedTensor> &tensors) {
        std::size_t at = 0;
        for (int l = 0; l < layers; ++l)
            for (const char *part : {"q", "k", "v", "o"}) {
                const auto bias = std::span(values).subspan(at, static_cast<std::size_t>(size));
                tensors.push_back({"model.layers." + std::to_string(l) + ".self_attn." + part + "_proj.bias",
                                   engine::Dtype::F32,
                                   {size},
                                   std::as_bytes(bias)});
                at += static_cast<std::size_t>(size);
            }
    });
}

// A file that begins with `start` and goes on with a hole of `hole` bytes. Its size.
inline std::uint64_t writeHollow(const std::filesystem::path &path, const std::string &start, std::uint64_t hole) {
    std::ofstream(path, std::ios::binary) << start;
    const auto size = start.size() + hole;
    if (::truncate(path.c_str(), static_cast<off_t>(size)) != 0) throw std::runtime_error("no file of this size");
    return size;
}

// Bf16 tensors of which only the header is written, as one safetensors file. Its size.
inline std::uint64_t writeHollowShard(const std::filesystem::path &path,
                                      std::span<const engine::ExpectedTensor> tensors) {
    nlohmann::json header = nlohmann::json::object();
    std::uint64_t offset = 0;
    for (const auto &tensor : tensors) {
        const auto bytes = static_cast<std::uint64_t>(engine::valueCount(tensor.shape)) * 2;
        header[tensor.name] = {{"dtype", "BF16"}, {"shape", tensor.shape}, {"data_offsets", {offset, offset + bytes}}};
        offset += bytes;
    }
    std::string start;
    GgufBuilder::putText(start, header.dump());  // length and text, as safetensors begins
    return writeHollow(path, start, offset);
}

// A model of holes in a folder that has its config: one file, or shards with an index. Bytes of all files.
inline std::uint64_t writeHollowModel(const std::filesystem::path &folder, const nlohmann::json &config,
                                      int shards = 1) {
    const auto tensors = engine::expectedTensors(engine::factsFromConfig(config, "test"));
    if (shards == 1) return writeHollowShard(folder / "model.safetensors", tensors);
    nlohmann::json index;
    std::uint64_t bytes = 0;
    const auto each = (tensors.size() + static_cast<std::size_t>(shards) - 1) / static_cast<std::size_t>(shards);
    for (std::size_t first = 0; first < tensors.size(); first += each) {
        const auto part = std::span(tensors).subspan(first, std::min(each, tensors.size() - first));
        const auto name = "model-" + std::to_string(first / each) + ".safetensors";
        bytes += writeHollowShard(folder / name, part);
        for (const auto &tensor : part) index["weight_map"][tensor.name] = name;
    }
    std::ofstream(folder / "model.safetensors.index.json") << index;
    return bytes;
}

// The same as one GGUF file. Its size.
inline std::uint64_t writeHollowGguf(const std::filesystem::path &path, const nlohmann::json &config) {
    constexpr std::uint32_t kBf16 = 30;
    const auto facts = engine::factsFromConfig(config, "test");
    auto gguf = ggufHead(facts);
    for (const auto &tensor : engine::expectedTensors(facts))
        gguf.hollow(ggufName(tensor.name), {tensor.shape.rbegin(), tensor.shape.rend()}, kBf16,
                    static_cast<std::uint64_t>(engine::valueCount(tensor.shape)) * 2);
    const auto [header, data] = gguf.header();
    return writeHollow(path, header, data);
}

}  // namespace moa::test
