#include "engine/profile/profile_room.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/model/device_errors.h"
#include "engine/model/weights.h"
#include "engine/values/conventions.h"

namespace moa::engine {

std::int64_t profileBytes(const ModelFacts &facts, ComputeDtype dtype, std::int64_t n) {
    const std::int64_t kept = dtype == ComputeDtype::Float32 ? 4 : 2;
    const std::int64_t q = std::int64_t{facts.heads} * facts.headDim;
    const std::int64_t fused = q + std::int64_t{2} * facts.kvHeads * facts.headDim;
    const std::int64_t checkpoints = facts.layers * n * facts.hidden * kept;
    // Streams and their gradients; then q, k, v in both types with their gradients, O and dO, or, for short texts, the
    // pieces of the MLP and of the logits. At most 5 % above what an 8B-shaped model takes from 16k to 128k tokens.
    const std::int64_t streams = n * facts.hidden * 4 * 5;
    const std::int64_t attention = n * (fused * 12 + q * 9);
    constexpr std::int64_t kPieces = 2'700'000'000;
    const std::int64_t pieces = std::min(kPieces, n * (facts.intermediate * 24L + facts.vocab * 8L));
    const std::int64_t maps = std::int64_t{2} * facts.heads * blockCount(n) * blockCount(n) * 4;
    return (checkpoints + streams + std::max(attention, pieces) + maps) / 50 * 51;
}

void checkProfileRoom(const Model &model, std::int64_t n) {
    const auto &device = *model.weights().device;
    const auto &facts = model.facts();
    const auto dtype = model.options().dtype;
    const auto free = device.freeBytes();
    if (!free) return;
    std::int64_t fits = n;
    while (fits > 0 && profileBytes(facts, dtype, fits) > *free) fits = fits * 15 / 16;
    checkRoom(device, "The sample cannot be profiled", fmt::format("a sample of {} tokens", n),
              profileBytes(facts, dtype, n),
              fmt::format("Use samples of at most about {} tokens, or --device cpu.", fits / 64 * 64));
}

}  // namespace moa::engine
