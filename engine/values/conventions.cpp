#include "engine/values/conventions.h"

#include <algorithm>
#include <cmath>

namespace moa::engine {

int blockCount(std::int64_t length) noexcept {
    return static_cast<int>((length + kBlock - 1) / kBlock);
}

int bandBlocks(const Rule &rule, int nb) noexcept {
    const double k = std::floor(rule.alpha / kBlock) + rule.beta * nb;
    return std::max(static_cast<int>(std::clamp(k, -1e9, 1e9)), 1);
}

std::int64_t keptBlocks(int band, int nb) noexcept {
    // Row i keeps min(i + 1, band) band blocks and, where the band does not reach it, the sink block.
    const std::int64_t full = std::min(band, nb);
    const std::int64_t rest = nb - full;
    return full * (full + 1) / 2 + rest * (static_cast<std::int64_t>(band) + 1);
}

int kvBlocks(const Rule &rule, int nb) noexcept {
    return static_cast<int>(std::min<std::int64_t>(nb, std::int64_t{bandBlocks(rule, nb)} + 1));
}

double kvDensity(const Rule &rule, int nb) noexcept {
    return static_cast<double>(kvBlocks(rule, nb)) / nb;
}

double causalDensity(const Rule &rule, int nb) noexcept {
    const double causal = static_cast<double>(nb) * (nb + 1) / 2;
    return static_cast<double>(keptBlocks(bandBlocks(rule, nb), nb)) / causal;
}

double rawDensity(const Rule &rule, std::int64_t length) noexcept {
    return rule.span(static_cast<double>(length)) / static_cast<double>(length);
}

std::int64_t cacheTokens(const Rule &rule, std::int64_t n, std::int64_t m) noexcept {
    const auto total = static_cast<double>(n + m);
    // Limited before the conversion, so that huge or infinite rules stay defined.
    const double span = std::min(rule.alpha + total * rule.beta, total);
    const auto c = span > 0 ? static_cast<std::int64_t>(span) : 0;
    return (std::max(c, kLeastCache) + kBlock - 1) / kBlock * kBlock;
}

std::int64_t uniformOfSameMemory(std::span<const std::int64_t> cacheTokensOfGroups) noexcept {
    if (cacheTokensOfGroups.empty()) return kLeastCache;
    std::int64_t sum = 0;
    for (const auto c : cacheTokensOfGroups) sum += c;
    const auto blocks = sum / (static_cast<std::int64_t>(cacheTokensOfGroups.size()) * kBlock);
    return std::max(blocks * kBlock, kLeastCache);
}

double prefillArea(Prefill prefill, std::int64_t c, std::int64_t n) noexcept {
    const std::int64_t window = c - kSink;
    double pairs = 0;
    for (std::int64_t t = 0; t < n; ++t) {
        const auto start = prefill == Prefill::Token ? t - window + 1 : (t / kBlock - window / kBlock + 1) * kBlock;
        // The window's keys, and those of the sink before it.
        const auto from = std::clamp<std::int64_t>(start, 0, t + 1);
        pairs += static_cast<double>(t + 1 - from + std::min<std::int64_t>(from, kSink));
    }
    return pairs / (static_cast<double>(n) * static_cast<double>(n + 1) / 2);
}

std::string_view toString(Prefill prefill) noexcept {
    return prefill == Prefill::Token ? "token" : "block";
}

}  // namespace moa::engine
