#include "engine/optimize/set_scan.h"

namespace moa::engine {

namespace {

using Four = double __attribute__((vector_size(32), aligned(8)));

[[gnu::always_inline]] inline void least(Four &sum, const Four &a, const double *b) {
    const auto &other = *reinterpret_cast<const Four *>(b);
    sum += a < other ? a : other;
}

[[gnu::always_inline]] inline double total(const Four &f) {
    return (f[0] + f[1]) + (f[2] + f[3]);
}

[[gnu::always_inline]] inline double pair(const double *a, const double *b, std::size_t stride) {
    Four s = {};
    for (std::size_t u = 0; u < stride; u += 4) least(s, *reinterpret_cast<const Four *>(a + u), b + u);
    return total(s);
}

// Four rules at a time: their sums do not wait for one another.
[[gnu::always_inline]] inline void scan(const double *floor, const double *table, std::size_t stride, std::size_t from,
                                        std::size_t rules, double *sums) {
    std::size_t j = from;
    for (; j + 4 <= rules; j += 4) {
        const double *row = table + j * stride;
        Four s0 = {}, s1 = {}, s2 = {}, s3 = {};
        for (std::size_t u = 0; u < stride; u += 4) {
            const Four a = *reinterpret_cast<const Four *>(floor + u);
            least(s0, a, row + u);
            least(s1, a, row + stride + u);
            least(s2, a, row + 2 * stride + u);
            least(s3, a, row + 3 * stride + u);
        }
        sums[j] = total(s0);
        sums[j + 1] = total(s1);
        sums[j + 2] = total(s2);
        sums[j + 3] = total(s3);
    }
    for (; j < rules; ++j) sums[j] = pair(floor, table + j * stride, stride);
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] double pairAvx2(const double *a, const double *b, std::size_t stride) {
    return pair(a, b, stride);
}

[[gnu::target("avx2")]] void scanAvx2(const double *floor, const double *table, std::size_t stride, std::size_t from,
                                      std::size_t rules, double *sums) {
    scan(floor, table, stride, from, rules, sums);
}

bool wide() {
    static const bool known = __builtin_cpu_supports("avx2") != 0;
    return known;
}
#endif

}  // namespace

double pairCost(const double *a, const double *b, std::size_t stride) {
#if defined(__x86_64__)
    if (wide()) return pairAvx2(a, b, stride);
#endif
    return pair(a, b, stride);
}

void scanPairs(const double *floor, const double *table, std::size_t stride, std::size_t from, std::size_t rules,
               double *sums) {
#if defined(__x86_64__)
    if (wide()) return scanAvx2(floor, table, stride, from, rules, sums);
#endif
    scan(floor, table, stride, from, rules, sums);
}

}  // namespace moa::engine
