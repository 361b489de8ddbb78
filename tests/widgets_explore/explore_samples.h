// Explore data as a small trained model gives it: local heads, heads that look at the sink, induction stripes, and one
// kv group that retrieves from anywhere.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "engine/values/conventions.h"
#include "widgets/values/explore_data.h"

namespace moa::widgets::samples {

struct Shape {
    int layers = 8;
    int heads = 8;
    int kvHeads = 4;
    std::vector<int> lengths{1024, 2048, 4096};
};

inline constexpr HeadId kRetriever{4, 6};

// 0..1, the same for the same place.
inline float noise(std::uint32_t a, std::uint32_t b, std::uint32_t c) {
    std::uint32_t h = a * 0x9E3779B1U ^ b * 0x85EBCA6BU ^ c * 0xC2B2AE35U;
    h = (h ^ (h >> 15)) * 0x2C1B3C6DU;
    return static_cast<float>((h ^ (h >> 12)) & 0xFFFF) / 65536.F;
}

// Attention of one row, before it is normed, `distance` blocks back.
inline float weight(const HeadId &head, int row, int column, int nb) {
    const int distance = row - column;
    const auto kind = static_cast<std::uint32_t>(head.layer * 31 + head.head);
    if (head.layer == kRetriever.layer && head.head / 2 == kRetriever.head / 2)
        return noise(kind, static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(column)) > 0.93F ? 1.F : 0.01F;
    float w = std::exp(-static_cast<float>(distance) / (0.3F + 3.F * noise(kind, 1, 1)));
    if (column == 0) w += 0.2F + noise(kind, 2, 2);
    if (kind % 5 == 0 && distance == nb / 4) w += 0.6F;
    return w + 0.002F * noise(kind, static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(column));
}

inline engine::BlockMaps attention(const Shape &shape, int length) {
    const int nb = engine::blockCount(length);
    engine::BlockMaps maps = engine::zeroMaps(shape.layers, shape.heads, nb);
    for (int layer = 0; layer < shape.layers; ++layer)
        for (int head = 0; head < shape.heads; ++head)
            for (int r = 0; r < nb; ++r) {
                float *row = maps.map(layer, head) + static_cast<size_t>(r) * nb;
                float sum = 0;
                for (int c = 0; c <= r; ++c) sum += row[c] = weight({layer, head}, r, c, nb);
                for (int c = 0; c <= r; ++c) row[c] *= 64 / sum;
            }
    return maps;
}

// Influence follows attention; the retrieving group's counts a hundred times.
inline engine::BlockMaps influence(const Shape &shape, int length) {
    engine::BlockMaps maps = attention(shape, length);
    for (int layer = 0; layer < shape.layers; ++layer)
        for (int head = 0; head < shape.heads; ++head) {
            const bool retrieves = layer == kRetriever.layer && head / 2 == kRetriever.head / 2;
            for (size_t i = 0; i < maps.mapSize(); ++i) maps.map(layer, head)[i] *= retrieves ? 1e-3F : 1e-5F;
        }
    return maps;
}

inline engine::RuleGrid ruleGrid(const std::vector<int> &lengths) {
    engine::RuleGrid grid;
    grid.profileLengths = lengths;
    const int longest = lengths.back();
    for (const double alpha : {-512.0, 0.0, 512.0, 1024.0, 2048.0})
        for (int eighth = 0; eighth <= 8; ++eighth) {
            const engine::Rule rule{alpha, eighth / 8.0};
            if (rule.span(longest) <= longest && rule.span(lengths.front()) > 0) grid.rules.push_back(rule);
        }
    std::stable_sort(grid.rules.begin(), grid.rules.end(),
                     [longest](const auto &a, const auto &b) { return a.span(longest) < b.span(longest); });
    return grid;
}

inline double lossOf(const engine::BlockMaps &maps, const HeadId &head, const engine::Rule &rule) {
    const int band = engine::bandBlocks(rule, maps.nb);
    const float *map = maps.map(head.layer, head.head);
    double loss = 0;
    for (int r = 0; r < maps.nb; ++r)
        for (int c = 0; c <= r; ++c)
            if (!engine::keepsBlock(band, r, c)) loss += map[static_cast<size_t>(r) * maps.nb + c];
    return loss;
}

// Profiled lengths, and twice the longest as an estimate.
inline engine::LossTable lossTable(const Shape &shape, const engine::RuleGrid &grid) {
    engine::LossTable table;
    table.layers = shape.layers;
    table.unitsPerLayer = shape.kvHeads;
    table.rules = static_cast<int>(grid.rules.size());
    const int group = shape.heads / shape.kvHeads;
    std::vector<int> lengths = shape.lengths;
    lengths.push_back(2 * lengths.back());
    for (const int length : lengths) {
        table.lengths.push_back(length);
        table.estimated.push_back(length > shape.lengths.back());
        const engine::BlockMaps maps = influence(shape, length);
        for (int layer = 0; layer < shape.layers; ++layer)
            for (int unit = 0; unit < shape.kvHeads; ++unit)
                for (const engine::Rule &rule : grid.rules) {
                    double loss = 0;
                    for (int h = unit * group; h < (unit + 1) * group; ++h) loss += lossOf(maps, {layer, h}, rule);
                    table.values.push_back(loss);
                }
    }
    return table;
}

inline std::vector<Measure> measures(const Shape &shape, const engine::BlockMaps &maps, const engine::LossTable &loss,
                                     size_t length) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto count = static_cast<size_t>(shape.layers) * shape.heads;
    std::vector<Measure> out{
        {"sensitivity", "Sensitivity", "", "Share of the loss at the shortest rule", "", {}},
        {"density", "Density", "", "Share of kept blocks", "There is no plan yet", std::vector<double>(count, nan)},
        {"loss", "Loss at its rule", "", "Influence of masked blocks", "There is no plan yet",
         std::vector<double>(count, nan)},
        {"mean_distance", "Mean distance", "tokens", "How far back the head looks", "", {}},
        {"sink_mass", "Sink mass", "", "Attention on the first 64 tokens", "", {}}};
    double total = 0;
    for (int unit = 0; unit < loss.units(); ++unit) total += loss.at(static_cast<int>(length), unit, 0);
    const int group = shape.heads / shape.kvHeads;
    for (int layer = 0; layer < shape.layers; ++layer)
        for (int head = 0; head < shape.heads; ++head) {
            const float *map = maps.map(layer, head);
            double sum = 0;
            double far = 0;
            double sink = 0;
            for (int r = 0; r < maps.nb; ++r)
                for (int c = 0; c <= r; ++c) {
                    const double a = map[static_cast<size_t>(r) * maps.nb + c];
                    sum += a;
                    far += a * (r - c) * 64;
                    if (c == 0) sink += a;
                }
            out[0].values.push_back(loss.at(static_cast<int>(length), layer * shape.kvHeads + head / group, 0) / total /
                                    group);
            out[3].values.push_back(far / sum);
            out[4].values.push_back(sink / sum);
        }
    return out;
}

