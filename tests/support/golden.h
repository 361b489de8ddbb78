// Golden numbers of tests/data: safetensors as vectors, JSON as nlohmann::json.
#pragma once

#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/formats/safetensors_file.h"

namespace moa::test {

inline std::filesystem::path dataPath(const std::string &relative) {
    return std::filesystem::path(MOA_TEST_DATA) / relative;
}

inline std::filesystem::path sampleModel() {
    return std::filesystem::path(MOA_RESOURCES) / "sample" / "model";
}

inline nlohmann::json readGoldenJson(const std::string &relative) {
    std::ifstream file(dataPath(relative));
    return nlohmann::json::parse(file);
}

// Tensor `name` of a safetensors file, whose element type must be exactly T.
template <class T>
std::vector<T> readGolden(const engine::SafetensorsFile &file, const std::string &name) {
    const auto *info = file.find(name);
    if (info == nullptr) throw std::runtime_error("golden tensor missing: " + name);
    const auto bytes = file.bytes(*info);
    std::vector<T> values(bytes.size() / sizeof(T));
    std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
}

// Token ids are stored as int64.
inline std::vector<std::int32_t> readIds(const engine::SafetensorsFile &file, const std::string &name = "input_ids") {
    const auto wide = readGolden<std::int64_t>(file, name);
    return {wide.begin(), wide.end()};
}

}  // namespace moa::test
