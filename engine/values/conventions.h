// The two block conventions of MoA, kept apart in this one place.
//
// Optimizer's layout (losses, budgets, "kept" overlay): a row keeps max(k, 1) blocks that end at the diagonal PLUS the
// sink column. Runtime's layout (everything computed with a plan): the cache of c tokens INCLUDES the sink.
// Source: thu-nics/MoA, elastic_block_sparse.py (layout) and cache_utils.py (cache).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/values/rule.h"

namespace moa::engine {

// --- Optimizer's layout -------------------------------------------------------------------------------------------

// Blocks along one side at `length` tokens: ceil(length / 64).
[[nodiscard]] int blockCount(std::int64_t length) noexcept;

// Band blocks of a row, diagonal included: max(int(floor(alpha / 64) + beta * nb), 1). Not limited to nb.
[[nodiscard]] int bandBlocks(const Rule &rule, int nb) noexcept;

// Does a rule of `band` band blocks keep block (row, column)? Causal, with the sink column.
[[nodiscard]] constexpr bool keepsBlock(int band, int row, int column) noexcept {
    return column <= row && (column == 0 || column > row - band);
}

// Kept causal blocks of the whole nb x nb triangle.
[[nodiscard]] std::int64_t keptBlocks(int band, int nb) noexcept;

// Density `kv`: the most blocks a row keeps / nb = min(nb, band + 1) / nb.
[[nodiscard]] double kvDensity(const Rule &rule, int nb) noexcept;
// Blocks counted by kvDensity: min(nb, band + 1).
[[nodiscard]] int kvBlocks(const Rule &rule, int nb) noexcept;
// Density `causal`: kept blocks / causal blocks.
[[nodiscard]] double causalDensity(const Rule &rule, int nb) noexcept;
// Density `raw`: (alpha + beta * N) / N, unclipped, no sink.
[[nodiscard]] double rawDensity(const Rule &rule, std::int64_t length) noexcept;

// --- Runtime's layout ---------------------------------------------------------------------------------------------

inline constexpr std::int64_t kLeastCache = 128;  // tokens a head's cache holds at least

// Cache tokens of a rule for prompt n and allowance m, sink included:
// c = int(alpha + (n + m) * beta); c = min(c, n + m); c = ceil(max(c, 128) / 64) * 64.
[[nodiscard]] std::int64_t cacheTokens(const Rule &rule, std::int64_t n, std::int64_t m) noexcept;

// Uniform cache of at most the same memory: max(64 * floor(mean(c) / 64), 128).
[[nodiscard]] std::int64_t uniformOfSameMemory(std::span<const std::int64_t> cacheTokensOfGroups) noexcept;

// How prompt rows see the cache: exactly what decode sees, or by whole blocks as in the published code.
enum class Prefill { Token, Block };

[[nodiscard]] std::string_view toString(Prefill prefill) noexcept;

// Does query row t see key s (s <= t) under a cache of c tokens?
// Token: s < 64 or s > t - (c - 64). Block: key block 0, or key block >= t/64 - (c - 64)/64 + 1.
[[nodiscard]] constexpr bool seesToken(Prefill prefill, std::int64_t c, std::int64_t t, std::int64_t s) noexcept {
    if (s > t) return false;
    if (s < kSink) return true;
    const std::int64_t window = c - kSink;
    if (prefill == Prefill::Token) return s > t - window;
    return s / kBlock >= t / kBlock - window / kBlock + 1;
}

// Share of the causal pairs of n tokens that the prompt rows see under a cache of c tokens: what the attention of a
// prefill computes.
[[nodiscard]] double prefillArea(Prefill prefill, std::int64_t c, std::int64_t n) noexcept;

}  // namespace moa::engine
