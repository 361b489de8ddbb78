// What profiling takes of a GPU's memory.
#pragma once

#include <cstdint>

#include "engine/model/model.h"

namespace moa::engine {

// Bytes that profiling a sample of n tokens takes beside the weights, on a device that recomputes attention: a
// checkpoint a layer, and what one layer needs at a time.
[[nodiscard]] std::int64_t profileBytes(const ModelFacts &facts, ComputeDtype dtype, std::int64_t n);

// Throws moa::Error naming the longest sample that fits when the device has no room for n tokens.
void checkProfileRoom(const Model &model, std::int64_t n);

}  // namespace moa::engine
