// The project's own generator, so that the same seed gives the same questions on every machine.
#pragma once

#include <cstdint>

namespace moa::engine {

// splitmix64 (Sebastiano Vigna, public domain).
class Random {
public:
    explicit Random(std::uint64_t seed) noexcept : state_(seed) {}

    [[nodiscard]] std::uint64_t next() noexcept {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ z >> 27) * 0x94D049BB133111EBULL;
        return z ^ z >> 31;
    }
    // 0 .. bound - 1 without bias; bound > 0.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound) noexcept {
        const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
        std::uint64_t value = next();
        while (value >= limit) value = next();
        return value % bound;
    }

private:
    std::uint64_t state_;
};

// A seed from several numbers, every one of which matters.
template <class... Numbers>
[[nodiscard]] std::uint64_t mixedSeed(Numbers... numbers) noexcept {
    std::uint64_t seed = 0;
    ((seed = Random(seed ^ static_cast<std::uint64_t>(numbers)).next()), ...);
    return seed;
}

}  // namespace moa::engine
