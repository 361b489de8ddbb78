#include "engine/formats/model_files.h"

#include <fmt/format.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "engine/formats/fact_checks.h"
#include "engine/formats/json_reader.h"
#include "engine/formats/model_config.h"
#include "engine/formats/pickle.h"
#include "engine/formats/sha256.h"
#include "engine/formats/tensor_names.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFingerprintPiece = 64U << 10;

// Weight files of a folder: the single file, or the shards its index names.
std::vector<fs::path> weightFiles(const fs::path &folder) {
    const auto single = folder / "model.safetensors";
    const auto index = folder / "model.safetensors.index.json";
    if (!isThere(index)) {
        if (isThere(single)) return {single};
        std::error_code unreadable;
        for (const auto &entry : fs::directory_iterator(folder, unreadable))
            if (hasPickleName(entry.path())) refusePickled(entry.path());
        refuseModel(folder.string(), "it has neither model.safetensors nor model.safetensors.index.json",
                    "Give the folder of a Hugging Face model or a .gguf file.");
    }
    const auto json = readJson(index);
    if (!json.is_object() || !json.contains("weight_map") || !json["weight_map"].is_object())
        refuseModel(index.string(), "it has no weight_map", "Download the index again.");
    std::set<std::string> names;
    for (const auto &[tensor, file] : json["weight_map"].items()) {
        const auto name = file.is_string() ? file.get<std::string>() : std::string();
        // Bare names only: an index must not lead out of its folder.
        if (name.empty() || name != fs::path(name).filename() || name == ".." || name == ".")
            refuseModel(index.string(), "the file of tensor '" + tensor + "' is not a bare file name",
                        "Download the index again.");
        names.insert(name);
    }
    std::vector<fs::path> files;
    for (const auto &name : names) files.push_back(folder / name);
    return files;
}

// Tells the system how a whole mapped file is read next: with MADV_RANDOM it reads no more than it is asked for.
void adviseReads(std::span<const std::byte> file, int advice) {
    if (!file.empty()) ::madvise(const_cast<std::byte *>(file.data()), file.size(), advice);
}

// GGUF keeps the rows of a head as pairs (i, i + d/2) side by side: row 2i + j is row j * d/2 + i of PyTorch's order.
template <class T>
void restoreRowOrder(std::span<T> values, std::int64_t headDim, std::int64_t columns) {
    std::vector<T> head(static_cast<std::size_t>(headDim * columns));
    for (std::size_t at = 0; at < values.size(); at += head.size()) {
        std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(at), head.size(), head.begin());
        for (std::int64_t row = 0; row < headDim; ++row) {
            const std::int64_t to = row % 2 * (headDim / 2) + row / 2;
            std::copy_n(head.begin() + row * columns, columns,
                        values.begin() + static_cast<std::ptrdiff_t>(at) + to * columns);
        }
    }
}

}  // namespace

ModelFiles ModelFiles::open(const fs::path &path) {
    ModelFiles files;
    files.path_ = path;
    std::error_code unreadable;  // a path that cannot be followed counts as missing
    if (fs::is_directory(path, unreadable)) {
        files.openFolder();
    } else if (path.extension() == ".gguf") {
        files.openGguf();
    } else {
        if (fs::is_regular_file(path, unreadable)) {
            if (hasPickleName(path)) refusePickled(path);
            refusePickle(MappedFile(path));
        }
        const auto type = fs::status(path, unreadable).type();
        refuseModel(path.string(),
                    type == fs::file_type::not_found ? "it does not exist"
                    : type == fs::file_type::none    ? unreadable.message()
                                                     : "it is neither a folder nor a .gguf file",
                    "Give the folder of a Hugging Face model or a .gguf file.");
    }
    files.checkTensors();
    files.describe();
    return files;
}

void ModelFiles::openFolder() {
    const auto configPath = path_ / "config.json";
    if (!isThere(configPath))
        refuseModel(path_.string(), "it has no config.json",
                    "Give the folder of a Hugging Face model or a .gguf file.");
    const auto config = readJson(configPath);
    canonicalConfig_ = config.dump();
    facts_ = factsFromConfig(config, configPath.string());
    for (const auto &file : weightFiles(path_)) {
        shards_.push_back(SafetensorsFile::open(file));
        for (const auto &tensor : shards_.back().tensors()) {
            if (isSuperfluous(tensor.name, facts_)) continue;
            tensors_.push_back(tensor);
            holders_.push_back(shards_.size() - 1);
        }
    }
}

void ModelFiles::openGguf() {
    gguf_ = GgufFile::open(path_);
    facts_ = factsFromGguf(*gguf_);
    for (const auto &tensor : gguf_->tensors()) {
        if (tensor.name == "rope_freqs.weight") continue;  // read into the facts
        const auto name = canonicalFromGguf(tensor.name);
        if (!name)
            refuseModel(path_.string(), "the tensor '" + tensor.name + "' is not known",
                        "Use a model of a supported kind.");
        tensors_.push_back(tensor);
        tensors_.back().name = *name;
        holders_.push_back(0);
    }
}

