// Ragged decode. Every warp is a worker of its own: it copies 16 slots of K and V (32 of short rows) at a time into its
// corner of shared memory, several copies ahead, and multiplies them by the query heads of the group on the tensor
// cores (mma.sync, so that it runs from compute capability 8.0 on): slots are rows and heads columns, eight of which
// are enough for most groups. The warps of a block meet only at the end of a piece. The copies do not stop there:
// they are well into the next piece while the results of the last one are put together.
#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include <algorithm>

#include "kernels/cuda/decode_pieces.cuh"
#include "kernels/cuda/early.cuh"
#include "kernels/cuda/mma.cuh"

namespace moa::kernels::cuda {
namespace {

// Slots of a warp's step, and the warps that a chunk needs. Short rows are taken twice as many at a time, by blocks of
// half the warps: more of them are on their way at once.
template <int kDim>
constexpr int kSlotsOf = kDim == 32 ? 32 : 16;
template <int kDim>
constexpr int kWarpsOf = kDecodeChunk / kSlotsOf<kDim>;

__device__ inline float powerOfTwo(float x) {
    float y;
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
    return y;
}

template <class T, int kDim, int kStages, int kTiles>
struct DecodeWorker {
    static constexpr int kSlots = kSlotsOf<kDim>;
    static constexpr int kGroups = kSlots / 16;  // rows of the tensor cores' products
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

    using Queries = std::uint32_t[kDim / 16][kTiles][2];

    // Query heads of the group as operand B: columns past the group are zeros.
    __device__ void loadQueries(Queries &q, int task) const {
        const auto *from = static_cast<const T *>(p.q) + static_cast<std::int64_t>(task) * p.group * kDim;
#pragma unroll
        for (int d = 0; d < kDim / 16; ++d)
#pragma unroll
            for (int i = 0; i < 2 * kTiles; ++i) {
                const int head = i / 2 * 8 + lane / 4;
                const int column = d * 16 + i % 2 * 8 + lane % 4 * 2;
                q[d][i / 2][i % 2] =
                    head < p.group ? *reinterpret_cast<const std::uint32_t *>(from + head * kDim + column) : 0;
            }
    }

    // Of the query heads tile * 8 + lane % 4 * 2 + j.
    struct Sums {
        float o[kDim / 16][kTiles][4];  // rows lane / 4 and 8 more, columns j
        float most[kTiles][2];
        float sum[kTiles][2];  // of the slots that the lane sees
    };

    // Scores, slots by heads; gives the weights as operand B and scales what was summed before.
    __device__ void weigh(const float (&s)[kGroups][kTiles][4], Sums &sums, int valid,
                          std::uint32_t (&weights)[kGroups][kTiles][2]) const {
        float decay[kTiles][2];
        bool moved = false;
#pragma unroll
        for (int t = 0; t < kTiles; ++t) {
            float x[kGroups][4];
#pragma unroll
            for (int i = 0; i < 4 * kGroups; ++i)
                x[i / 4][i % 4] = lane / 4 + i / 2 * 8 < valid ? s[i / 4][t][i % 4] * p.scaleLog2 : -INFINITY;
#pragma unroll
            for (int j = 0; j < 2; ++j) {
                float most = fmaxf(x[0][j], x[0][2 + j]);
#pragma unroll
                for (int g = 1; g < kGroups; ++g) most = fmaxf(most, fmaxf(x[g][j], x[g][2 + j]));
                for (int step = 4; step < 32; step *= 2) most = fmaxf(most, __shfl_xor_sync(~0U, most, step));
                most = fmaxf(most, sums.most[t][j]);
                decay[t][j] = powerOfTwo(sums.most[t][j] - most);
                moved = moved || sums.most[t][j] != most;
                sums.most[t][j] = most;
                float sum = 0;
#pragma unroll
                for (int i = 0; i < 2 * kGroups; ++i) {
                    float &power = x[i / 2][i % 2 * 2 + j];
                    power = powerOfTwo(power - most);
                    sum += power;
                }
                sums.sum[t][j] = sums.sum[t][j] * decay[t][j] + sum;
            }
#pragma unroll
            for (int i = 0; i < 2 * kGroups; ++i)
                weights[i / 2][t][i % 2] = transposed(packPair<T>(x[i / 2][i % 2 * 2], x[i / 2][i % 2 * 2 + 1]));
        }
        if (!__any_sync(~0U, moved)) return;
#pragma unroll
        for (int d = 0; d < kDim / 16; ++d)
#pragma unroll
            for (int i = 0; i < 4 * kTiles; ++i) sums.o[d][i / 4][i % 4] *= decay[i / 4][i % 2];
    }

