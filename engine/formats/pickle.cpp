#include "engine/formats/pickle.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/values/error.h"

namespace moa::engine {

namespace {

constexpr std::array<std::string_view, 5> kNames = {".bin", ".pt", ".pth", ".ckpt", ".pkl"};

// A pickle of protocol 2 or later begins with the opcode PROTO and its number; torch.save puts it into a zip archive.
// The length of a safetensors header may begin with the same bytes, but then '{' stands at byte 8.
bool isPickle(std::string_view bytes) {
    if (bytes.size() > 8 && bytes[8] == '{') return false;
    const bool proto = bytes.size() > 1 && bytes[0] == '\x80' && bytes[1] >= 2 && bytes[1] <= 5;
    return proto || bytes.starts_with("PK\x03\x04");
}

}  // namespace

bool hasPickleName(const std::filesystem::path &path) {
    return std::ranges::find(kNames, path.extension().string()) != kNames.end();
}

void refusePickle(const MappedFile &file) {
    const auto start = file.bytes().first(std::min<std::size_t>(file.bytes().size(), 9));
    if (isPickle({reinterpret_cast<const char *>(start.data()), start.size()})) refusePickled(file.path());
}

void refusePickled(const std::filesystem::path &path) {
    throw Error(
        "The file cannot be read", path.string(), "it is a pickle, and a pickle can run code when it is read",
        "Convert it in Python, where you trust it. A model: from transformers import AutoModelForCausalLM as M; "
        "M.from_pretrained(FOLDER).save_pretrained(NEW, safe_serialization=True). Tensors: import torch; from "
        "safetensors.torch import save_file; save_file(torch.load(FILE, weights_only=True), NEW).");
}

}  // namespace moa::engine
