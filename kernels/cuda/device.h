// What every CUDA launcher shares: its error as a value, the element types, and strided device buffers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

struct CUstream_st;  // cudaStream_t, so that callers need no CUDA header

namespace moa::kernels::cuda {

using Stream = CUstream_st *;

// Why a launch was refused or failed, and what helps. The engine turns it into its own error type.
struct Fault {
    std::string what;
    std::string why;
    std::string remedy;
};
// Every launcher returns one: empty means the work is queued on the stream.
using Outcome = std::optional<Fault>;

enum class Element { Bfloat16, Half, Float };

[[nodiscard]] constexpr int bytesOf(Element type) noexcept {
    return type == Element::Float ? 4 : 2;
}

// A device buffer of [tokens][heads][headDim] elements in any order of tokens and heads: element (t, h, d) stands at
// data + t * tokenStride + h * headStride + d, in elements.
struct HeadsBuffer {
    void *data = nullptr;
    std::int64_t tokenStride = 0;
    std::int64_t headStride = 0;
};

}  // namespace moa::kernels::cuda