    __device__ void step(const Queries &q, Sums &sums, int stage, int valid) const {
        const std::uint8_t *k = buffers + stage * kStepBytes;
        const std::uint8_t *v = k + kSlots * kRowBytes;
        float s[kGroups][kTiles][4] = {};
        // Lane L names row L % 8 of matrix L / 8. Of K: slots 0-7 and 8-15 of one 8-element part, then of the next.
#pragma unroll
        for (int d = 0; d < kDim / 16; ++d)
#pragma unroll
            for (int g = 0; g < kGroups; ++g) {
                std::uint32_t a[4];
                loadMatrices(a, k + offset(g * 16 + lane % 16, 2 * d + lane / 16));
#pragma unroll
                for (int t = 0; t < kTiles; ++t) multiply<T>(s[g][t], a, q[d][t][0], q[d][t][1]);
            }
        std::uint32_t weights[kGroups][kTiles][2];
        weigh(s, sums, valid, weights);
        // Of V: two 8-element parts of slots 0-7, then of 8-15.
#pragma unroll
        for (int d = 0; d < kDim / 16; ++d)
#pragma unroll
            for (int g = 0; g < kGroups; ++g) {
                std::uint32_t a[4];
                loadMatricesTransposed(a, v + offset(g * 16 + lane / 16 * 8 + lane % 8, 2 * d + lane / 8 % 2));
#pragma unroll
                for (int t = 0; t < kTiles; ++t) multiply<T>(sums.o[d][t], a, weights[g][t][0], weights[g][t][1]);
            }
    }

    // A warp's results into its corner.
    __device__ void leave(const DecodeCorners &corners, Sums &sums) const {
#pragma unroll
        for (int i = 0; i < 2 * kTiles; ++i) {
            const int head = i / 2 * 8 + lane % 4 * 2 + i % 2;
            float sum = sums.sum[i / 2][i % 2];
            for (int step = 4; step < 32; step *= 2) sum += __shfl_xor_sync(~0U, sum, step);
            if (head >= p.group) continue;
            float *o = corners.o + (warp * p.group + head) * kDim + lane / 4;
#pragma unroll
            for (int d = 0; d < kDim / 16; ++d) {
                o[d * 16] = sums.o[d][i / 2][i % 2];
                o[d * 16 + 8] = sums.o[d][i / 2][2 + i % 2];
            }
            if (lane < 4) corners.facts[warp * p.group + head] = {sums.most[i / 2][i % 2], sum};
        }
    }
};

// Where the copies of a warp have got to: they run through the pieces without a stop.
template <class Worker, int kStages>
struct CopyCursor {
    const Worker &worker;
    PieceRing &ring;
    const DecodeBlock own;
    int at = 0;
    DecodePiece piece;
    int valid;
    int chunk = 0;
    int stage = 0;

    __device__ CopyCursor(const Worker &w, PieceRing &r, const DecodeBlock &o) : worker(w), ring(r), own(o) { take(); }

    __device__ void take() {
        const auto &entry = ring.await(worker.p, own, at);
        piece = entry.piece;
        valid = entry.valid;
        chunk = 0;
    }

