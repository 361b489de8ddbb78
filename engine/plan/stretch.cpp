#include "engine/plan/stretch.h"

#include <fmt/format.h>

#include <vector>

#include "engine/values/error.h"
#include "engine/values/rule.h"

namespace moa::engine {

namespace {

// Source block (row-major index) of every causal target block, -1 where it stays zero.
std::vector<std::ptrdiff_t> sources(int from, int to) {
    std::vector<std::ptrdiff_t> index(static_cast<std::size_t>(to) * static_cast<std::size_t>(to), -1);
    for (std::int64_t i = 0; i < to; ++i)
        for (std::int64_t j = 0; j <= i; ++j) {
            const std::int64_t row = i * from / to;
            const std::int64_t column = j == 0 ? 0 : std::max<std::int64_t>(1, j * from / to);
            if (column <= row) index[static_cast<std::size_t>(i * to + j)] = row * from + column;
        }
    return index;
}

}  // namespace

BlockMaps stretch(const BlockMaps &maps, int fromLength, int toLength) {
    if (fromLength % kBlock != 0 || toLength % kBlock != 0 || fromLength / kBlock != maps.nb || toLength < fromLength)
        throw Error("The map cannot be stretched", fmt::format("from {} to {} tokens", fromLength, toLength),
                    "lengths must be multiples of 64, and the map must be the shorter one's", "Use multiples of 64.");
    auto result = zeroMaps(maps.layers, maps.heads, toLength / kBlock);
    const auto index = sources(maps.nb, result.nb);
    std::vector<int> readers(maps.mapSize(), 0);
    for (const auto source : index)
        if (source >= 0) ++readers[static_cast<std::size_t>(source)];
    for (int l = 0; l < maps.layers; ++l)
        for (int h = 0; h < maps.heads; ++h) {
            const float *in = maps.map(l, h);
            float *out = result.map(l, h);
            for (std::size_t i = 0; i < index.size(); ++i)
                if (index[i] >= 0)
                    out[i] = static_cast<float>(static_cast<double>(in[index[i]]) /
                                                readers[static_cast<std::size_t>(index[i])]);
        }
    return result;
}

}  // namespace moa::engine
