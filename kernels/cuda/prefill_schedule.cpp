#include "kernels/cuda/prefill_schedule.h"

#include <algorithm>
#include <limits>

namespace moa::kernels::cuda {
namespace {

// First window key of row t, as in kernels/cpu.
std::int64_t windowStart(const HeadWindow &w, std::int64_t t) {
    const std::int64_t start = w.byBlock ? (t / kTile - w.window / kTile + 1) * kTile : t - w.window + 1;
    return std::max<std::int64_t>(start, 0);
}

PrefillTile tileOf(const PrefillRow &row, const HeadWindow &w, std::int64_t firstQuery, int queryBlocks,
                   int keyBlocks) {
    const std::int64_t lastQuery = std::min(firstQuery + queryBlocks * kTile, row.n) - 1;
    const std::int64_t last = lastQuery / kTile;
    const std::int64_t first = std::min(windowStart(w, firstQuery) / kTile, last);
    PrefillTile t;
    t.firstToken = static_cast<std::int32_t>(row.firstToken);
    t.n = static_cast<std::int32_t>(row.n);
    t.firstQuery = static_cast<std::int32_t>(firstQuery);
    t.lastBlock = static_cast<std::int32_t>(last);
    t.blocks = static_cast<std::int32_t>(last - first + 1 + (first > 0 ? 1 : 0));
    t.window = static_cast<std::int32_t>(std::min<std::int64_t>(w.window, std::numeric_limits<std::int32_t>::max()));
    t.byBlock = w.byBlock ? 1 : 0;
    const std::int64_t diagonal = last - firstQuery / kTile + 1;
    t.maskedHead = static_cast<std::int32_t>((diagonal + keyBlocks - 1) / keyBlocks);
    const std::int32_t steps = (t.blocks + keyBlocks - 1) / keyBlocks;
    t.maskedTail = t.blocks % keyBlocks ? steps - 1 : steps;
    // Blocks up to the one before the last row's window start are hidden from some row; the sink never is.
    const std::int64_t hidden = windowStart(w, lastQuery) - 1;
    if (hidden >= kTile)
        t.maskedTail =
            std::min(t.maskedTail, static_cast<std::int32_t>((last - std::min(hidden / kTile, last)) / keyBlocks));
    return t;
}

}  // namespace

std::vector<KvSection> kvSections(std::span<const PrefillRow> rows, int kvHeads, int headDim, std::int64_t sectionBytes,
                                  const std::function<std::int64_t(std::size_t row, int kvHead)> &weight) {
    std::vector<KvSection> groups;
    for (std::size_t r = 0; r < rows.size(); ++r)
        for (int g = 0; g < kvHeads; ++g) groups.push_back({r, g, weight(r, g), 0});
    std::stable_sort(groups.begin(), groups.end(),
                     [](const KvSection &a, const KvSection &b) { return a.weight > b.weight; });
    std::int64_t filled = 0;
    std::int32_t section = 0;
    for (KvSection &g : groups) {
        const std::int64_t bytes = rows[g.row].n * headDim * 4;
        if (filled > 0 && filled + bytes > sectionBytes) ++section, filled = 0;
        filled += bytes;
        g.section = section;
    }
    return groups;
}

std::vector<PrefillTile> prefillTiles(const PrefillShape &shape, int queryBlocks, int keyBlocks,
                                      std::int64_t sectionBytes) {
    struct Ordered {
        PrefillTile tile;
        std::int32_t section;
    };
    const std::int64_t tileRows = static_cast<std::int64_t>(queryBlocks) * kTile;
    const int group = shape.heads / shape.kvHeads;
    const auto windowOf = [&](int head, std::int64_t n) {
        return shape.windows.empty() ? HeadWindow{n, false} : shape.windows[static_cast<std::size_t>(head)];
    };
    const auto weight = [&](std::size_t row, int kvHead) {
        std::int64_t widest = 0;
        for (int h = kvHead * group; h < (kvHead + 1) * group; ++h)
            widest = std::max(widest, std::min(windowOf(h, shape.rows[row].n).window, shape.rows[row].n));
        return widest;
    };
    std::vector<Ordered> order;
    for (const KvSection &g : kvSections(shape.rows, shape.kvHeads, shape.headDim, sectionBytes, weight)) {
        const PrefillRow &row = shape.rows[g.row];
        for (int h = g.kvHead * group; h < (g.kvHead + 1) * group; ++h)
            for (std::int64_t q = row.firstRow / tileRows * tileRows; q < row.n; q += tileRows) {
                PrefillTile tile = tileOf(row, windowOf(h, row.n), q, queryBlocks, keyBlocks);
                tile.head = h;
                tile.kvHead = g.kvHead;
                order.push_back({tile, g.section});
            }
    }
    std::stable_sort(order.begin(), order.end(), [](const Ordered &a, const Ordered &b) {
        return a.section != b.section ? a.section < b.section : a.tile.blocks > b.tile.blocks;
    });
    std::vector<PrefillTile> tiles;
    tiles.reserve(order.size());
    for (const Ordered &o : order) tiles.push_back(o.tile);
    return tiles;
}

std::int64_t computedBlocks(std::span<const PrefillTile> tiles, int queryBlocks, int keyBlocks) noexcept {
    std::int64_t sum = 0;
    for (const PrefillTile &t : tiles)
        sum += static_cast<std::int64_t>((t.blocks + keyBlocks - 1) / keyBlocks) * keyBlocks * queryBlocks;
    return sum;
}

}  // namespace moa::kernels::cuda
