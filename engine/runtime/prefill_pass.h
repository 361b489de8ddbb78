// The prompt through all layers under a span policy. Internal to the runtime.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/rope.h"
#include "engine/model/weights.h"
#include "engine/runtime/ragged_cache.h"
#include "engine/values/conventions.h"
#include "engine/values/progress.h"
#include "kernels/attention.h"

namespace moa::engine {

template <class T>
class PrefillPass {
public:
    // cacheTokens: c by [layer][kv head]; positions: rows of the rotary table.
    PrefillPass(const Weights &weights, const std::vector<std::int64_t> &cacheTokens, Prefill prefill,
                std::int64_t positions);

    // Residual stream after the last layer of rows firstRow.. : [n - firstRow, hidden]. firstRow > 0 saves the work of
    // the last layer's earlier rows; every other layer computes all rows. Fills `cache` where one is given.
    [[nodiscard]] at::Tensor run(std::span<const std::int32_t> ids, std::int64_t firstRow, RaggedCache<T> *cache,
                                 Progress &progress);

    // Seconds the runs have spent in the attention kernel.
    [[nodiscard]] double secondsAttention() const noexcept { return secondsAttention_; }

private:
    [[nodiscard]] at::Tensor attend(int layer, const at::Tensor &qkv, std::int64_t firstRow,
                                    const std::stop_token &stop);

    const Weights &weights_;
    RopeTable<T> rope_;
    std::vector<kernels::HeadWindow> windows_;  // [layer][query head]
    double secondsAttention_ = 0;
};

}  // namespace moa::engine
