// What the portable kernels share: chunks of 64 rows by 32 columns in shared memory as fp32, and their products.
// A block has 256 threads.
#pragma once

#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include <array>
#include <cstdint>

#include "kernels/cuda/device.h"

namespace moa::kernels::cuda {

using TileChunk = float[64][33];  // 33: a column's entries lie in different banks

// Rows of one head of one row of the batch.
template <class T>
class HeadRows {
public:
    __device__ HeadRows(const HeadsBuffer &buffer, int head, std::int64_t firstToken, int n, int headDim)
        : data_(static_cast<const T *>(buffer.data) + firstToken * buffer.tokenStride + head * buffer.headStride),
          stride_(buffer.tokenStride),
          n_(n),
          headDim_(headDim) {}

    // Columns 32 * chunk .. + 31 of rows first .. first + 63; zeros past the end. The block calls it together.
    __device__ void load(TileChunk &to, int first, int chunk) const {
        for (int i = threadIdx.x; i < 64 * 32; i += blockDim.x) {
            const int row = i / 32;
            const int d = chunk * 32 + i % 32;
            to[row][i % 32] =
                first + row < n_ && d < headDim_ ? static_cast<float>(data_[(first + row) * stride_ + d]) : 0.0F;
        }
    }

private:
    const T *data_;
    std::int64_t stride_;
    int n_;
    int headDim_;
};

// s[r][c] += the products of rows firstA + 4 * (thread / 16) + r and firstB + thread % 16 + 16 * c.
template <class T, int kChunks>
__device__ void addProducts(float (&s)[4][4], TileChunk &bufferA, TileChunk &bufferB, const HeadRows<T> &a, int firstA,
                            const HeadRows<T> &b, int firstB) {
    const int y = threadIdx.x / 16 * 4;
    const int x = threadIdx.x % 16;
    for (int chunk = 0; chunk < kChunks; ++chunk) {
        __syncthreads();
        a.load(bufferA, firstA, chunk);
        b.load(bufferB, firstB, chunk);
        __syncthreads();
        for (int d = 0; d < 32; ++d)
            for (int r = 0; r < 4; ++r)
                for (int c = 0; c < 4; ++c) s[r][c] += bufferA[y + r][d] * bufferB[x + 16 * c][d];
    }
}

// The table of a portable kernel: make.operator()<T, kChunks>(type, smallest head dimension) is the row that serves
// head dimensions up to 32 kChunks.
template <class Make>
auto portableDesigns(Make make) {
    using B = __nv_bfloat16;
    return std::array{
        make.template operator()<B, 2>(Element::Bfloat16, 1),   make.template operator()<B, 4>(Element::Bfloat16, 65),
        make.template operator()<B, 8>(Element::Bfloat16, 129), make.template operator()<__half, 2>(Element::Half, 1),
        make.template operator()<__half, 4>(Element::Half, 65), make.template operator()<__half, 8>(Element::Half, 129),
        make.template operator()<float, 2>(Element::Float, 1),  make.template operator()<float, 4>(Element::Float, 65),
        make.template operator()<float, 8>(Element::Float, 129)};
}

}  // namespace moa::kernels::cuda
