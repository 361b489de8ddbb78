#include "engine/plan/loss_table_builder.h"

#include <algorithm>

#include "engine/values/conventions.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

// masked[b] = what a band of b blocks masks: the sum over blocks at distance >= b from the diagonal, column 0 excepted.
std::vector<double> maskedByBand(const float *map, int nb) {
    std::vector<double> masked(static_cast<std::size_t>(nb) + 1, 0);
    for (int i = 0; i < nb; ++i)
        for (int j = 1; j <= i; ++j) masked[static_cast<std::size_t>(i - j)] += static_cast<double>(map[i * nb + j]);
    for (int b = nb - 1; b >= 0; --b) masked[static_cast<std::size_t>(b)] += masked[static_cast<std::size_t>(b) + 1];
    return masked;
}

void check(std::span<const LengthMaps> maps, int unitsPerLayer) {
    for (const auto &m : maps) {
        const auto &first = maps.front().influence;
        const bool fits = m.influence.layers == first.layers && m.influence.heads == first.heads &&
                          m.influence.nb == blockCount(m.length) && unitsPerLayer > 0 &&
                          first.heads % unitsPerLayer == 0;
        if (!fits)
            throw Error("The losses cannot be taken", "length " + std::to_string(m.length),
                        "its map does not fit the model or the length", "Profile the model again.");
    }
}

}  // namespace

LossTable makeLossTable(std::span<const LengthMaps> maps, const std::vector<Rule> &rules, int unitsPerLayer) {
    check(maps, unitsPerLayer);
    LossTable table;
    table.unitsPerLayer = unitsPerLayer;
    table.rules = static_cast<int>(rules.size());
    if (maps.empty()) return table;
    table.layers = maps.front().influence.layers;
    const int group = maps.front().influence.heads / unitsPerLayer;
    for (const auto &m : maps) {
        table.lengths.push_back(m.length);
        table.estimated.push_back(m.estimated);
        const int nb = m.influence.nb;
        for (int l = 0; l < table.layers; ++l)
            for (int u = 0; u < unitsPerLayer; ++u) {
                const auto first = table.values.size();
                table.values.resize(first + rules.size(), 0);
                for (int h = u * group; h < (u + 1) * group; ++h) {
                    const auto masked = maskedByBand(m.influence.map(l, h), nb);
                    for (std::size_t r = 0; r < rules.size(); ++r)
                        table.values[first + r] +=
                            masked[static_cast<std::size_t>(std::min(bandBlocks(rules[r], nb), nb))];
                }
            }
    }
    return table;
}

}  // namespace moa::engine