// A short span for every head but the retrieving group.
inline engine::Plan plan(const Shape &shape, const engine::RuleGrid &grid) {
    engine::Plan made = engine::uniformPlan(shape.layers, shape.heads, grid.rules.front());
    for (int layer = 0; layer < shape.layers; ++layer)
        for (int head = 0; head < shape.heads; ++head) {
            auto &rule = made.rules[static_cast<size_t>(layer) * shape.heads + head];
            if (layer == kRetriever.layer && head / 2 == kRetriever.head / 2)
                rule = grid.rules.back();
            else if (head / 2 % 2 == 0)
                rule = {0, 0.125};
        }
    return made;
}

inline ExploreData exploreData(const Shape &shape = {}) {
    ExploreData data;
    data.layers = shape.layers;
    data.heads = shape.heads;
    data.kvHeads = shape.kvHeads;
    data.grid = ruleGrid(shape.lengths);
    data.loss = lossTable(shape, data.grid);
    for (size_t i = 0; i < shape.lengths.size(); ++i) {
        auto attended = std::make_shared<engine::BlockMaps>(attention(shape, shape.lengths[i]));
        data.lengths.push_back({shape.lengths[i],
                                std::make_shared<engine::BlockMaps>(influence(shape, shape.lengths[i])), attended,
                                measures(shape, *attended, data.loss, i)});
    }
    data.samples = {{0, "records-1024-0, 1,021 tokens", 1021}, {1, "prose-2048-0, 2,048 tokens", 2048}};
    data.canShowTokens = true;
    return data;
}

inline TokenMap tokenMap(const HeadId &head, int sample, MapQuantity quantity, int tokens) {
    auto values = std::make_shared<std::vector<float>>(static_cast<size_t>(tokens) * tokens);
    TokenMap map{head, sample, quantity, tokens, values, {}};
    const QStringList words{" the", " silver", "-", "lion", " keeps", " 41", "7", "\n", " record", ":"};
    for (int q = 0; q < tokens; ++q) {
        map.texts << words[q * 7 % words.size()];
        for (int k = 0; k <= q; ++k)
            (*values)[static_cast<size_t>(q) * tokens + k] =
                (k == 0 ? 0.5F : 0.F) + 0.4F / static_cast<float>(1 + (q - k) * (q - k)) +
                (q - k == tokens / 3 ? 0.3F : 0.F) +
                1e-4F * noise(1, static_cast<std::uint32_t>(q), static_cast<std::uint32_t>(k));
    }
    return map;
}

}  // namespace moa::widgets::samples
