// A model on disk: a Hugging Face folder (config.json, safetensors) or a .gguf file.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/formats/gguf_file.h"
#include "engine/formats/safetensors_file.h"
#include "engine/values/model_facts.h"

namespace moa::engine {

// Weights by their canonical Hugging Face names (model.layers.0.self_attn.q_proj.weight ...), whatever file they lie
// in. Opening reads headers only: a model of 100 GB opens at once. Copies share the mapped files.
class ModelFiles {
public:
    // Throws moa::Error for a folder or file that is no model, pickled weights (with the way to convert them), a config
    // or header that is wrong, and tensors that are missing, unknown, of another shape, or of a type that is not read.
    [[nodiscard]] static ModelFiles open(const std::filesystem::path &path);

    // `tokenizer` and `chatTemplate` are left empty: the tokenizer room fills them (completeFacts).
    [[nodiscard]] const ModelFacts &facts() const noexcept { return facts_; }
    // Canonical names and PyTorch shapes; offsets are those inside the file that holds the tensor.
    [[nodiscard]] const std::vector<TensorInfo> &tensors() const noexcept { return tensors_; }
    // All values of a tensor as fp32, rows of GGUF's q and k in PyTorch's order. `out` must have the tensor's size.
    // Throws moa::Error for an unknown name, a wrong size, and a value that is NaN or infinite (with its index).
    void readFloats(std::string_view name, std::span<float> out) const;
    // The same as fp64: what is stored in fp64 keeps all its digits.
    void readDoubles(std::string_view name, std::span<double> out) const;

    [[nodiscard]] const std::filesystem::path &path() const noexcept { return path_; }
    // The GGUF file, or nullptr for a folder.
    [[nodiscard]] const GgufFile *gguf() const noexcept { return gguf_ ? &*gguf_ : nullptr; }

private:
    ModelFiles() = default;
    void openFolder();
    void openGguf();
    void checkTensors();
    void describe();
    [[nodiscard]] std::string fingerprint() const;
    [[nodiscard]] std::span<const std::byte> bytesOf(std::size_t tensor) const;
    template <class T>
    void readValues(std::string_view name, std::span<T> out) const;

    std::filesystem::path path_;
    ModelFacts facts_;
    std::vector<TensorInfo> tensors_;
    std::vector<std::size_t> holders_;  // per tensor: its shard
    std::vector<SafetensorsFile> shards_;
    std::optional<GgufFile> gguf_;
    std::string canonicalConfig_;
};

}  // namespace moa::engine
