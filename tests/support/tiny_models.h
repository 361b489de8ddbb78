// Copies of the tiny models that a test may damage, and what reading them gives.
#pragma once

#include <algorithm>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/formats/model_files.h"
#include "support/golden.h"
#include "support/scratch.h"

namespace moa::test {

class TinyModels : public Scratch {
public:
    std::filesystem::path copyOf(const std::string &model) const {
        const auto to = path(model);
        std::filesystem::remove_all(to);
        std::filesystem::copy(dataPath("tiny/" + model), to);
        return to;
    }
};

inline std::optional<Error> openError(const std::filesystem::path &path) {
    return errorOf([&] { static_cast<void>(engine::ModelFiles::open(path)); });
}

inline std::vector<float> read(const engine::ModelFiles &files, const std::string &name) {
    const auto at = std::ranges::find(files.tensors(), name, &engine::TensorInfo::name);
    if (at == files.tensors().end()) throw std::runtime_error("no tensor " + name);
    std::vector<float> values(static_cast<std::size_t>(engine::valueCount(at->shape)));
    files.readFloats(name, values);
    return values;
}

}  // namespace moa::test
