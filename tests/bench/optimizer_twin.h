// Seeded optimizer instances of any shape that resemble those of real models.
#pragma once

#include <cstdint>

#include "engine/values/optimizer_instance.h"

namespace moa::bench {

struct TwinShape {
    int layers = 32;
    int unitsPerLayer = 32;
};

// Profile lengths 2048, 4096, 8192, extend length 16384, the 48 rules of that grid, budgets 0.5 (lower 0.45) at all
// four, at most 2 rules a layer. Every unit mixes a local kernel of power-law decay, a long-range one and a periodic
// one, its rows normalised, later rows weighing more in some units, with log-normal noise per block; the scales of the
// layers span three orders of magnitude, the first layers largest. The loss of a rule is the sum over the blocks that
// its layout masks, rounded to 7 significant digits. The same seed gives the same instance everywhere.
[[nodiscard]] engine::OptimizerInstance optimizerTwin(const TwinShape &shape, std::uint64_t seed);

}  // namespace moa::bench
