#include "engine/model/rope.h"

#include <algorithm>
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

// NTK: beyond its original positions the base grows with the text, so that the slowest wave spans it.
double dynamicBase(const RopeFacts &facts, int headDim, std::int64_t tokens) {
    if (tokens <= facts.originalMaxPosition || headDim <= 2) return facts.theta;
    const double stretch = static_cast<double>(tokens) / static_cast<double>(facts.originalMaxPosition);
    const double growth = facts.factor * stretch - (facts.factor - 1);
    return facts.theta * std::pow(growth, static_cast<double>(headDim) / (headDim - 2));
}

// Yarn (arXiv 2309.00071, section 3.2): pairs that turn often within the original positions keep their frequency,
// those that hardly turn are slowed by `factor`, a ramp over the pairs between.
class YarnRamp {
public:
    YarnRamp(const RopeFacts &facts, int headDim) {
        low_ = pairOf(facts, headDim, facts.betaFast);
        high_ = pairOf(facts, headDim, facts.betaSlow);
        if (facts.truncate) {
            low_ = std::floor(low_);
            high_ = std::ceil(high_);
        }
        low_ = std::max(low_, 0.0);
        high_ = std::min(high_, headDim - 1.0);
        if (low_ == high_) high_ += 0.001;
    }

    // Share of the slowed frequency in pair `pair`.
    [[nodiscard]] double slowed(int pair) const { return std::clamp((pair - low_) / (high_ - low_), 0.0, 1.0); }

private:
    // The pair that turns `turns` times within the original positions.
    static double pairOf(const RopeFacts &facts, int headDim, double turns) {
        const double wave = static_cast<double>(facts.originalMaxPosition) / (turns * 2 * std::numbers::pi);
        return headDim * std::log(wave) / (2 * std::log(facts.theta));
    }

    double low_;
    double high_;
};

}  // namespace

std::vector<double> rotaryFrequencies(const RopeFacts &facts, int headDim, std::int64_t tokens) {
    const bool known = facts.type == "default" || facts.type == "linear" || facts.type == "dynamic" ||
                       facts.type == "llama3" || facts.type == "yarn";
    if (!known)
        throw Error("The model cannot be run", "rotary scaling '" + facts.type + "'",
                    "only the types default, linear, dynamic, llama3 and yarn are computed",
                    "Use a model with one of these types.");
    const double base = facts.type == "dynamic" ? dynamicBase(facts, headDim, tokens) : facts.theta;
    std::vector<double> frequencies;
    for (int i = 0; i < headDim; i += 2) {
        const double plain = std::pow(base, -static_cast<double>(i) / headDim);
        if (facts.type == "linear") {
            frequencies.push_back(plain / facts.factor);
        } else if (facts.type == "llama3") {
            frequencies.push_back(llama3Frequency(facts, plain));
        } else if (facts.type == "yarn") {
            const double slowed = YarnRamp(facts, headDim).slowed(i / 2);
            frequencies.push_back(plain / facts.factor * slowed + plain * (1 - slowed));
        } else {
            frequencies.push_back(plain);
        }
    }
    return frequencies;
}

double rotaryScale(const RopeFacts &facts) {
    return facts.type == "yarn" ? facts.attentionFactor : 1;
}

template <class T>
RopeTable<T>::RopeTable(int headDim, std::int64_t positions) : half_(headDim / 2), positions_(positions) {
    cosines_.reserve(static_cast<size_t>(positions) * half_);
    sines_.reserve(static_cast<size_t>(positions) * half_);
}

template <class T>
RopeTable<T>::RopeTable(const RopeFacts &facts, int headDim, std::int64_t positions) : RopeTable(headDim, positions) {
    const auto frequencies = rotaryFrequencies(facts, headDim, positions);
    for (std::int64_t p = 0; p < positions; ++p) addRow(frequencies, rotaryScale(facts));
}

template <class T>
RopeTable<T> RopeTable<T>::ofSteps(const RopeFacts &facts, int headDim, std::int64_t positions) {
    if (facts.type != "dynamic") return RopeTable(facts, headDim, positions);
    RopeTable table(headDim, positions);
    for (std::int64_t p = 0; p < positions; ++p) table.addRow(rotaryFrequencies(facts, headDim, p + 1), 1);
    return table;
}

template <class T>
void RopeTable<T>::addRow(const std::vector<double> &frequencies, double scale) {
    const auto position = static_cast<double>(cosines_.size() / static_cast<std::size_t>(half_));
    for (const double f : frequencies) {
        cosines_.push_back(static_cast<T>(std::cos(position * f) * scale));
        sines_.push_back(static_cast<T>(std::sin(position * f) * scale));
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
