// Ragged decode. Every warp is a worker of its own: it copies 16 slots of K and V at a time into its corner of shared
// memory, several copies ahead, and multiplies them by the query heads of the group on the tensor cores (mma.sync, so
// that it runs from compute capability 8.0 on). The four warps of a block meet only at the end of a piece. The copies
// do not stop there: they are well into the next piece while the results of the last one are put together.
#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include <algorithm>

#include "kernels/cuda/decode_design.h"
#include "kernels/cuda/mma.cuh"

namespace moa::kernels::cuda {
namespace {

constexpr int kWarps = 4;
constexpr int kSlots = 16;  // of a warp's step

template <class T, int kDim, int kStages>
struct DecodeWorker {
    static constexpr int kRowBytes = kDim * 2;
    static constexpr int kStepBytes = 2 * kSlots * kRowBytes;  // K, then V
    static constexpr int kParts = kRowBytes / 16;
    static constexpr int kCopies = kSlots * kParts / 32;  // of a lane, of K

    std::uint8_t *buffers;  // [kStages][kStepBytes]
    const DecodeArguments &p;
    int lane = static_cast<int>(threadIdx.x % 32);
    int warp = static_cast<int>(threadIdx.x / 32);
    int to[kCopies] = {};

    __device__ int firstSlot(const DecodePiece &piece, int chunk) const {
        return (piece.firstChunk + chunk) * kDecodeChunk + warp * kSlots;
    }

    // 16-byte parts of a row are permuted by the row, so that ldmatrix meets no bank twice: eight rows fill all banks,
    // or, where a row ends in the middle of them, two rows next to each other half of them.
    __device__ static int offset(int row, int part) {
        const int key = kRowBytes % 128 == 0 ? row & 7 : row >> 1 & 3;
        return row * kRowBytes + (part ^ key) * 16;
    }

    // Where this lane's share of a step's K goes. It comes from lane * 16 bytes on, 512 bytes apart.
    __device__ void planCopies() {
#pragma unroll
        for (int i = 0; i < kCopies; ++i) to[i] = offset((i * 32 + lane) / kParts, (i * 32 + lane) % kParts);
    }

    // Starts the copy of one chunk of a piece.
    __device__ void copyStep(const DecodePiece &piece, int chunk, int valid, int stage) const {
        const int first = firstSlot(piece, chunk);
        const std::int64_t from = static_cast<std::int64_t>(first) * kRowBytes + lane * 16;
        const std::uint8_t *k = static_cast<const std::uint8_t *>(piece.k) + from;
        const std::uint8_t *v = static_cast<const std::uint8_t *>(piece.v) + from;
        std::uint8_t *at = buffers + stage * kStepBytes;
        if (first + kSlots <= valid) {
#pragma unroll
            for (int i = 0; i < kCopies; ++i) {
                copyAsync(at + to[i], k + i * 512);
                copyAsync(at + kSlots * kRowBytes + to[i], v + i * 512);
            }
            return;
        }
#pragma unroll
        for (int i = 0; i < kCopies; ++i) {
            // Slots without a key are filled with zeros.
            const bool inside = first + (i * 32 + lane) / kParts < valid;
            copyAsync(at + to[i], inside ? k + i * 512 : piece.k, inside);
            copyAsync(at + kSlots * kRowBytes + to[i], inside ? v + i * 512 : piece.v, inside);
        }
    }

    // Query heads of the group as operand A: rows past the group are zeros.
    __device__ void loadQueries(std::uint32_t (&q)[kDim / 16][4], int task) const {
        const auto *from = static_cast<const T *>(p.q) + static_cast<std::int64_t>(task) * p.group * kDim;
#pragma unroll
        for (int d = 0; d < kDim / 16; ++d)
#pragma unroll
            for (int i = 0; i < 4; ++i) {
                const int row = lane / 4 + i % 2 * 8;
                const int column = d * 16 + i / 2 * 8 + lane % 4 * 2;
                q[d][i] = row < p.group ? *reinterpret_cast<const std::uint32_t *>(from + row * kDim + column) : 0;
            }
    }

    struct Sums {
        float o[kDim / 8][4];
        float most[2];
        float sum[2];
    };

