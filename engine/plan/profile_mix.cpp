#include "engine/plan/profile_mix.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/values/error.h"

namespace moa::engine {

namespace {

// mean += (scale * value - mean) / count
void advance(BlockMaps &mean, const BlockMaps &value, double scale, int count) {
    if (mean.values.empty()) mean = zeroMaps(value.layers, value.heads, value.nb);
    for (std::size_t i = 0; i < mean.values.size(); ++i) {
        const double old = mean.values[i];
        mean.values[i] = static_cast<float>(old + (scale * static_cast<double>(value.values[i]) - old) / count);
    }
}

// Sum of weight * map, in double.
struct WeightedSum {
    std::vector<double> values;
    double weight = 0;

    void add(const BlockMaps &map, double w) {
        if (values.empty()) values.resize(map.values.size());
        for (std::size_t i = 0; i < values.size(); ++i) values[i] += w * static_cast<double>(map.values[i]);
        weight += w;
    }
    [[nodiscard]] BlockMaps mean(BlockMaps shape) const {
        for (std::size_t i = 0; i < values.size(); ++i) shape.values[i] = static_cast<float>(values[i] / weight);
        return shape;
    }
};

[[noreturn]] void refuse(const std::string &where, const std::string &why) {
    throw Error("The sources cannot be mixed", where, why,
                "Give a weight of 0 or more for the sources of the calibration data.");
}

double weightOf(const std::map<std::string, double> &weights, const std::string &source) {
    const auto at = weights.find(source);
    return at == weights.end() ? 1 : at->second;
}

}  // namespace

std::string_view toString(Balance balance) noexcept {
    return balance == Balance::Balanced ? "balanced" : "published";
}

Balance parseBalance(std::string_view name) {
    for (const auto balance : {Balance::Balanced, Balance::Published})
        if (toString(balance) == name) return balance;
    throw Error("The balance is not known", "balance '" + std::string(name) + "'",
                "it is neither balanced nor published", "Use balanced or published.");
}

void addSample(SourceProfile &source, const BlockMaps &influence, const BlockMaps &attention, double totalAbsolute,
               double loss) {
    ++source.samples;
    source.meanLoss += (loss - source.meanLoss) / source.samples;
    advance(source.published, influence, 1, source.samples);
    advance(source.attention, attention, 1, source.samples);
    if (totalAbsolute > 0) {
        advance(source.balanced, influence, 1 / totalAbsolute, source.samples - source.zeroSamples);
    } else {
        ++source.zeroSamples;
        if (source.balanced.values.empty()) source.balanced = zeroMaps(influence.layers, influence.heads, influence.nb);
    }
}

BlockMaps mixSources(const LengthProfile &profile, Balance balance, const std::map<std::string, double> &weights) {
    for (const auto &[name, weight] : weights) {
        if (std::ranges::find(profile.sources, name, &SourceProfile::source) == profile.sources.end())
            refuse("source '" + name + "'", "the profile has no such source");
        if (!(weight >= 0) || !std::isfinite(weight))
            refuse("source '" + name + "'", fmt::format("its weight is {}", weight));
    }
    WeightedSum sum;
    for (const auto &source : profile.sources) {
        const bool balanced = balance == Balance::Balanced;
        const int counted = balanced ? source.samples - source.zeroSamples : source.samples;
        const double weight = weightOf(weights, source.source) * (balanced ? 1 : source.samples);
        if (counted > 0 && weight > 0) sum.add(balanced ? source.balanced : source.published, weight);
    }
    if (sum.weight == 0) refuse(fmt::format("length {}", profile.length), "no sample is left");
    return sum.mean(profile.sources.front().published);
}

BlockMaps meanAttention(const LengthProfile &profile) {
    WeightedSum sum;
    for (const auto &source : profile.sources)
        if (source.samples > 0) sum.add(source.attention, source.samples);
    if (sum.weight == 0) refuse(fmt::format("length {}", profile.length), "no sample is left");
    return sum.mean(profile.sources.front().attention);
}

}  // namespace moa::engine
