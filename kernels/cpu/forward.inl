// Forward: per row block a strip of scores over the visible tiles, its softmax, and the product with V.
#include <omp.h>

namespace moa::kernels {
namespace {

// First window key of row t.
inline std::int64_t windowStart(const HeadWindow &w, std::int64_t t) {
    const std::int64_t start = w.byBlock ? (t / kTile - w.window / kTile + 1) * kTile : t - w.window + 1;
    return start > 0 ? start : 0;
}

// K of every kv head as transposed tiles, V as padded rows.
template <class T>
struct PackedKv {
    PackedKv(std::int64_t n, int kvHeads, int headDim, const T *k, const T *v, std::int64_t stride)
        : dim(paddedDim(headDim)),
          rows(ceilTiles(n) * kTile),
          keys(kvHeads * rows * dim),
          values(kvHeads * rows * dim) {
        for (int g = 0; g < kvHeads; ++g) {
            packTransposed(k + g * headDim, stride, n, headDim, keys.get() + g * rows * dim, dim);
            packRows(v + g * headDim, stride, n, headDim, values.get() + g * rows * dim, dim);
        }
    }
    int dim;
    std::int64_t rows;
    Scratch<T> keys;
    Scratch<T> values;
};

// One row block of one head. The strip holds tile 0 (the sink) and the tiles of the window, side by side.
template <class T>
void forwardRowBlock(const AttentionForward<T> &p, const PackedKv<T> &kv, int head, std::int64_t block,
                     const Strip<T> &strip, T *out, T *queries) {
    const int group = head / (p.heads / p.kvHeads);
    const int dim = kv.dim;
    const std::int64_t t0 = block * kTile;
    const std::int64_t rows = p.n - t0 < kTile ? p.n - t0 : kTile;
    const HeadWindow window = p.windows ? p.windows[head] : HeadWindow{p.n, false};
    std::int64_t firstTile = windowStart(window, t0) / kTile;
    if (firstTile < 1) firstTile = 1;
    if (firstTile > block) firstTile = block > 0 ? block : 1;  // the sink tile is always column 0 of the strip
    const std::int64_t tiles = 1 + (block >= firstTile ? block - firstTile + 1 : 0);
    const T *keys = kv.keys.get() + group * kv.rows * dim;
    const T *values = kv.values.get() + group * kv.rows * dim;
    const auto tileOf = [&](std::int64_t j) { return j == 0 ? 0 : firstTile + j - 1; };
    packRows(p.q + t0 * p.qStride + head * p.headDim, p.qStride, rows, p.headDim, queries, dim);
    for (std::int64_t j = 0; j < tiles; ++j)
        gemm<T>(rows, kTile,
                {dim, queries, dim, 1, keys + tileOf(j) * dim * kTile, kTile, strip.tile(j), kTile, false});
    // Column of key s in the strip: s for the sink tile, s - shift for the window.
    const std::int64_t shift = (firstTile - 1) * kTile;
    T sums[kTile];
    for (std::int64_t r = 0; r < rows; ++r) {
        const std::int64_t t = t0 + r;
        const std::int64_t sinkEnd = t + 1 < kTile ? t + 1 : kTile;
        const std::int64_t start = windowStart(window, t);
        std::int64_t from = start > kTile ? start - shift : sinkEnd;
        if (from < sinkEnd) from = sinkEnd;
        const std::int64_t to = tiles > 1 ? t + 1 - shift : sinkEnd;
        sums[r] = softmaxRow(strip.row(r, tiles), sinkEnd, from < to ? from : to, to, p.scale);
    }
    for (std::int64_t j = 0; j < tiles; ++j)
        gemm<T>(rows, dim, {kTile, strip.tile(j), kTile, 1, values + tileOf(j) * kTile * dim, dim, out, dim, j > 0});
    for (std::int64_t r = 0; r < rows; ++r)
        for (int d = 0; d < p.headDim; ++d)
            p.o[(t0 + r) * p.oStride + head * p.headDim + d] = out[r * dim + d] / sums[r];
}

template <class T>
void forward(const AttentionForward<T> &p) {
    const PackedKv<T> kv(p.n, p.kvHeads, p.headDim, p.k, p.v, p.kvStride);
    const std::int64_t blocks = ceilTiles(p.n);
    const std::int64_t first = p.firstRow / kTile;
    const std::int64_t tasks = (blocks - first) * p.heads;
#pragma omp parallel num_threads(p.threads)
    {
        const Strip<T> strip(blocks);
        const Scratch<T> out(kTile * kv.dim);
        const Scratch<T> queries(kTile * kv.dim);
        // The longest rows come first, so that the threads finish together.
#pragma omp for schedule(dynamic)
        for (std::int64_t task = 0; task < tasks; ++task) {
            if (p.stop.stop_requested()) continue;
            const std::int64_t block = blocks - 1 - task / p.heads;
            forwardRowBlock(p, kv, static_cast<int>(task % p.heads), block, strip, out.get(), queries.get());
        }
    }
}

}  // namespace
}  // namespace moa::kernels
