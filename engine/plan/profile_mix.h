// From samples to one map per length: running means by source, and the mix of the sources.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "engine/values/profile.h"

namespace moa::engine {

// How samples of unequal certainty are weighed against each other (semantics.md, "Balance").
enum class Balance { Balanced, Published };

[[nodiscard]] std::string_view toString(Balance balance) noexcept;
// "balanced" or "published"; anything else throws moa::Error.
[[nodiscard]] Balance parseBalance(std::string_view name);

// Adds one sample to the running means of its source. influence: block sums of |E| (or of E when profiling signed);
// totalAbsolute: its sum of |E| over all layers, heads and blocks, 0 leaves the sample out of the balanced mean. The
// result depends on the samples and their order only, so a stored SourceProfile can be continued.
void addSample(SourceProfile &source, const BlockMaps &influence, const BlockMaps &attention, double totalAbsolute,
               double loss);

// The map the losses are taken from. Balanced: the mean over sources of their balanced means, by weight (default 1
// each, normalised). Published: the plain mean over all samples; a source of weight 0 is left out, other weights scale
// its samples. Throws moa::Error for a weight that is negative or names no source, and when nothing is left.
[[nodiscard]] BlockMaps mixSources(const LengthProfile &profile, Balance balance,
                                   const std::map<std::string, double> &weights = {});

// Mean of the attention maps over all samples.
[[nodiscard]] BlockMaps meanAttention(const LengthProfile &profile);

}  // namespace moa::engine
