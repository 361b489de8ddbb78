#include "engine/formats/influence_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <span>
#include <string>

#include "engine/formats/safetensors_file.h"
#include "engine/values/conventions.h"
#include "engine/values/error.h"
#include "engine/values/limits.h"

namespace moa::engine {

namespace {

constexpr std::string_view kInfluence = "influence.";

[[noreturn]] void refuse(const std::string &where, const std::string &why) {
    throw Error("The profile cannot be imported", where, why,
                "Give a file made by moa profile export for this project's model.");
}

// The length in a name such as "influence.2048": plain digits, so that no two names mean the same.
int lengthOf(const std::string &name, const std::string &file) {
    const auto digits = std::string_view(name).substr(kInfluence.size());
    int length = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
    if (error != std::errc() || end != digits.data() + digits.size() || digits.front() == '0' || length < 1 ||
        length > limits::kPositions)
        refuse(file + ", " + name, "its name does not end in a length in tokens");
    return length;
}

BlockMaps mapsOf(const SafetensorsFile &file, const std::string &name, int layers, int heads, int length) {
    const auto where = file.file().path().string() + ", " + name;
    const auto *info = file.find(name);
    const std::vector<std::int64_t> shape = {layers, heads, blockCount(length), blockCount(length)};
    if (info == nullptr || info->dtype != Dtype::F32 || info->shape != shape)
        refuse(where, fmt::format("it is not an F32 tensor of the shape [{}]", fmt::join(shape, ", ")));
    auto maps = zeroMaps(layers, heads, blockCount(length));
    dequantize(Dtype::F32, file.bytes(*info), maps.values);
    const auto bad = std::ranges::find_if_not(maps.values, [](float v) { return std::isfinite(v); });
    if (bad != maps.values.end()) refuse(where, fmt::format("value {} is not finite", bad - maps.values.begin()));
    for (std::size_t row = 0; row * static_cast<std::size_t>(maps.nb) < maps.values.size(); ++row) {
        const auto blocks = std::span(maps.values).subspan(row * static_cast<std::size_t>(maps.nb), maps.nb);
        if (std::ranges::any_of(blocks.subspan(row % maps.nb + 1), [](float v) { return v != 0; }))
            refuse(where, "it has values above the diagonal, where no token looks");
    }
    return maps;
}

}  // namespace

std::vector<InfluenceMaps> readInfluence(const std::filesystem::path &path, int layers, int heads) {
    const auto file = SafetensorsFile::open(path);
    std::vector<InfluenceMaps> result;
    for (const auto &info : file.tensors()) {
        if (!info.name.starts_with(kInfluence)) continue;
        const int length = lengthOf(info.name, path.string());
        const auto attention = fmt::format("attention.{}", length);
        result.push_back(
            {length, mapsOf(file, info.name, layers, heads, length), mapsOf(file, attention, layers, heads, length)});
        if (std::ranges::any_of(result.back().attention.values, [](float v) { return v < 0; }))
            refuse(path.string() + ", " + attention, "it has values below zero");
    }
    if (result.empty()) refuse(path.string(), "it has no tensor 'influence.N'");
    std::ranges::sort(result, {}, &InfluenceMaps::length);
    return result;
}

}  // namespace moa::engine