    // Past the last piece only the group of copies is counted.
    __device__ void advance() {
        if (piece.chunks > 0 && chunk == piece.chunks) ++at, take();
        if (piece.chunks > 0) worker.copyStep(piece, chunk++, valid, stage);
        stage = stage + 1 == kStages ? 0 : stage + 1;
        commitCopies();
    }
};

template <class T, int kDim, int kStages>
constexpr std::size_t kCopyBytes = kWarpsOf<kDim> *kStages *DecodeWorker<T, kDim, kStages, 1>::kStepBytes;

template <class T, int kDim, int kStages, int kTiles>
__global__ void __launch_bounds__(kWarpsOf<kDim> * 32) decodeSplit(const __grid_constant__ DecodeArguments p) {
    using Worker = DecodeWorker<T, kDim, kStages, kTiles>;
    // Copies, then the warps' corners. Rows that start in the middle of 128 bytes cost a sixth of the memory's rate.
    extern __shared__ __align__(128) std::uint8_t memory[];
    __shared__ PieceRing ring;
    if (threadIdx.x == 0) ring.init();
    __syncthreads();
    startKernelAfter();
    awaitKernelBefore();
    auto *outputs = reinterpret_cast<float *>(memory + kCopyBytes<T, kDim, kStages>);
    const DecodeCorners corners{outputs, reinterpret_cast<float2 *>(outputs + kWarpsOf<kDim> * p.group * kDim)};
    Worker worker{memory + threadIdx.x / 32 * (kStages * Worker::kStepBytes), p};
    worker.planCopies();
    CopyCursor<Worker, kStages> copies(worker, ring, p.blocks[blockIdx.x]);
    for (int s = 0; s < kStages - 1; ++s) copies.advance();
    int stage = 0;
    // The copies are ahead, so that each piece is there when it is asked for.
    for (int i = 0; ring.entries[i % kRing].piece.chunks > 0; ++i) {
        const DecodePiece piece = ring.entries[i % kRing].piece;
        const int valid = ring.entries[i % kRing].valid;
        typename Worker::Queries q;
        worker.loadQueries(q, piece.task);
        typename Worker::Sums sums = {};
        for (auto &pair : sums.most) pair[0] = pair[1] = -1e30F;  // finite: a warp may see no key at all
        for (int chunk = 0; chunk < piece.chunks; ++chunk) {
            waitCopies<kStages - 2>();
            __syncwarp();
            copies.advance();
            const int left = valid - worker.firstSlot(piece, chunk);
            if (left > 0) worker.step(q, sums, stage, left);
            stage = stage + 1 == kStages ? 0 : stage + 1;
        }
        worker.leave(corners, sums);
        __syncthreads();
        finishPiece<T, kDim, kWarpsOf<kDim>>(p, piece, corners);
        __syncthreads();
    }
}

// Any type, any head dimension up to 256: one block a query head, a warp takes every eighth slot.
template <class T>
__global__ void __launch_bounds__(256) decodePlain(const __grid_constant__ DecodeArguments p) {
    constexpr int kPerLane = 8;
    __shared__ float corners[8][256 + 2];
    startKernelAfter();
    awaitKernelBefore();
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
        float all = -INFINITY;
        for (const auto &corner : corners) all = fmaxf(all, corner[p.headDim]);
        float out = 0;
        float total = 0;
        for (const auto &corner : corners) {
            const float worth = exp2f(corner[p.headDim] - all);
            total += corner[p.headDim + 1] * worth;
            out += corner[d] * worth;
        }
        static_cast<T *>(p.o)[at + d] = T(out / total);
    }
}

// Blocks of a multiprocessor. The corners of large groups leave less room; beside them a block has its pieces, and CUDA
// takes 1 KB.
inline int blocksThatFit(std::size_t bytes) {
    return static_cast<int>(228 * 1024 / (bytes + sizeof(PieceRing) + 1280));
}

template <class T, int kDim, int kStages>
DecodeKernel split(int perMultiprocessor, int group) {
    const auto corners = static_cast<std::size_t>(kWarpsOf<kDim> * group * (kDim + 2)) * sizeof(float);
    const std::size_t bytes = kCopyBytes<T, kDim, kStages> + corners;
    const void *kernel = group > 8 ? reinterpret_cast<const void *>(decodeSplit<T, kDim, kStages, 2>)
                                   : reinterpret_cast<const void *>(decodeSplit<T, kDim, kStages, 1>);
    return {kernel, kWarpsOf<kDim> * 32, bytes, std::clamp(blocksThatFit(bytes), 1, perMultiprocessor), true};
}
template <class T>
DecodeKernel plain() {
    return {reinterpret_cast<const void *>(decodePlain<T>), 256, 0, 1, false};
}

template <class T>
DecodeKernel ofHeadDim(int headDim, int group) {
    if (group > kDecodeGroup) return plain<T>();
    switch (headDim) {
        case 32: return split<T, 32, 2>(14, group);
        case 64: return split<T, 64, 4>(3, group);
        case 96: return split<T, 96, 4>(2, group);
        case 128: {
            const auto three = split<T, 128, 2>(3, group);
            return three.perMultiprocessor == 3 ? three : split<T, 128, 3>(2, group);
        }
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
