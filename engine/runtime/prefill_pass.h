// The prompt through all layers under a span policy. Internal to the runtime.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/model/compute_device.h"
#include "engine/model/weights.h"
#include "engine/values/conventions.h"
#include "engine/values/progress.h"

namespace moa::engine {

class PrefillPass {
public:
    // cacheTokens: c by [layer][kv head]; positions: of the longest text that is run.
    PrefillPass(const Weights &weights, const std::vector<std::int64_t> &cacheTokens, Prefill prefill,
                std::int64_t positions);

    // Residual stream after the last layer of rows firstRow.. : [n - firstRow, hidden]. firstRow > 0 saves the work of
    // the last layer's earlier rows; every other layer computes all rows. Fills the newest row of `batch` where one is
    // given.
    [[nodiscard]] at::Tensor run(std::span<const std::int32_t> ids, std::int64_t firstRow, BatchAttention *batch,
                                 Progress &progress);

    // Seconds the runs have spent in the attention.
    [[nodiscard]] double secondsAttention() const { return text_->seconds(); }

private:
    const Weights &weights_;
    std::unique_ptr<TextAttention> text_;
};

}  // namespace moa::engine
