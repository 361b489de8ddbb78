#include "kernels/cuda/influence.h"

#include <algorithm>
#include <cstring>

#include "kernels/cuda/influence_design.h"
#include "kernels/cuda/launch.h"
#include "kernels/cuda/tensor_map.h"

namespace moa::kernels::cuda {
namespace {

constexpr const char *kWhat = "Influence on the GPU";

std::vector<const InfluenceDesignRow *> rowsFor(Element type, int headDim, bool hopper) {
    return designsFor(hopperInfluenceDesigns(), portableInfluenceDesigns(), type, headDim, hopper);
}

std::int64_t blocksOf(std::int64_t n) {
    return (n + kTile - 1) / kTile;
}

Outcome checkShape(const InfluenceShape &s) {
    if (auto fault = checkHeads(s.heads, s.kvHeads, s.headDim, kWhat)) return fault;
    if (auto fault = checkRows(s.rows, kWhat)) return fault;
    std::int64_t blocks = 0;
    for (const auto &r : s.rows) blocks += blocksOf(r.n);
    if (!s.reached.empty() && static_cast<std::int64_t>(s.reached.size()) != blocks)
        return Fault{kWhat, std::to_string(s.reached.size()) + " flags for " + std::to_string(blocks) + " row blocks",
                     "Give one flag for each block of 64 rows."};
    return {};
}

struct Ordered {
    InfluenceTile tile;
    std::int32_t section;
    std::int64_t work;
};

void addTiles(std::vector<Ordered> &order, const InfluenceShape &shape, const KvSection &group, int queryBlocks,
              std::span<const std::uint8_t> reached) {
    const auto &row = shape.rows[group.row];
    const int perGroup = shape.heads / shape.kvHeads;
    const std::int64_t blocks = blocksOf(row.n);
    for (std::int64_t first = 0; first < blocks; first += queryBlocks) {
        const std::int64_t last = std::min<std::int64_t>(first + queryBlocks, blocks) - 1;
        bool any = reached.empty();
        for (std::int64_t b = first; b <= last && !any; ++b) any = reached[static_cast<std::size_t>(b)] != 0;
        if (!any && !shape.attention) continue;
        for (int h = group.kvHead * perGroup; h < (group.kvHead + 1) * perGroup; ++h) {
            InfluenceTile t;
            t.head = h;
            t.kvHead = group.kvHead;
            t.firstToken = static_cast<std::int32_t>(row.firstToken);
            t.n = static_cast<std::int32_t>(row.n);
            t.firstQuery = static_cast<std::int32_t>(first * kTile);
            t.lastBlock = static_cast<std::int32_t>(last);
            t.map = static_cast<std::int32_t>(group.row) * shape.heads + h;
            t.reached = any ? 1 : 0;
            order.push_back({t, group.section, (last + 1) * (any ? 2 : 1)});
        }
    }
}

// Section by section, the longest tile first. Where only the attention is wanted, a tile is half the work.
std::vector<InfluenceTile> tilesOf(const InfluenceShape &shape, int queryBlocks, std::int64_t sectionBytes) {
    std::vector<std::size_t> firstFlag{0};
    for (const auto &r : shape.rows) firstFlag.push_back(firstFlag.back() + static_cast<std::size_t>(blocksOf(r.n)));
    const auto weight = [&](std::size_t row, int) { return shape.rows[row].n; };
    std::vector<Ordered> order;
    for (const auto &g : kvSections(shape.rows, shape.kvHeads, shape.headDim, sectionBytes, weight))
        addTiles(order, shape, g, queryBlocks,
                 shape.reached.empty()
                     ? shape.reached
                     : shape.reached.subspan(firstFlag[g.row], firstFlag[g.row + 1] - firstFlag[g.row]));
    std::stable_sort(order.begin(), order.end(), [](const Ordered &a, const Ordered &b) {
        return a.section != b.section ? a.section < b.section : a.work > b.work;
    });
    std::vector<InfluenceTile> tiles;
    for (const auto &o : order) tiles.push_back(o.tile);
    return tiles;
}

}  // namespace

struct InfluencePlan::State : TilePlan {
    const InfluenceDesignRow *design = nullptr;
    std::int64_t blocks = 0;  // along a side of the largest map
    DeviceArray<InfluenceTile> tiles;
};

InfluencePlan::InfluencePlan() = default;
InfluencePlan::~InfluencePlan() = default;
InfluencePlan::InfluencePlan(InfluencePlan &&) noexcept = default;
InfluencePlan &InfluencePlan::operator=(InfluencePlan &&) noexcept = default;

const char *InfluencePlan::design() const noexcept {
    return state_ ? state_->design->name : "";
}

Outcome InfluencePlan::build(const InfluenceShape &shape, Element type, const char *design) {
    if (auto fault = checkShape(shape)) return fault;
    DeviceFacts device;
    if (auto fault = currentDevice(device, kWhat)) return fault;
    auto state = std::make_unique<State>();
    for (const auto *row : rowsFor(type, shape.headDim, device.hopper))
        if (!state->design && (!*design || std::strcmp(design, row->name) == 0)) state->design = row;
    if (!state->design) return Fault{kWhat, std::string("no design is called ") + design, "Choose one that is listed."};
    const auto tiles = tilesOf(shape, state->design->queryBlocks, device.cacheBytes / 2);
    state->heads = shape.heads;
    state->kvHeads = shape.kvHeads;
    state->headDim = shape.headDim;
    state->multiprocessors = device.multiprocessors;
    state->tileCount = static_cast<int>(tiles.size());
    state->lastToken = lastToken(shape.rows);
    for (const auto &r : shape.rows) state->blocks = std::max(state->blocks, blocksOf(r.n));
    if (auto fault = state->tiles.upload(tiles, kWhat)) return fault;
    if (auto fault = state->next.allocate(1, kWhat)) return fault;
    state_ = std::move(state);
    return {};
}

namespace {

Outcome launchHopper(const Influence &p, const InfluencePlan::State &s, InfluenceArguments &arguments) {
    CUtensorMap q, k, v, dO;
    if (auto fault = makeTensorMap(q, p.q, p.type, p.tokens, s.heads, s.headDim, "q")) return fault;
    if (auto fault = makeTensorMap(k, p.k, p.type, p.tokens, s.kvHeads, s.headDim, "k")) return fault;
    if (auto fault = makeTensorMap(v, p.v, p.type, p.tokens, s.kvHeads, s.headDim, "v")) return fault;
    if (auto fault = makeTensorMap(dO, p.dO, p.type, p.tokens, s.heads, s.headDim, "dO")) return fault;
    void *parameters[] = {&q, &k, &v, &dO, &arguments};
    return launchPlan(s, parameters, p.stream, kWhat);
}

}  // namespace

Outcome influence(const Influence &p, const InfluencePlan &plan) {
    const auto *s = plan.state();
    if (auto fault = checkPlan(s, p.type, p.tokens, kWhat)) return fault;
    if (p.blocks < s->blocks)
        return Fault{kWhat, "maps of " + std::to_string(p.blocks) + " blocks, not " + std::to_string(s->blocks),
                     "Use maps as wide as the longest row."};
    if (!p.influence || !p.logSumExp || !p.rowDots)
        return Fault{kWhat, "an operand is missing", "Give influence, logSumExp and rowDots."};
    if (s->tileCount == 0) return {};
    InfluenceArguments arguments{s->tiles.get(), s->tileCount, s->next.get(), p.logSumExp, p.rowDots, p.influence,
                                 p.attention,    p.tokens,     p.blocks,      p.isSigned,  p.scale};
    if (s->design->hopper) return launchHopper(p, *s, arguments);
    PortableInfluence portable{arguments, p.q, p.k, p.v, p.dO, s->headDim};
    void *parameters[] = {&portable};
    return launchPlan(*s, parameters, p.stream, kWhat);
}

std::vector<const char *> influenceDesigns(Element type, int headDim) {
    DeviceFacts device;
    std::vector<const char *> names;
    if (currentDevice(device, kWhat)) return names;
    for (const auto *row : rowsFor(type, headDim, device.hopper)) names.push_back(row->name);
    return names;
}

}  // namespace moa::kernels::cuda
