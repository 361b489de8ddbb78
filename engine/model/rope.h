// Rotary position embedding of the Hugging Face layout: dimension i turns with dimension i + headDim / 2.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/values/model_facts.h"

namespace moa::engine {

// Cosines and sines of positions 0..positions-1, computed in double precision, kept as T (float or double). Yarn's
// scale is part of them.
template <class T>
class RopeTable {
public:
    // For one text of `positions` tokens, all turned by the frequencies of that length (dynamic scaling).
    // Throws moa::Error for a scaling type that is not computed.
    RopeTable(const RopeFacts &facts, int headDim, std::int64_t positions);

    // For tokens that come one by one: each turned by the frequencies of the text that ends with it, as a model with a
    // cache does.
    [[nodiscard]] static RopeTable ofSteps(const RopeFacts &facts, int headDim, std::int64_t positions);

    // Turns `heads` heads of rows first..first+n-1 in place: element (t, head, i) is x[t * stride + head * headDim +
    // i], row t stands at position firstPosition + t < positions(). `inverse` gives the gradient: it turns back, with
    // the same scale.
    void apply(T *x, std::int64_t n, std::int64_t stride, int heads, std::int64_t firstPosition,
               bool inverse = false) const;

    [[nodiscard]] std::int64_t positions() const noexcept { return positions_; }
    // [positions][headDim / 2]
    [[nodiscard]] const std::vector<T> &cosines() const noexcept { return cosines_; }
    [[nodiscard]] const std::vector<T> &sines() const noexcept { return sines_; }

private:
    RopeTable(int headDim, std::int64_t positions);
    void addRow(const std::vector<double> &frequencies, double scale);

    int half_;
    std::int64_t positions_;
    std::vector<T> cosines_;  // [positions][half]
    std::vector<T> sines_;
};

// Angle per token of every pair of dimensions [headDim / 2], after the scaling of `facts`, in a text of `tokens` tokens
// (they count for dynamic scaling only). Source: transformers, modeling_rope_utils.py.
[[nodiscard]] std::vector<double> rotaryFrequencies(const RopeFacts &facts, int headDim, std::int64_t tokens);

// Scale of cosines and sines: 1 for all types but yarn.
[[nodiscard]] double rotaryScale(const RopeFacts &facts);

}  // namespace moa::engine
