// Decoding of a batch of rows of unequal length. Internal to the runtime.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/model/rope.h"
#include "engine/model/weights.h"
#include "engine/runtime/ragged_cache.h"
#include "engine/runtime/runtime.h"

namespace moa::engine {

template <class T>
class DecodeLoop {
public:
    DecodeLoop(const Weights &weights, const SpanPolicy &spans, Prefill prefill, const DecodeLimits &limits,
               Progress &progress);

    [[nodiscard]] Decoded run(std::span<const std::vector<std::int32_t>> prompts);

private:
    // A row that is still decoding: its cache and how many positions that holds.
    struct Row {
        std::size_t index = 0;
        RaggedCache<T> cache;
        std::int64_t tokens = 0;
        Sampler sampler;
    };

    void prefill(std::size_t index, const std::vector<std::int32_t> &prompt);
    // Residual stream [rows, hidden] of the newest token of every active row.
    [[nodiscard]] at::Tensor step();
    [[nodiscard]] at::Tensor attend(int layer, const at::Tensor &qkv);
    // Takes the next token of the active rows firstRow.. from x [rows, hidden]; rows that are done leave the batch.
    void choose(const at::Tensor &x, std::size_t firstRow);

    const Weights &weights_;
    const SpanPolicy &spans_;
    Prefill prefill_;
    const DecodeLimits &limits_;
    Progress &progress_;
    std::vector<Row> active_;
    std::optional<RopeTable<T>> rope_;  // made at the first step, for the longest row
    Decoded result_;
};

}  // namespace moa::engine
