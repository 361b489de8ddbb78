#include "tests/bench/optimizer_twin.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <vector>

#include "engine/plan/rule_grid.h"
#include "engine/values/conventions.h"

namespace moa::bench {

using namespace engine;

namespace {

constexpr std::array<int, 3> kLengths = {2048, 4096, 8192};
constexpr int kExtend = 16384;

// splitmix64 (Steele, Lea, Flood 2014): the same numbers with every library.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    double uniform() {
        state_ += 0x9e3779b97f4a7c15ULL;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
    }
    double uniform(double low, double high) { return low + (high - low) * uniform(); }
    // Near enough to a normal number for noise: the sum of four uniform ones, variance 1.
    double normal() { return (uniform() + uniform() + uniform() + uniform() - 2) * std::sqrt(3.0); }

private:
    std::uint64_t state_;
};

// What one unit looks at.
struct Unit {
    double local, decay, far, periodic, sharpness, later, noise, scale;
    int period;
};

Unit randomUnit(Random &random, double layerScale) {
    Unit unit{};
    unit.local = random.uniform(0.2, 1);
    unit.decay = random.uniform(0.6, 2.5);
    unit.far = random.uniform() < 0.3 ? random.uniform(0.002, 0.05) : random.uniform(0, 0.002);
    unit.periodic = random.uniform() < 0.2 ? random.uniform(0, 0.2) : 0;
    unit.period = 2 + static_cast<int>(random.uniform(0, 14));
    unit.later = random.uniform() < 0.4 ? random.uniform(0, 1.5) : 0;
    unit.noise = random.uniform(0.2, 0.8);
    unit.scale = layerScale * std::exp(0.9 * random.normal());
    return unit;
}

// Influence by distance from the diagonal, summed over the rows, column 0 left out: [nb].
std::vector<double> influenceByDistance(const Unit &unit, int nb, Random &random) {
    std::vector<double> kernel;
    for (int d = 0; d < nb; ++d)
        kernel.push_back(unit.local * std::pow(d + 1.0, -unit.decay) + unit.far +
                         (d % unit.period == 0 ? unit.periodic / (1 + d) : 0));
    std::vector<double> sums(static_cast<std::size_t>(nb), 0);
    double total = 0;
    for (int row = 0; row < nb; ++row) {
        total += kernel[static_cast<std::size_t>(row)];
        const double weight = unit.scale * std::pow((row + 1.0) / nb, unit.later) / total;
        for (int d = 0; d < row; ++d)
            sums[static_cast<std::size_t>(d)] +=
                weight * kernel[static_cast<std::size_t>(d)] * std::exp(unit.noise * random.normal());
    }
    return sums;
}

double sevenDigits(double value) {
    if (value == 0) return 0;
    const double unit = std::pow(10, std::floor(std::log10(std::abs(value))) - 6);
    return std::round(value / unit) * unit;
}

}  // namespace

OptimizerInstance optimizerTwin(const TwinShape &shape, std::uint64_t seed) {
    OptimizerInstance in;
    in.name = fmt::format("{}x{} twin {}", shape.layers, shape.unitsPerLayer, seed);
    in.layers = shape.layers;
    in.unitsPerLayer = shape.unitsPerLayer;
    in.lengths.assign(kLengths.begin(), kLengths.end());
    in.budgetLengths = in.lengths;
    in.budgetLengths.push_back(kExtend);
    for (const int n : in.budgetLengths) in.budgets.push_back({n, 0.5, 0.45});
    const std::array extend{kExtend};
    in.rules = makeRuleGrid(kLengths, extend, extend, 1024).rules;
    in.weights.assign(in.lengths.size(), 1);
    in.loss.resize(in.lengths.size() * static_cast<std::size_t>(in.units()) * in.rules.size());
    Random random(seed);
    std::size_t at = 0;
    std::vector<Unit> units;
    for (int l = 0; l < in.layers; ++l) {
        const double layerScale =
            1e4 * std::pow(10, -3 * random.uniform()) + (l < 2 ? 1e5 / (1 + l) * random.uniform(0.5, 1) : 0);
        for (int u = 0; u < in.unitsPerLayer; ++u) units.push_back(randomUnit(random, layerScale));
    }
    for (const int length : in.lengths)
        for (const auto &unit : units) {
            const int nb = blockCount(length);
            auto beyond = influenceByDistance(unit, nb, random);  // turned into sums from a distance on
            for (std::size_t d = beyond.size() - 1; d-- > 0;) beyond[d] += beyond[d + 1];
            for (const auto &rule : in.rules) {
                const int band = bandBlocks(rule, nb);
                in.loss[at++] = band < nb ? sevenDigits(beyond[static_cast<std::size_t>(band)]) : 0;
            }
        }
    return in;
}

}  // namespace moa::bench
