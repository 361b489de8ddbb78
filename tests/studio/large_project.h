// A project of 32 layers of 32 heads, profiled at three lengths: 1,024 units, 48 rules, four budgets.
#pragma once

#include <array>
#include <cmath>
#include <filesystem>
#include <random>

#include "engine/values/conventions.h"
#include "storage/project_file.h"

namespace moa::test {

inline constexpr int kLargeLayers = 32;
inline constexpr int kLargeHeads = 32;
inline constexpr std::array kLargeLengths{1024, 2048, 4096};  // and 8192, the one beyond

// What one head looks at, by distance in blocks: near, with a power-law decay, and some of it far away.
struct LargeHead {
    double decay, far, scale;

    explicit LargeHead(std::mt19937 &random) {
        const auto uniform = [&](double low, double high) {
            return low + (high - low) * static_cast<double>(random()) / 4294967296.0;
        };
        decay = uniform(0.6, 2.5);
        far = uniform(0, 1) < 0.3 ? uniform(0.002, 0.05) : uniform(0, 0.002);
        scale = std::pow(10.0, uniform(-3, 0));
    }
    [[nodiscard]] double at(int distance) const { return std::pow(distance + 1.0, -decay) + far; }
};

// Row-normalised block sums, with noise, that add up to 1 over all heads: [layers][heads][nb][nb].
inline engine::BlockMaps largeMaps(int length, const std::vector<LargeHead> &heads, std::mt19937 &random) {
    const int nb = engine::blockCount(length);
    auto maps = engine::zeroMaps(kLargeLayers, kLargeHeads, nb);
    double total = 0;
    for (std::size_t h = 0; h < heads.size(); ++h) {
        auto *map = maps.values.data() + h * maps.mapSize();
        std::vector<double> kernel;
        for (int d = 0; d < nb; ++d) kernel.push_back(heads[h].at(d));
        double sum = 0;
        for (int row = 0; row < nb; ++row) {
            sum += kernel[static_cast<std::size_t>(row)];
            for (int column = 0; column <= row; ++column) {
                const double noise = 0.5 + static_cast<double>(random()) / 4294967296.0;
                const double value = heads[h].scale * noise * kernel[static_cast<std::size_t>(row - column)] / sum;
                map[row * nb + column] = static_cast<float>(value);
                total += value;
            }
        }
    }
    for (float &value : maps.values) value = static_cast<float>(value / total);
    return maps;
}

inline void makeLargeProject(const std::filesystem::path &path) {
    storage::ProjectFile file(path, storage::ProjectFile::Mode::Create);
    engine::ModelFacts facts;
    facts.path = (path.parent_path() / "no-model").string();
    facts.format = "safetensors";
    facts.architecture = "llama";
    facts.layers = kLargeLayers;
    facts.heads = facts.kvHeads = kLargeHeads;
    facts.headDim = 128;
    facts.maxPosition = 2 * kLargeLengths.back();
    facts.fingerprint = "0";
    file.setModel(facts);
    std::mt19937 random(7);
    const std::vector<LargeHead> heads = [&] {
        std::vector<LargeHead> all;
        for (int i = 0; i < kLargeLayers * kLargeHeads; ++i) all.emplace_back(random);
        return all;
    }();
    for (const int length : kLargeLengths) {
        const auto maps = largeMaps(length, heads, random);
        file.setLengthProfile({length, false, {{"noise.jsonl", 1, 0, 1, maps, maps, maps}}});
    }
}

}  // namespace moa::test
