// Intervals of evaluation figures.
#pragma once

#include <cstdint>
#include <span>

namespace moa::engine {

struct Interval {
    double value = 0;
    double low = 0;
    double high = 0;
};

// Share of successes with Wilson's 95 % interval (E. B. Wilson, 1927); 0..1 for no trial.
[[nodiscard]] Interval wilson(int successes, int trials);

// Mean with a 95 % percentile interval of 1,000 bootstrap means; the same seed gives the same interval. One value: the
// interval is the value. None: all zero.
[[nodiscard]] Interval bootstrapMean(std::span<const double> values, std::uint64_t seed);

// Mean of a[i] - b[i] in the same way; the spans have one size.
[[nodiscard]] Interval bootstrapDifference(std::span<const double> a, std::span<const double> b, std::uint64_t seed);

// Middle value (mean of the two middle ones); 0 for none.
[[nodiscard]] double median(std::span<const double> values);

}  // namespace moa::engine
