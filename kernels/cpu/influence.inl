// The profiling backward: per row block the strips of A and G are recomputed, then give E, A and the gradients.
namespace moa::kernels {
namespace {

// Everything one thread needs for row blocks of one head.
template <class T>
struct InfluenceWork {
    InfluenceWork(std::int64_t blocks, int dim)
        : a(blocks), g(blocks), queries(kTile * dim), gradients(kTile * dim), dQ(kTile * dim), sums(blocks) {}
    Strip<T> a;  // attention weights of the row block
    Strip<T> g;  // G = dO V^T, later dS * scale
    Scratch<T> queries;
    Scratch<T> gradients;
    Scratch<T> dQ;
    BlockSums<T> sums;
};

// Operands of some kv heads, packed once.
template <class T>
struct PackedGroups {
    PackedGroups(const InfluenceBackward<T> &p, int firstGroup, int count)
        : first(firstGroup),
          dim(paddedDim(p.headDim)),
          size(ceilTiles(p.n) * kTile * dim),
          keys(count * size),
          keysT(count * size),
          valuesT(count * size) {
        for (int i = 0; i < count; ++i) {
            const std::int64_t offset = static_cast<std::int64_t>(first + i) * p.headDim;
            packRows(p.k + offset, p.kvStride, p.n, p.headDim, keys.get() + i * size, dim);
            packTransposed(p.k + offset, p.kvStride, p.n, p.headDim, keysT.get() + i * size, dim);
            packTransposed(p.v + offset, p.kvStride, p.n, p.headDim, valuesT.get() + i * size, dim);
        }
    }
    int first;
    int dim;
    std::int64_t size;  // elements of one kv head
    Scratch<T> keys;
    Scratch<T> keysT;
    Scratch<T> valuesT;
};

template <class T>
bool anyNonZero(const T *values, int count) {
    for (int i = 0; i < count; ++i)
        if (values[i] != T(0)) return true;
    return false;
}

// One row block of one head; dK and dV (padded rows) are added to.
template <class T>
void influenceRowBlock(const InfluenceBackward<T> &p, const PackedGroups<T> &kv, const InfluenceWork<T> &w, int head,
                       std::int64_t block, T *dK, T *dV) {
    const int dim = kv.dim;
    const std::int64_t packed = (head / (p.heads / p.kvHeads) - kv.first) * kv.size;
    const std::int64_t t0 = block * kTile;
    const std::int64_t rows = p.n - t0 < kTile ? p.n - t0 : kTile;
    const std::int64_t tiles = block + 1;
    const std::int64_t column = static_cast<std::int64_t>(head) * p.headDim;
    const std::int64_t at = t0 * p.qStride + column;
    packRows(p.q + at, p.qStride, rows, p.headDim, w.queries.get(), dim);
    packRows(p.dO + t0 * p.dOStride + column, p.dOStride, rows, p.headDim, w.gradients.get(), dim);
    bool reached = false;  // rows without a gradient have no influence: only their A counts
    bool rowReached[kTile];
    for (std::int64_t r = 0; r < rows; ++r) {
        rowReached[r] = anyNonZero(w.gradients.get() + r * dim, dim);
        reached = reached || rowReached[r];
    }
    for (std::int64_t j = 0; j < tiles; ++j) {
        const std::int64_t tile = packed + j * dim * kTile;
        gemm<T>(rows, kTile, {dim, w.queries.get(), dim, 1, kv.keysT.get() + tile, kTile, w.a.tile(j), kTile, false});
        if (reached)
            gemm<T>(rows, kTile,
                    {dim, w.gradients.get(), dim, 1, kv.valuesT.get() + tile, kTile, w.g.tile(j), kTile, false});
    }
    for (std::int64_t r = 0; r < rows; ++r) {
        const auto a = w.a.row(r, tiles);
        const RowTop<T> top = weightsRow(a, t0 + r + 1, p.scale, w.sums);
        if (rowReached[r]) influenceRow(a, w.g.row(r, tiles), top, t0 + r == 0, p.scale, w.sums);
    }
    w.sums.write(p, head, block);
    if (!p.dQ) return;
    for (std::int64_t j = 0; reached && j < tiles; ++j) {
        const std::int64_t tile = j * kTile * dim;
        gemm<T>(rows, dim, {kTile, w.g.tile(j), kTile, 1, kv.keys.get() + packed + tile, dim, w.dQ.get(), dim, j > 0});
        gemm<T>(kTile, dim, {rows, w.g.tile(j), 1, kTile, w.queries.get(), dim, dK + tile, dim, true});
        gemm<T>(kTile, dim, {rows, w.a.tile(j), 1, kTile, w.gradients.get(), dim, dV + tile, dim, true});
    }
    for (std::int64_t r = 0; r < rows; ++r)
        for (int d = 0; d < p.headDim; ++d) p.dQ[at + r * p.qStride + d] = reached ? w.dQ.get()[r * dim + d] : T(0);
}

// Few heads are cut into parts of equal work. The number of parts depends on the shape alone, so that sums have the
// same order with any number of threads.
inline int partsPerHead(int heads) {
    return heads >= 16 ? 1 : (heads >= 4 ? 2 : 4);
}

// First row block of part i of `parts`: the triangle is cut into parts of equal area.
inline std::int64_t partStart(std::int64_t blocks, int parts, int i) {
    return i >= parts
               ? blocks
               : static_cast<std::int64_t>(static_cast<double>(blocks) * std::sqrt(static_cast<double>(i) / parts));
}

// Sums the partial gradients of one kv head in a fixed order into dK and dV.
template <class T>
void reduceGradients(const InfluenceBackward<T> &p, int group, int dim, std::int64_t size, int partials, const T *dK,
                     const T *dV) {
    for (std::int64_t t = 0; t < p.n; ++t)
        for (int d = 0; d < p.headDim; ++d) {
            T k = 0;
            T v = 0;
            for (int i = 0; i < partials; ++i) {
                k += dK[size * i + t * dim + d];
                v += dV[size * i + t * dim + d];
            }
            const std::int64_t at = t * p.kvStride + static_cast<std::int64_t>(group) * p.headDim + d;
            p.dK[at] = k;
            p.dV[at] = v;
        }
}

// All query heads of the kv heads first .. first + count - 1.
template <class T>
void influenceGroups(const InfluenceBackward<T> &p, int first, int count) {
    const PackedGroups<T> kv(p, first, count);
    const int perGroup = p.heads / p.kvHeads;
    const int parts = partsPerHead(p.heads);
    const int partials = perGroup * parts;
    const std::int64_t blocks = ceilTiles(p.n);
    const std::int64_t size = p.dK ? kv.size : 0;
    const Scratch<T> dK(size * partials * count);
    const Scratch<T> dV(size * partials * count);
#pragma omp parallel num_threads(p.threads)
    {
        const InfluenceWork<T> work(blocks, kv.dim);
        // The last part of every head comes first: its rows are the longest.
#pragma omp for schedule(dynamic)
        for (int task = 0; task < partials * count; ++task) {
            const int part = parts - 1 - task / (perGroup * count);
            const int local = task % (perGroup * count);
            const std::int64_t to = size * (local / perGroup * partials + local % perGroup * parts + part);
            for (std::int64_t b = partStart(blocks, parts, part); b < partStart(blocks, parts, part + 1); ++b) {
                if (p.stop.stop_requested()) break;
                influenceRowBlock(p, kv, work, first * perGroup + local, b, dK.get() + to, dV.get() + to);
            }
        }
#pragma omp for
        for (int i = 0; i < (p.dK ? count : 0); ++i)
            reduceGradients(p, first + i, kv.dim, size, partials, dK.get() + size * partials * i,
                            dV.get() + size * partials * i);
    }
}

// As many kv heads at once as keep the partial gradients within 256 MB.
template <class T>
void influence(const InfluenceBackward<T> &p) {
    const std::int64_t perHead = ceilTiles(p.n) * kTile * paddedDim(p.headDim) * static_cast<std::int64_t>(sizeof(T));
    const std::int64_t perGroup = perHead * (3 + 2 * (p.heads / p.kvHeads) * partsPerHead(p.heads));
    const std::int64_t fit = (std::int64_t{256} << 20) / perGroup;
    const int count = fit < 1 ? 1 : (fit < p.kvHeads ? static_cast<int>(fit) : p.kvHeads);
    for (int first = 0; first < p.kvHeads && !p.stop.stop_requested(); first += count)
        influenceGroups(p, first, first + count <= p.kvHeads ? count : p.kvHeads - first);
}

}  // namespace
}  // namespace moa::kernels
