// loss[length][unit][rule]: what the optimizer weighs against density.
#pragma once

#include <cstddef>
#include <vector>

namespace moa::engine {

// Sum of influence over the blocks a rule masks. A unit is a kv group (or a query head), counted layer by layer.
struct LossTable {
    std::vector<int> lengths;
    std::vector<bool> estimated;  // per length: stretched from a shorter profile, not measured
    int layers = 0;
    int unitsPerLayer = 0;
    int rules = 0;
    std::vector<double> values;  // [length][unit][rule]

    [[nodiscard]] int units() const noexcept { return layers * unitsPerLayer; }
    [[nodiscard]] double at(int length, int unit, int rule) const {
        return values.at((static_cast<size_t>(length) * units() + unit) * rules + rule);
    }
    friend bool operator==(const LossTable &, const LossTable &) = default;
};

}  // namespace moa::engine
