// One head of one sample, token by token: what the block sums of a profile are sums of.
#pragma once

#include <vector>

#include "engine/model/model.h"
#include "engine/values/dataset.h"
#include "engine/values/progress.h"

namespace moa::engine {

inline constexpr int kTokenMapLimit = 8192;  // tokens; a map of these takes 256 MiB

enum class TokenQuantity { Attention, Influence };

// A (or E, signed; kernels::InfluenceBackward) of query head `head` of `layer`, [n][n] row-major, zero above the
// diagonal. Attention runs the layers up to `layer` forward; influence needs the whole model forward and back to it.
// Throws moa::Error for a head that does not exist, a sample of more than kTokenMapLimit tokens, and as profileSample.
[[nodiscard]] std::vector<float> tokenMap(const Model &model, const TokenSample &sample, int layer, int head,
                                          TokenQuantity quantity, Progress &progress);

}  // namespace moa::engine
