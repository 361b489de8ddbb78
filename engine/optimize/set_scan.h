// The inner loop of the dual: sums over a layer's units of the cheaper of two rules. Internal to the optimizer.
#pragma once

#include <cstddef>

namespace moa::engine {

// table: [rule][stride] costs of one layer, stride a multiple of 4 (kCostPad), infinite where forbidden. For every
// j in [from, rules): sums[j] = sum over units of min(floor[unit], table[j][unit]), in an order that does not depend on
// the instruction set. About one cycle for four units where there is AVX2.
void scanPairs(const double *floor, const double *table, std::size_t stride, std::size_t from, std::size_t rules,
               double *sums);

// sum over units of min(a[unit], b[unit]), in the same order.
[[nodiscard]] double pairCost(const double *a, const double *b, std::size_t stride);

inline constexpr std::size_t kCostPad = 4;

}  // namespace moa::engine