    __device__ void step(const std::uint32_t (&q)[kDim / 16][4], Sums &sums, int stage, int valid) const {
        const std::uint8_t *k = buffers + stage * kStepBytes;
        const std::uint8_t *v = k + kSlots * kRowBytes;
        float s[2][4] = {};
#pragma unroll
        for (int d = 0; d < kDim / 16; ++d) {
            // Lane L names row L % 8 of matrix L / 8: slots 0-7 and 8-15, each with two 8-element parts.
            std::uint32_t b[4];
            loadMatrices(b, k + offset(lane / 16 * 8 + lane % 8, 2 * d + lane / 8 % 2));
            multiply<T>(s[0], q[d], b[0], b[1]);
            multiply<T>(s[1], q[d], b[2], b[3]);
        }
        std::uint32_t weights[4];
        float decay[2];
#pragma unroll
        for (int h = 0; h < 2; ++h) {
            float most = sums.most[h];
#pragma unroll
            for (int i = 0; i < 4; ++i) {
                float &x = s[i / 2][2 * h + i % 2];
                x = i / 2 * 8 + lane % 4 * 2 + i % 2 < valid ? x * p.scaleLog2 : -INFINITY;
                most = fmaxf(most, x);
            }
            most = fmaxf(most, __shfl_xor_sync(~0U, most, 1));
            most = fmaxf(most, __shfl_xor_sync(~0U, most, 2));
            decay[h] = exp2f(sums.most[h] - most);
            sums.most[h] = most;
            float added = 0;
#pragma unroll
            for (int i = 0; i < 4; ++i) added += s[i / 2][2 * h + i % 2] = exp2f(s[i / 2][2 * h + i % 2] - most);
            sums.sum[h] = sums.sum[h] * decay[h] + added;
        }
#pragma unroll
        for (int i = 0; i < 4; ++i) weights[i] = packPair<T>(s[i / 2][i % 2 * 2], s[i / 2][i % 2 * 2 + 1]);
#pragma unroll
        for (int d = 0; d < kDim / 8; d += 2) {
#pragma unroll
            for (int i = 0; i < 4; ++i) sums.o[d][i] *= decay[i / 2], sums.o[d + 1][i] *= decay[i / 2];
            std::uint32_t b[4];
            loadMatricesTransposed(b, v + offset(lane % 16, d + lane / 16));
            multiply<T>(sums.o[d], weights, b[0], b[1]);
            multiply<T>(sums.o[d + 1], weights, b[2], b[3]);
        }
    }

    // A warp's results into its corner: [query heads of the group][kDim + 2].
    __device__ void leave(float *corner, Sums &sums) const {
#pragma unroll
        for (int h = 0; h < 2; ++h) {
            sums.sum[h] += __shfl_xor_sync(~0U, sums.sum[h], 1);
            sums.sum[h] += __shfl_xor_sync(~0U, sums.sum[h], 2);
            if (lane / 4 + 8 * h >= p.group) continue;
            float *row = corner + (lane / 4 + 8 * h) * (kDim + 2);
#pragma unroll
            for (int d = 0; d < kDim / 8; ++d) {
                row[d * 8 + lane % 4 * 2] = sums.o[d][2 * h];
                row[d * 8 + lane % 4 * 2 + 1] = sums.o[d][2 * h + 1];
            }
            if (lane % 4 == 0) row[kDim] = sums.most[h], row[kDim + 1] = sums.sum[h];
        }
    }
};

// Puts `count` partial results of one query head together, `stride` floats apart: unnormalised output d, largest
// power and sum.
__device__ inline float combine(const float *parts, int count, std::int64_t stride, int headDim, int d, float &most,
                                float &sum) {
    most = -INFINITY;
    for (int i = 0; i < count; ++i) most = fmaxf(most, parts[i * stride + headDim]);
    float out = 0;
    sum = 0;
    for (int i = 0; i < count; ++i) {
        const float worth = exp2f(parts[i * stride + headDim] - most);
        sum += parts[i * stride + headDim + 1] * worth;
        out += parts[i * stride + d] * worth;
    }
    return out;
}

// The block's four corners become the piece's result: the output itself, or a partial one that the last block to
// finish the task puts together with the others.
template <class T, int kDim>
__device__ void finishPiece(const DecodeArguments &p, const DecodePiece &piece, const float *corners) {
    constexpr int kRow = kDim + 2;
    const std::int64_t corner = std::int64_t{p.group} * kRow;
    __shared__ bool last;
    T *o = static_cast<T *>(p.o) + static_cast<std::int64_t>(piece.task) * p.group * kDim;
    float *mine = p.partial + (piece.slot + piece.part) * corner;
    for (int i = threadIdx.x; i < p.group * kDim; i += blockDim.x) {
        const int head = i / kDim;
        const int d = i % kDim;
        float most, sum;
        const float out = combine(corners + head * kRow, kWarps, corner, kDim, d, most, sum);
        if (piece.parts == 1) {
            o[i] = T(out / sum);
            continue;
        }
        mine[head * kRow + d] = out;
        if (d == 0) mine[head * kRow + kDim] = most, mine[head * kRow + kDim + 1] = sum;
    }
    if (piece.parts == 1) return;
    __threadfence();
    __syncthreads();
    if (threadIdx.x == 0) last = atomicAdd(p.finished + piece.task, 1) == piece.parts - 1;
    __syncthreads();
    if (!last) return;
    __threadfence();
    for (int i = threadIdx.x; i < p.group * kDim; i += blockDim.x) {
        float most, sum;
        const float out =
            combine(p.partial + piece.slot * corner + i / kDim * kRow, piece.parts, corner, kDim, i % kDim, most, sum);
        o[i] = T(out / sum);
    }
    if (threadIdx.x == 0) p.finished[piece.task] = 0;  // for the next launch
}

constexpr int kListed = 64;  // pieces of a block that lie ready in shared memory

// The pieces of one block and the slots in use of their caches.
struct PieceList {
    const DecodeArguments &p;
    const DecodePiece *listed;
    const int *listedValid;
    int first;
    int end;

