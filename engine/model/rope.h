// Rotary position embedding of the Hugging Face layout: dimension i turns with dimension i + headDim / 2.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/values/model_facts.h"

namespace moa::engine {

// Cosines and sines of positions 0..positions-1, computed in double precision, kept as T (float or double).
template <class T>
class RopeTable {
public:
    // Throws moa::Error for a scaling type that is not computed (dynamic, yarn).
    RopeTable(const RopeFacts &facts, int headDim, std::int64_t positions);

    // Turns `heads` heads of rows first..first+n-1 in place: element (t, head, i) is x[t * stride + head * headDim +
    // i], row t stands at position firstPosition + t < positions(). `inverse` turns back (gradients).
    void apply(T *x, std::int64_t n, std::int64_t stride, int heads, std::int64_t firstPosition,
               bool inverse = false) const;

    [[nodiscard]] std::int64_t positions() const noexcept { return positions_; }

private:
    int half_;
    std::int64_t positions_;
    std::vector<T> cosines_;  // [positions][half]
    std::vector<T> sines_;
};

// Angle per token of every pair of dimensions [headDim / 2], after the scaling of `facts`.
// Source: transformers, modeling_rope_utils.py (default, linear, llama3).
[[nodiscard]] std::vector<double> rotaryFrequencies(const RopeFacts &facts, int headDim);

}  // namespace moa::engine
