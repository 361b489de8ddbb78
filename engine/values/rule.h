// A rule: how the span of a head grows with the input.
#pragma once

#include <cstdint>

namespace moa::engine {

inline constexpr int kBlock = 64;  // tokens along one side of a block of the attention matrix
inline constexpr int kSink = 64;   // first tokens of the sequence, always visible

// Elastic rule of MoA (arXiv 2406.14909, equation 2): span in tokens at length N is alpha + beta * N.
// alpha in tokens, may be negative; beta in [0, 1].
struct Rule {
    double alpha = 0;
    double beta = 1;

    [[nodiscard]] double span(double length) const noexcept { return alpha + beta * length; }
    friend bool operator==(const Rule &, const Rule &) = default;
};

}  // namespace moa::engine
