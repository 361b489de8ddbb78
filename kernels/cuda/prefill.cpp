#include "kernels/cuda/prefill.h"

#include <algorithm>
#include <cstring>

#include "kernels/cuda/launch.h"
#include "kernels/cuda/prefill_design.h"
#include "kernels/cuda/tensor_map.h"

namespace moa::kernels::cuda {
namespace {

constexpr const char *kWhat = "Prefill on the GPU";

std::vector<const PrefillDesignRow *> rowsFor(Element type, int headDim, bool hopper) {
    return designsFor(hopperPrefillDesigns(), portablePrefillDesigns(), type, headDim, hopper);
}

Outcome checkShape(const PrefillShape &s) {
    if (auto fault = checkHeads(s.heads, s.kvHeads, s.headDim, kWhat)) return fault;
    if (!s.windows.empty() && static_cast<int>(s.windows.size()) != s.heads)
        return Fault{kWhat, std::to_string(s.windows.size()) + " windows for " + std::to_string(s.heads) + " heads",
                     "Use a plan of this model."};
    for (const auto &w : s.windows)
        if (w.window < 1)
            return Fault{kWhat, "a window has " + std::to_string(w.window) + " tokens", "Use windows of at least 1."};
    return checkRows(s.rows, kWhat);
}

}  // namespace

struct PrefillPlan::State : TilePlan {
    const PrefillDesignRow *design = nullptr;
    std::int64_t blocks = 0;
    DeviceArray<PrefillTile> tiles;
};

PrefillPlan::PrefillPlan() = default;
PrefillPlan::~PrefillPlan() = default;
PrefillPlan::PrefillPlan(PrefillPlan &&) noexcept = default;
PrefillPlan &PrefillPlan::operator=(PrefillPlan &&) noexcept = default;

Outcome PrefillPlan::build(const PrefillShape &shape, Element type, const PrefillTuning &tuning) {
    if (auto fault = checkShape(shape)) return fault;
    DeviceFacts device;
    if (auto fault = currentDevice(device, kWhat)) return fault;
    auto state = std::make_unique<State>();
    for (const auto *row : rowsFor(type, shape.headDim, device.hopper))
        if (!state->design && (!*tuning.design || std::strcmp(tuning.design, row->name) == 0)) state->design = row;
    if (!state->design)
        return Fault{kWhat, std::string("no design is called ") + tuning.design, "Choose one that is listed."};
    const auto &design = *state->design;
    const auto tiles = prefillTiles(shape, design.queryBlocks, design.keyBlocks,
                                    tuning.sectionBytes ? tuning.sectionBytes : device.cacheBytes / 2);
    state->heads = shape.heads;
    state->kvHeads = shape.kvHeads;
    state->headDim = shape.headDim;
    state->multiprocessors = device.multiprocessors;
    state->tileCount = static_cast<int>(tiles.size());
    state->blocks = kernels::cuda::computedBlocks(tiles, design.queryBlocks, design.keyBlocks);
    state->lastToken = kernels::cuda::lastToken(shape.rows);
    if (auto fault = state->tiles.upload(tiles, kWhat)) return fault;
    if (auto fault = state->next.allocate(1, kWhat)) return fault;
    state_ = std::move(state);
    return {};
}

const char *PrefillPlan::design() const noexcept {
    return state_ ? state_->design->name : "";
}
std::int64_t PrefillPlan::computedBlocks() const noexcept {
    return state_ ? state_->blocks : 0;
}

namespace {

Outcome launchHopper(const Prefill &p, const PrefillPlan::State &s, PrefillArguments &arguments) {
    CUtensorMap q, k, v;
    if (auto fault = makeTensorMap(q, p.q, p.type, p.tokens, s.heads, s.headDim, "q")) return fault;
    if (auto fault = makeTensorMap(k, p.k, p.type, p.tokens, s.kvHeads, s.headDim, "k")) return fault;
    if (auto fault = makeTensorMap(v, p.v, p.type, p.tokens, s.kvHeads, s.headDim, "v")) return fault;
    if (reinterpret_cast<std::uintptr_t>(p.o.data) % 16 || p.o.tokenStride % 8 || p.o.headStride % 8)
        return Fault{kWhat, "the output is not aligned",
                     "Use a buffer whose start and strides are multiples of 16 bytes."};
    void *parameters[] = {&q, &k, &v, &arguments};
    return launchPlan(s, parameters, p.stream, kWhat);
}

}  // namespace

Outcome prefill(const Prefill &p, const PrefillPlan &plan) {
    const auto *s = plan.state();
    if (auto fault = checkPlan(s, p.type, p.tokens, kWhat)) return fault;
    if (s->tileCount == 0) return {};
    PrefillArguments arguments{s->tiles.get(), s->tileCount, s->next.get(), p.o.data, p.o.tokenStride, p.o.headStride,
                               p.fullO,        p.logSumExp,  p.tokens,      s->heads, p.scale};
    if (s->design->hopper) return launchHopper(p, *s, arguments);
    PortablePrefill portable{arguments, p.q, p.k, p.v, s->headDim};
    void *parameters[] = {&portable};
    return launchPlan(*s, parameters, p.stream, kWhat);
}

std::vector<const char *> prefillDesigns(Element type, int headDim) {
    DeviceFacts device;
    std::vector<const char *> names;
    if (currentDevice(device, kWhat)) return names;
    for (const auto *row : rowsFor(type, headDim, device.hopper)) names.push_back(row->name);
    return names;
}

}  // namespace moa::kernels::cuda
