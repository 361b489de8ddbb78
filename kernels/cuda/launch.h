// What the launchers of this room have in common: the device's facts and the checks of shapes.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "kernels/cuda/prefill_schedule.h"
#include "kernels/cuda/runtime.h"

namespace moa::kernels::cuda {

struct DeviceFacts {
    bool hopper = false;  // compute capability 9.x: wgmma and the copy engine
    int multiprocessors = 0;
    int cacheBytes = 0;  // L2
};
[[nodiscard]] Outcome currentDevice(DeviceFacts &facts, const char *what);

// Head dimension 1..256, heads a multiple of kvHeads.
[[nodiscard]] Outcome checkHeads(int heads, int kvHeads, int headDim, const char *what);
// Rows of at least one token within 2^30 tokens.
[[nodiscard]] Outcome checkRows(std::span<const PrefillRow> rows, const char *what);
[[nodiscard]] std::int64_t lastToken(std::span<const PrefillRow> rows) noexcept;

// Queues a kernel with as much dynamic shared memory as it asks for.
[[nodiscard]] Outcome launchKernel(const void *kernel, int blocks, int threads, std::size_t sharedBytes,
                                   void **parameters, Stream stream, const char *what);

// Queues a kernel that, on Hopper, may start while the one before it runs: it calls awaitKernelBefore (early.cuh).
[[nodiscard]] Outcome launchEarly(const void *kernel, dim3 blocks, dim3 threads, std::size_t sharedBytes,
                                  void **parameters, Stream stream, const char *what);

// Queues a kernel that takes its tiles from a list by the counter `next`, which starts at 0.
[[nodiscard]] Outcome launchTiles(const void *kernel, int blocks, int threads, std::size_t sharedBytes, int *next,
                                  void **parameters, Stream stream, const char *what);

// What the plan of a batch keeps for its launches, whichever kernel takes its tiles.
struct TilePlan {
    int heads = 0;
    int kvHeads = 0;
    int headDim = 0;
    int multiprocessors = 0;
    int tileCount = 0;
    std::int64_t lastToken = 0;
    DeviceArray<int> next;
};

// Whether a plan was built, for this type, and its rows lie within the buffers.
template <class State>
[[nodiscard]] Outcome checkPlan(const State *plan, Element type, std::int64_t tokens, const char *what) {
    if (!plan) return Fault{what, "the plan was not built", "Build it first."};
    if (type != plan->design->type)
        return Fault{what, "the plan was built for another element type", "Build it again."};
    if (plan->lastToken > tokens)
        return Fault{what, "the rows reach past the buffers' " + std::to_string(tokens) + " tokens",
                     "Check the rows of the batch."};
    return {};
}

// Queues a plan's kernel: on Hopper the blocks stay and take tile after tile, else each takes one.
template <class State>
[[nodiscard]] Outcome launchPlan(const State &s, void **parameters, Stream stream, const char *what) {
    const int blocks = s.design->hopper ? std::min(s.multiprocessors, s.tileCount) : s.tileCount;
    return launchTiles(s.design->kernel, blocks, s.design->threads, s.design->sharedBytes, s.next.get(), parameters,
                       stream, what);
}

// The designs that serve a type and head dimension: Hopper's first where the device is one, then the portable ones.
template <class Row>
std::vector<const Row *> designsFor(std::span<const Row> hopper, std::span<const Row> portable, Element type,
                                    int headDim, bool onHopper) {
    std::vector<const Row *> fit;
    const auto add = [&](std::span<const Row> rows) {
        for (const Row &r : rows)
            if (r.type == type && headDim >= r.minDim && headDim <= r.maxDim) fit.push_back(&r);
    };
    if (onHopper) add(hopper);
    add(portable);
    return fit;
}

}  // namespace moa::kernels::cuda
