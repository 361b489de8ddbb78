// The profiling backward: per row block the strips of A and G are recomputed, then give E, A and the gradients.
namespace moa::kernels {
namespace {

// Everything one thread needs for row blocks of one head.
template <class T>
struct InfluenceWork {
    InfluenceWork(std::int64_t blocks, int dim)
        : a(kTile * blocks * kTile),
          g(kTile * blocks * kTile),
          queries(kTile * dim),
          gradients(kTile * dim),
          dQ(kTile * dim),
          sumAbs(blocks * kLanes<T>),
          sumSigned(blocks * kLanes<T>),
          sumA(blocks * kLanes<T>) {}
    Scratch<T> a;  // attention weights of the row block, [64][columns]
    Scratch<T> g;  // G = dO V^T, later dS * scale
    Scratch<T> queries;
    Scratch<T> gradients;
    Scratch<T> dQ;
    Scratch<T> sumAbs;  // one vector per key tile
    Scratch<T> sumSigned;
    Scratch<T> sumA;
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

// The largest entry of a row, kept apart so that its influence can be computed without cancellation.
template <class T>
struct RowTop {
    std::int64_t column = 0;
    T weight = 0;  // A of that entry
    T rest = 0;    // sum of A over the others
};

// Scores -> attention weights, in place; the largest entry is left at 0 and returned.
template <class T>
RowTop<T> weightsRow(T *row, std::int64_t columns, std::int64_t visible, T scale) {
    constexpr int lanes = kLanes<T>;
    RowTop<T> top;
    for (std::int64_t s = 1; s < visible; ++s)
        if (row[s] > row[top.column]) top.column = s;
    const Vec<T> most = splat(row[top.column]);
    for (std::int64_t s = visible; s < columns; ++s) row[s] = -std::numeric_limits<T>::infinity();
    row[top.column] = -std::numeric_limits<T>::infinity();
    Vec<T> sum{};
    for (std::int64_t s = 0; s < columns; s += lanes) {
        const Vec<T> e = expNonPositive((load(row + s) - most) * scale);
        store(row + s, e);
        sum += e;
    }
    const T others = laneSum<T>(sum);
    top.weight = T(1) / (T(1) + others);
    top.rest = others * top.weight;
    for (std::int64_t s = 0; s < columns; s += lanes) store(row + s, load(row + s) * top.weight);
    return top;
}

template <class T>
void addAttention(const InfluenceWork<T> &w, const T *a, std::int64_t columns, const RowTop<T> &top) {
    constexpr int lanes = kLanes<T>;
    for (std::int64_t s = 0; s < columns; s += lanes) {
        T *to = w.sumA.get() + s / kTile * lanes;
        store(to, load(to) + load(a + s));
    }
    w.sumA.get()[top.column / kTile * lanes] += top.weight;
}

// E of one row into the tile sums; G becomes dS * scale. The largest entry of `a` is 0 on entry and restored here.
template <class T>
void influenceRow(const InfluenceWork<T> &w, T *a, T *g, std::int64_t columns, const RowTop<T> &top, bool firstRow,
                  T scale) {
    constexpr int lanes = kLanes<T>;
    Vec<T> weighted{};
    for (std::int64_t s = 0; s < columns; s += lanes) weighted += load(a + s) * load(g + s);
    const T others = laneSum<T>(weighted);  // sum of A G without the largest entry
    const T gTop = g[top.column];
    const Vec<T> d = splat(others + top.weight * gTop);
    for (std::int64_t s = 0; s < columns; s += lanes) {
        const Vec<T> weight = load(a + s);
        const Vec<T> step = weight * (load(g + s) - d);
        const Vec<T> e = step / (weight - T(1));  // -A (G - D) / (1 - A)
        T *abs = w.sumAbs.get() + s / kTile * lanes;
        T *sgn = w.sumSigned.get() + s / kTile * lanes;
        store(abs, load(abs) + absolute(e));
        store(sgn, load(sgn) + e);
        store(g + s, step * scale);
    }
    // G - D of the largest entry is (1 - A) (G - mean of the others) = rest * G - others.
    T eTop = top.rest > 0 ? -top.weight * (gTop - others / top.rest) : T(0);
    if (firstRow) eTop = -top.weight * gTop;
    w.sumAbs.get()[top.column / kTile * lanes] += eTop < 0 ? -eTop : eTop;
    w.sumSigned.get()[top.column / kTile * lanes] += eTop;
    a[top.column] = top.weight;
    g[top.column] = top.weight * (top.rest * gTop - others) * scale;
}

template <class T>
void writeSums(T *to, T *sums, std::int64_t tiles) {
    for (std::int64_t j = 0; j < tiles; ++j) {
        if (to) to[j] = laneSum<T>(load(sums + j * kLanes<T>));
        store(sums + j * kLanes<T>, Vec<T>{});
    }
}

// One row block of one head; dK and dV (padded rows) are added to.
template <class T>
void influenceRowBlock(const InfluenceBackward<T> &p, const PackedGroups<T> &kv, const InfluenceWork<T> &w, int head,
                       std::int64_t block, T *dK, T *dV) {
    const int dim = kv.dim;
    const std::int64_t packed = (head / (p.heads / p.kvHeads) - kv.first) * kv.size;
    const std::int64_t t0 = block * kTile;
    const std::int64_t rows = p.n - t0 < kTile ? p.n - t0 : kTile;
    const std::int64_t columns = (block + 1) * kTile;
    const std::int64_t at = t0 * p.qStride + static_cast<std::int64_t>(head) * p.headDim;
    packRows(p.q + at, p.qStride, rows, p.headDim, w.queries.get(), dim);
    packRows(p.dO + t0 * p.dOStride + static_cast<std::int64_t>(head) * p.headDim, p.dOStride, rows, p.headDim, w.gradients.get(), dim);
    bool reached = false;  // rows after the last target have no gradient: only their A counts
    for (std::int64_t i = 0; i < rows * dim && !reached; ++i) reached = w.gradients.get()[i] != T(0);
    for (std::int64_t j = 0; j <= block; ++j) {
        const std::int64_t tile = packed + j * dim * kTile;
        gemm<T>(rows, kTile,
                {dim, w.queries.get(), dim, 1, kv.keysT.get() + tile, kTile, w.a.get() + j * kTile, columns, false});
        if (reached)
            gemm<T>(rows, kTile,
                    {dim, w.gradients.get(), dim, 1, kv.valuesT.get() + tile, kTile, w.g.get() + j * kTile, columns,
                     false});
    }
    for (std::int64_t r = 0; r < rows; ++r) {
        T *a = w.a.get() + r * columns;
        const RowTop<T> top = weightsRow(a, columns, t0 + r + 1, p.scale);
        addAttention(w, a, columns, top);
        if (reached) influenceRow(w, a, w.g.get() + r * columns, columns, top, t0 + r == 0, p.scale);
    }
    const std::int64_t map = (static_cast<std::int64_t>(head) * p.blocks + block) * p.blocks;
    writeSums(p.absolute ? p.absolute + map : nullptr, w.sumAbs.get(), block + 1);
    writeSums(p.signedSum ? p.signedSum + map : nullptr, w.sumSigned.get(), block + 1);
    writeSums(p.attention ? p.attention + map : nullptr, w.sumA.get(), block + 1);
    if (!p.dQ) return;
    if (reached) {
        gemm<T>(rows, dim, {columns, w.g.get(), columns, 1, kv.keys.get() + packed, dim, w.dQ.get(), dim, false});
        gemm<T>(columns, dim, {rows, w.g.get(), 1, columns, w.queries.get(), dim, dK, dim, true});
        gemm<T>(columns, dim, {rows, w.a.get(), 1, columns, w.gradients.get(), dim, dV, dim, true});
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
