#include "kernels/cuda/decode.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/cuda/decode_design.h"
#include "kernels/cuda/launch.h"

namespace moa::kernels::cuda {
namespace {

constexpr const char *kWhat = "Decode on the GPU";

std::int64_t chunksOf(const DecodeCache &cache) {
    return (cache.capacity + kDecodeChunk - 1) / kDecodeChunk;
}

Outcome checkShape(const DecodeShape &s) {
    if (auto fault = checkHeads(s.heads, s.kvHeads, s.headDim, kWhat)) return fault;
    if (s.rows < 1 || s.caches.size() != static_cast<std::size_t>(s.rows) * static_cast<std::size_t>(s.kvHeads))
        return Fault{kWhat, std::to_string(s.caches.size()) + " caches for " + std::to_string(s.rows) + " rows",
                     "Give one cache for each row and key/value head."};
    for (const auto &c : s.caches)
        if (!c.k || !c.v || c.capacity < 1 || c.capacity > (std::int64_t{1} << 30) ||
            reinterpret_cast<std::uintptr_t>(c.k) % 16 || reinterpret_cast<std::uintptr_t>(c.v) % 16)
            return Fault{kWhat, "a cache is empty or not aligned", "Use buffers that start at multiples of 16 bytes."};
    return {};
}

struct Shares {
    std::vector<DecodePiece> pieces;
    std::vector<DecodeBlock> blocks;
    std::int32_t slots = 0;  // partial results
};

// All caches end to end, cut into runs of equal length, one for each block of threads.
Shares shareOut(std::span<const DecodeCache> caches, int blocks) {
    std::int64_t total = 0;
    for (const auto &c : caches) total += chunksOf(c);
    const auto runs = std::min<std::int64_t>(total, blocks);
    Shares s;
    std::vector<std::int32_t> parts(caches.size(), 0);
    std::size_t task = 0;
    std::int64_t before = 0;  // chunks of the tasks that are done
    for (std::int64_t run = 0; run < runs; ++run) {
        const auto first = static_cast<std::int32_t>(s.pieces.size());
        const std::int64_t end = (run + 1) * total / runs;
        for (std::int64_t at = run * total / runs; at < end;) {
            while (at >= before + chunksOf(caches[task])) before += chunksOf(caches[task++]);
            const std::int64_t taken = std::min(end, before + chunksOf(caches[task])) - at;
            s.pieces.push_back({caches[task].k, caches[task].v, static_cast<std::int32_t>(task),
                                static_cast<std::int32_t>(at - before), static_cast<std::int32_t>(taken), parts[task]++,
                                1, 0});
            at += taken;
        }
        s.blocks.push_back({first, static_cast<std::int32_t>(s.pieces.size())});
    }
    std::vector<std::int32_t> slots;
    for (const auto count : parts) {
        slots.push_back(s.slots);
        if (count > 1) s.slots += count;
    }
    for (auto &piece : s.pieces) {
        piece.parts = parts[static_cast<std::size_t>(piece.task)];
        piece.slot = slots[static_cast<std::size_t>(piece.task)];
    }
    return s;
}

// One piece a cache, for the plain kernel.
Shares whole(std::span<const DecodeCache> caches) {
    Shares s;
    for (std::size_t task = 0; task < caches.size(); ++task)
        s.pieces.push_back({caches[task].k, caches[task].v, static_cast<std::int32_t>(task), 0,
                            static_cast<std::int32_t>(chunksOf(caches[task])), 0, 1, 0});
    return s;
}

}  // namespace

struct DecodePlan::State {
    DecodeKernel kernel;
    Element type = Element::Bfloat16;
    int group = 1;
    int headDim = 0;
    int blocks = 0;
    DeviceArray<DecodePiece> pieces;
    std::int64_t partials = 0;  // floats of outputs; two for each of their rows follow
    DeviceArray<DecodeBlock> shares;
    DeviceArray<float> partial;
    DeviceArray<std::int32_t> finished;
};

DecodePlan::DecodePlan() = default;
DecodePlan::~DecodePlan() = default;
DecodePlan::DecodePlan(DecodePlan &&) noexcept = default;
DecodePlan &DecodePlan::operator=(DecodePlan &&) noexcept = default;

Outcome DecodePlan::build(const DecodeShape &shape, Element type, int perMultiprocessor) {
    if (auto fault = checkShape(shape)) return fault;
    DeviceFacts device;
    if (auto fault = currentDevice(device, kWhat)) return fault;
    auto state = std::make_unique<State>();
    state->type = type;
    state->group = shape.heads / shape.kvHeads;
    state->headDim = shape.headDim;
    state->kernel = decodeKernel(type, shape.headDim, state->group);
    const int blocks =
        device.multiprocessors * (perMultiprocessor ? perMultiprocessor : state->kernel.perMultiprocessor);
    const Shares shares = state->kernel.split ? shareOut(shape.caches, blocks) : whole(shape.caches);
    state->blocks = state->kernel.split ? static_cast<int>(shares.blocks.size()) : shape.rows * shape.heads;
    if (auto fault = state->pieces.upload(shares.pieces, kWhat)) return fault;
    if (auto fault = state->shares.upload(shares.blocks, kWhat)) return fault;
    const std::int64_t rows = std::int64_t{shares.slots} * state->group;
    state->partials = rows * shape.headDim;
    if (auto fault = state->partial.allocate(static_cast<std::size_t>(state->partials + 2 * rows), kWhat)) return fault;
    const std::vector<std::int32_t> none(shape.caches.size(), 0);
    if (auto fault = state->finished.upload(none, kWhat)) return fault;
    state_ = std::move(state);
    return {};
}

Outcome decode(const Decode &p, const DecodePlan &plan) {
    const auto *s = plan.state();
    if (!s) return Fault{kWhat, "the plan was not built", "Build it first."};
    if (p.type != s->type) return Fault{kWhat, "the plan was built for another element type", "Build it again."};
    if (!p.q || !p.o || !p.valid) return Fault{kWhat, "an operand is missing", "Give q, o and valid."};
    DecodeArguments arguments{s->pieces.get(),
                              s->shares.get(),
                              p.valid,
                              p.q,
                              p.o,
                              s->partial.get(),
                              reinterpret_cast<float2 *>(s->partial.get() + s->partials),
                              s->finished.get(),
                              s->group,
                              s->headDim,
                              p.scale * 1.4426950408889634F};
    void *parameters[] = {&arguments};
    return launchEarly(s->kernel.kernel, dim3(static_cast<unsigned>(s->blocks)),
                       dim3(static_cast<unsigned>(s->kernel.threads)), s->kernel.sharedBytes, parameters, p.stream,
                       kWhat);
}

}  // namespace moa::kernels::cuda
