// Estimate of a map at a length that was not profiled.
#pragma once

#include "engine/values/profile.h"

namespace moa::engine {

// Stretches the block maps of `fromLength` tokens to `toLength` (both multiples of 64, toLength >= fromLength), as
// semantics.md, "Lengths without a profile": diagonals keep their relative place, the sink column stays the sink, and
// the total is kept. Throws moa::Error for lengths that do not fit.
[[nodiscard]] BlockMaps stretch(const BlockMaps &maps, int fromLength, int toLength);

}  // namespace moa::engine