void ModelFiles::checkTensors() {
    std::map<std::string_view, const TensorInfo *> found;
    for (const auto &tensor : tensors_)
        if (!found.emplace(tensor.name, &tensor).second)
            refuseModel(path_.string(), "the tensor '" + tensor.name + "' stands in two files",
                        "Download the model again.");
    for (const auto &expected : expectedTensors(facts_)) {
        const auto at = found.find(expected.name);
        if (at == found.end())
            refuseModel(path_.string(), "the tensor '" + expected.name + "' is missing",
                        "Use a complete copy of the model.");
        if (at->second->shape != expected.shape)
            refuseModel(path_.string(),
                        fmt::format("the tensor '{}' has the shape [{}], the config asks for [{}]", expected.name,
                                    fmt::join(at->second->shape, ", "), fmt::join(expected.shape, ", ")),
                        "Use weights and config of the same model.");
        if (!isWeightType(at->second->dtype))
            refuseModel(path_.string(),
                        fmt::format("the tensor '{}' has the type {}", expected.name, toString(at->second->dtype)),
                        "Use weights in a floating or quantised type.");
        found.erase(at);
    }
    if (!found.empty())
        refuseModel(path_.string(),
                    fmt::format("the tensor '{}' is not part of a {} model", found.begin()->first, facts_.architecture),
                    "Use a model of a supported kind.");
}

void ModelFiles::describe() {
    facts_.path = path_.string();
    for (const auto &tensor : tensors_) {
        const auto values = valueCount(tensor.shape);
        facts_.parameters += values;
        facts_.weightDtypes[std::string(toString(tensor.dtype))] += values;
    }
    facts_.fingerprint = fingerprint();
}

// Semantics.md, "Samples, lengths, text": config, tensor table, sizes, and 64 KiB from three places of each file.
std::string ModelFiles::fingerprint() const {
    Sha256 digest;
    digest.add(canonicalConfig_);
    if (gguf_) digest.add(gguf_->header());  // its metadata is the config
    std::vector<std::string> lines;
    for (const auto &t : tensors_)
        lines.push_back(
            fmt::format("{} {} [{}] {}+{}\n", t.name, toString(t.dtype), fmt::join(t.shape, ","), t.offset, t.bytes));
    std::ranges::sort(lines);
    for (const auto &line : lines) digest.add(line);
    std::vector<std::span<const std::byte>> files;
    for (const auto &shard : shards_) files.push_back(shard.file().bytes());
    if (gguf_) files.push_back(gguf_->file().bytes());
    for (const auto bytes : files) {
        const auto piece = std::min(bytes.size(), kFingerprintPiece);
        adviseReads(bytes, MADV_RANDOM);
        digest.add(fmt::format("{}\n", bytes.size()));
        digest.add(bytes.first(piece));
        digest.add(bytes.subspan((bytes.size() - piece) / 2, piece));
        digest.add(bytes.last(piece));
        adviseReads(bytes, MADV_NORMAL);
    }
    return digest.hex();
}

std::span<const std::byte> ModelFiles::bytesOf(std::size_t tensor) const {
    return gguf_ ? gguf_->bytes(tensors_[tensor]) : shards_[holders_[tensor]].bytes(tensors_[tensor]);
}

void ModelFiles::readFloats(std::string_view name, std::span<float> out) const {
    readValues(name, out);
}

void ModelFiles::readDoubles(std::string_view name, std::span<double> out) const {
    readValues(name, out);
}

template <class T>
void ModelFiles::readValues(std::string_view name, std::span<T> out) const {
    const auto at = std::ranges::find(tensors_, name, &TensorInfo::name);
    const auto where = fmt::format("{}, tensor '{}'", path_.string(), name);
    if (at == tensors_.end() || valueCount(at->shape) != static_cast<std::int64_t>(out.size()))
        throw Error("The weights cannot be read", where, "there is no tensor of this name and size",
                    "Report this as a defect.");
    dequantize(at->dtype, bytesOf(static_cast<std::size_t>(at - tensors_.begin())), out);
    const auto ofRotated = [&](std::string_view part) { return name.ends_with(part); };
    constexpr std::array kRotated = {"q_proj.weight", "k_proj.weight", "q_proj.bias", "k_proj.bias"};
    if (gguf_ && facts_.architecture == "llama" && std::ranges::any_of(kRotated, ofRotated))
        restoreRowOrder(out, facts_.headDim, at->shape.size() > 1 ? at->shape[1] : 1);
    const auto bad = std::ranges::find_if_not(out, [](T v) { return std::isfinite(v); });
    if (bad != out.end())
        throw Error("The weights cannot be used", where,
                    fmt::format("value {} of {} is {}", bad - out.begin(), out.size(),
                                std::isnan(*bad) ? "not a number" : "infinite"),
                    "Download the model again.");
}

}  // namespace moa::engine
