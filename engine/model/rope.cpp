#include "engine/model/rope.h"

#include <cmath>
#include <numbers>
#include <string>

#include "engine/values/error.h"

namespace moa::engine {

namespace {

// Llama 3.1: long waves are slowed by `factor`, short ones kept, those between blended.
double llama3Frequency(const RopeFacts &facts, double frequency) {
    const double wavelength = 2 * std::numbers::pi / frequency;
    const auto context = static_cast<double>(facts.originalMaxPosition);
    if (wavelength < context / facts.highFreqFactor) return frequency;
    if (wavelength > context / facts.lowFreqFactor) return frequency / facts.factor;
    const double smooth = (context / wavelength - facts.lowFreqFactor) / (facts.highFreqFactor - facts.lowFreqFactor);
    return (1 - smooth) * frequency / facts.factor + smooth * frequency;
}

}  // namespace

std::vector<double> rotaryFrequencies(const RopeFacts &facts, int headDim) {
    std::vector<double> frequencies;
    for (int i = 0; i < headDim; i += 2) {
        const double plain = std::pow(facts.theta, -static_cast<double>(i) / headDim);
        if (facts.type == "default") {
            frequencies.push_back(plain);
        } else if (facts.type == "linear") {
            frequencies.push_back(plain / facts.factor);
        } else if (facts.type == "llama3") {
            frequencies.push_back(llama3Frequency(facts, plain));
        } else {
            throw Error("The model cannot be run", "rotary scaling '" + facts.type + "'",
                        "only the types default, linear and llama3 are computed",
                        "Use a model with one of these types.");
        }
    }
    return frequencies;
}

template <class T>
RopeTable<T>::RopeTable(const RopeFacts &facts, int headDim, std::int64_t positions)
    : half_(headDim / 2), positions_(positions) {
    const auto frequencies = rotaryFrequencies(facts, headDim);
    cosines_.reserve(static_cast<size_t>(positions) * half_);
    sines_.reserve(static_cast<size_t>(positions) * half_);
    for (std::int64_t p = 0; p < positions; ++p)
        for (const double f : frequencies) {
            cosines_.push_back(static_cast<T>(std::cos(static_cast<double>(p) * f)));
            sines_.push_back(static_cast<T>(std::sin(static_cast<double>(p) * f)));
        }
}

template <class T>
void RopeTable<T>::apply(T *x, std::int64_t n, std::int64_t stride, int heads, std::int64_t firstPosition,
                         bool inverse) const {
    const T sign = inverse ? T(-1) : T(1);
    for (std::int64_t t = 0; t < n; ++t) {
        const T *c = cosines_.data() + (firstPosition + t) * half_;
        const T *s = sines_.data() + (firstPosition + t) * half_;
        for (int h = 0; h < heads; ++h) {
            T *low = x + t * stride + static_cast<std::int64_t>(h) * 2 * half_;
            T *high = low + half_;
            for (int i = 0; i < half_; ++i) {
                const T a = low[i];
                const T b = high[i];
                low[i] = a * c[i] - sign * b * s[i];
                high[i] = b * c[i] + sign * a * s[i];
            }
        }
    }
}

template class RopeTable<float>;
template class RopeTable<double>;

}  // namespace moa::engine
