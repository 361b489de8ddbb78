// Decoding of a batch of rows of unequal length. Internal to the runtime.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/model/compute_device.h"
#include "engine/model/weights.h"
#include "engine/runtime/runtime.h"

namespace moa::engine {

class DecodeLoop {
public:
    DecodeLoop(const Weights &weights, const SpanPolicy &spans, Prefill prefill, const DecodeLimits &limits,
               Progress &progress);

    [[nodiscard]] Decoded run(std::span<const std::vector<std::int32_t>> prompts);

private:
    // A row that is still decoding.
    struct Row {
        std::size_t index = 0;
        Sampler sampler;
    };

    void prefill(std::size_t index, const std::vector<std::int32_t> &prompt);
    // The outcome of the newest token of every active row.
    [[nodiscard]] at::Tensor step();
    // What the next tokens of rows x [rows, hidden] are taken from: their logits [rows, vocab] or, where a device takes
    // the largest itself, tokens and margins [2, rows].
    [[nodiscard]] at::Tensor outcomeOf(const at::Tensor &x) const;
    // Takes the next token of the active rows firstRow.. from their outcome; rows that are done leave the batch.
    void choose(const at::Tensor &outcome, std::size_t firstRow);
    [[nodiscard]] bool isDone(const DecodedRow &row) const;

    const Weights &weights_;
    const SpanPolicy &spans_;
    Prefill prefill_;
    const DecodeLimits &limits_;
    Progress &progress_;
    bool greedyThere_;                       // the largest logits are found on the device
    std::unique_ptr<BatchAttention> batch_;  // its rows are the active ones
    std::vector<Row> active_;
    Decoded result_;
};

}  // namespace moa::engine
