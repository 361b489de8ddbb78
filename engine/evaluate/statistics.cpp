#include "engine/evaluate/statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "engine/evaluate/random.h"

namespace moa::engine {

namespace {

constexpr int kResamples = 1000;

double meanOf(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

Interval wilson(int successes, int trials) {
    if (trials <= 0) return {0, 0, 1};
    constexpr double kZ = 1.959963984540054;
    const double n = trials;
    const double p = successes / n;
    const double centre = (p + kZ * kZ / (2 * n)) / (1 + kZ * kZ / n);
    const double half = kZ / (1 + kZ * kZ / n) * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
    return {p, std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

Interval bootstrapMean(std::span<const double> values, std::uint64_t seed) {
    if (values.empty()) return {};
    Random random(seed);
    std::vector<double> means(kResamples);
    for (auto &mean : means) {
        double sum = 0;
        for (std::size_t i = 0; i < values.size(); ++i) sum += values[random.below(values.size())];
        mean = sum / static_cast<double>(values.size());
    }
    std::ranges::sort(means);
    return {meanOf(values), means[24], means[975]};
}

Interval bootstrapDifference(std::span<const double> a, std::span<const double> b, std::uint64_t seed) {
    std::vector<double> differences(a.size());
    std::ranges::transform(a, b, differences.begin(), std::minus());
    return bootstrapMean(differences, seed);
}

double median(std::span<const double> values) {
    if (values.empty()) return 0;
    std::vector<double> sorted(values.begin(), values.end());
    std::ranges::sort(sorted);
    const auto middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

}  // namespace moa::engine
