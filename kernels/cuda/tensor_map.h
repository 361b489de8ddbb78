// Tensor maps: how the copy engine of Hopper sees a [tokens][heads][headDim] buffer of 16-bit elements.
#pragma once

#include <cuda.h>

#include "kernels/cuda/device.h"

namespace moa::kernels::cuda {

// Boxes are 64 tokens of one head by 64 elements, written to shared memory with the 128-byte swizzle; what lies past
// the last token arrives as zeros. `name` is the operand's, for the error. Refuses data and strides that are not
// multiples of 16 bytes.
[[nodiscard]] Outcome makeTensorMap(CUtensorMap &map, const HeadsBuffer &buffer, Element type, std::int64_t tokens,
                                    int heads, int headDim, const char *name);

}  // namespace moa::kernels::cuda
