// What decoding takes of a GPU's memory.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/model.h"
#include "engine/runtime/span_policy.h"

namespace moa::engine {

// Bytes of a number in the caches: of the weights' type on a GPU, of the activations' on the CPU.
[[nodiscard]] std::int64_t cacheElementBytes(const ComputeOptions &options) noexcept;

// Throws moa::Error naming how many of the prompts fit when the device has no room for the caches of all of them and
// the activations of the longest.
void checkDecodeRoom(const Model &model, const SpanPolicy &spans, std::span<const std::vector<std::int32_t>> prompts,
                     std::int64_t maxNew);

}  // namespace moa::engine