    __device__ DecodePiece piece(int i) const { return i - first < kListed ? listed[i - first] : p.pieces[i]; }
    __device__ int valid(int i) const {
        return i - first < kListed ? listedValid[i - first] : p.valid[p.pieces[i].task];
    }
};

// Where the copies of a warp have got to: they run through the pieces without a stop.
template <class T, int kDim, int kStages>
struct CopyCursor {
    const DecodeWorker<T, kDim, kStages> &worker;
    const PieceList &list;
    int at;
    DecodePiece piece;
    int valid;
    int chunk = 0;
    int stage = 0;

    __device__ CopyCursor(const DecodeWorker<T, kDim, kStages> &w, const PieceList &l)
        : worker(w), list(l), at(l.first), piece(l.piece(l.first)), valid(l.valid(l.first)) {}

    // Past the last piece only the group of copies is counted.
    __device__ void advance() {
        if (at < list.end) {
            worker.copyStep(piece, chunk, valid, stage);
            if (++chunk == piece.chunks) {
                chunk = 0;
                if (++at < list.end) {
                    piece = list.piece(at);
                    valid = list.valid(at);
                }
            }
        }
        stage = stage + 1 == kStages ? 0 : stage + 1;
        commitCopies();
    }
};

template <class T, int kDim, int kStages>
constexpr std::size_t kCopyBytes = kWarps *kStages *DecodeWorker<T, kDim, kStages>::kStepBytes;

template <class T, int kDim, int kStages>
__global__ void __launch_bounds__(kWarps * 32) decodeSplit(const __grid_constant__ DecodeArguments p) {
    using Worker = DecodeWorker<T, kDim, kStages>;
    // Copies, then the warps' corners. Rows that start in the middle of 128 bytes cost a sixth of the memory's rate.
    extern __shared__ __align__(128) std::uint8_t memory[];
    __shared__ DecodePiece listed[kListed];
    __shared__ int listedValid[kListed];
    const PieceList list{p, listed, listedValid, p.firstPiece[blockIdx.x], p.firstPiece[blockIdx.x + 1]};
    for (int i = threadIdx.x; i < min(kListed, list.end - list.first); i += blockDim.x) {
        listed[i] = p.pieces[list.first + i];
        listedValid[i] = p.valid[listed[i].task];
    }
    __syncthreads();
    auto *corners = reinterpret_cast<float *>(memory + kCopyBytes<T, kDim, kStages>);
    Worker worker{memory + threadIdx.x / 32 * (kStages * Worker::kStepBytes), p};
    worker.planCopies();
    CopyCursor<T, kDim, kStages> copies(worker, list);
    for (int s = 0; s < kStages - 1; ++s) copies.advance();
    std::uint32_t next[kDim / 16][4];
    worker.loadQueries(next, list.piece(list.first).task);
    int stage = 0;
    for (int i = list.first; i < list.end; ++i) {
        const DecodePiece piece = list.piece(i);
        const int valid = list.valid(i);
        std::uint32_t q[kDim / 16][4];
#pragma unroll
        for (int d = 0; d < kDim / 16; ++d)
#pragma unroll
            for (int r = 0; r < 4; ++r) q[d][r] = next[d][r];
        if (i + 1 < list.end) worker.loadQueries(next, list.piece(i + 1).task);
        typename Worker::Sums sums = {};
        sums.most[0] = sums.most[1] = -1e30F;  // finite: a warp may see no key at all
        for (int chunk = 0; chunk < piece.chunks; ++chunk) {
            waitCopies<kStages - 2>();
            __syncwarp();
            copies.advance();
            const int left = valid - worker.firstSlot(piece, chunk);
            if (left > 0) worker.step(q, sums, stage, left);
            stage = stage + 1 == kStages ? 0 : stage + 1;
        }
        worker.leave(corners + threadIdx.x / 32 * (p.group * (kDim + 2)), sums);
        __syncthreads();
        finishPiece<T, kDim>(p, piece, corners);
        __syncthreads();
    }
}

// Any type, any head dimension up to 256: one block a query head, a warp takes every eighth slot.
template <class T>
__global__ void __launch_bounds__(256) decodePlain(const __grid_constant__ DecodeArguments p) {
    constexpr int kPerLane = 8;
    __shared__ float corners[8][256 + 2];
    const DecodePiece piece = p.pieces[blockIdx.x / p.group];
    const int lane = threadIdx.x % 32;
    const int warp = threadIdx.x / 32;
    const std::int64_t at = static_cast<std::int64_t>(blockIdx.x) * p.headDim;
    float q[kPerLane] = {};
    float o[kPerLane] = {};
    for (int i = 0; i < kPerLane; ++i)
        if (i * 32 + lane < p.headDim) q[i] = static_cast<float>(static_cast<const T *>(p.q)[at + i * 32 + lane]);
    float most = -1e30F;
    float sum = 0;
    for (std::int64_t slot = warp; slot < p.valid[piece.task]; slot += 8) {
        const T *k = static_cast<const T *>(piece.k) + slot * p.headDim;
        const T *v = static_cast<const T *>(piece.v) + slot * p.headDim;
        float dot = 0;
        for (int i = 0; i < kPerLane; ++i)
            if (i * 32 + lane < p.headDim) dot += q[i] * static_cast<float>(k[i * 32 + lane]);
        for (int step = 16; step; step /= 2) dot += __shfl_xor_sync(~0U, dot, step);
        const float power = dot * p.scaleLog2;
        const float larger = fmaxf(most, power);
        const float decay = exp2f(most - larger);
        const float weight = exp2f(power - larger);
        most = larger;
        sum = sum * decay + weight;
        for (int i = 0; i < kPerLane; ++i)
            if (i * 32 + lane < p.headDim) o[i] = o[i] * decay + weight * static_cast<float>(v[i * 32 + lane]);
    }
    for (int i = 0; i < kPerLane; ++i)
        if (i * 32 + lane < p.headDim) corners[warp][i * 32 + lane] = o[i];
    if (lane == 0) corners[warp][p.headDim] = most, corners[warp][p.headDim + 1] = sum;
    __syncthreads();
    for (int d = threadIdx.x; d < p.headDim; d += blockDim.x) {
        float all, total;
        const float out = combine(corners[0], 8, 258, p.headDim, d, all, total);
        static_cast<T *>(p.o)[at + d] = T(out / total);
    }
}

template <class T, int kDim, int kStages>
DecodeKernel split(int perMultiprocessor, int group) {
    const auto corners = static_cast<std::size_t>(kWarps * group * (kDim + 2)) * sizeof(float);
    const std::size_t bytes = kCopyBytes<T, kDim, kStages> + corners;
    // The corners of large groups leave less room. Beside them a block has its list of pieces, and CUDA takes 1 KB.
    const auto fit = static_cast<int>(228 * 1024 / (bytes + kListed * (sizeof(DecodePiece) + sizeof(int)) + 1280));
    return {reinterpret_cast<const void *>(decodeSplit<T, kDim, kStages>), kWarps * 32, bytes,
            std::clamp(fit, 1, perMultiprocessor), true};
}
template <class T>
DecodeKernel plain() {
    return {reinterpret_cast<const void *>(decodePlain<T>), 256, 0, 1, false};
}

template <class T>
DecodeKernel ofHeadDim(int headDim, int group) {
    if (group > kDecodeGroup) return plain<T>();
    switch (headDim) {
        case 32: return split<T, 32, 6>(4, group);
        case 64: return split<T, 64, 4>(3, group);
        case 96: return split<T, 96, 4>(2, group);
        case 128: return split<T, 128, 3>(2, group);
        default: return plain<T>();
    }
}

}  // namespace

DecodeKernel decodeKernel(Element type, int headDim, int group) {
    switch (type) {
        case Element::Bfloat16: return ofHeadDim<__nv_bfloat16>(headDim, group);
        case Element::Half: return ofHeadDim<__half>(headDim, group);
        case Element::Float: break;
    }
    return plain<float>();
}

}  // namespace moa::kernels::cuda
