// One small matrix product serves every step of attention: C (+)= A * B with B and C row-major and A of any strides,
// so that transposed operands need no copy. Columns of B and C are multiples of 16.
namespace moa::kernels {
namespace {

template <class T>
struct GemmArgs {
    std::int64_t depth;  // columns of A, rows of B
    const T *a;
    std::int64_t aRow;  // distance of A's rows
    std::int64_t aCol;  // distance of A's columns
    const T *b;
    std::int64_t bRow;
    T *c;
    std::int64_t cRow;
    bool accumulate;  // add to C instead of replacing it
};

template <class T, int Rows, int Vectors>
inline void microGemm(const GemmArgs<T> &g) {
    Vec<T> sum[Rows][Vectors];
    for (int r = 0; r < Rows; ++r)
        for (int j = 0; j < Vectors; ++j) sum[r][j] = g.accumulate ? load(g.c + r * g.cRow + j * kLanes<T>) : Vec<T>{};
    const T *a = g.a;
    const T *b = g.b;
    for (std::int64_t k = 0; k < g.depth; ++k, a += g.aCol, b += g.bRow) {
        Vec<T> row[Vectors];
        for (int j = 0; j < Vectors; ++j) row[j] = load(b + j * kLanes<T>);
        for (int r = 0; r < Rows; ++r) {
            const Vec<T> x = splat(a[r * g.aRow]);
            for (int j = 0; j < Vectors; ++j) sum[r][j] += x * row[j];
        }
    }
    for (int r = 0; r < Rows; ++r)
        for (int j = 0; j < Vectors; ++j) store(g.c + r * g.cRow + j * kLanes<T>, sum[r][j]);
}

template <class T, int Rows, int Vectors>
inline void rowsOfColumns(GemmArgs<T> g, std::int64_t rows) {
    std::int64_t m = 0;
    for (; m + Rows <= rows; m += Rows) {
        microGemm<T, Rows, Vectors>(g);
        g.a += Rows * g.aRow;
        g.c += Rows * g.cRow;
    }
    for (; m < rows; ++m) {
        microGemm<T, 1, Vectors>(g);
        g.a += g.aRow;
        g.c += g.cRow;
    }
}

// A few rows, as decoding has them: strips so wide that the sums of one row hide each other's latency.
template <class T, int Rows, int Vectors>
inline void fewRows(GemmArgs<T> g, std::int64_t columns) {
    constexpr int width = Vectors * kLanes<T>;
    for (; columns >= width; columns -= width) {
        microGemm<T, Rows, Vectors>(g);
        g.b += width;
        g.c += width;
    }
    if constexpr (Vectors > 1)
        if (columns > 0) fewRows<T, Rows, Vectors / 2>(g, columns);
}

// rows x columns of C; columns a multiple of 16.
template <class T>
void gemm(std::int64_t rows, std::int64_t columns, GemmArgs<T> g) {
    if (rows == 1) return fewRows<T, 1, 8>(g, columns);
    if (rows == 2) return fewRows<T, 2, 4>(g, columns);
    if (rows == 3) return fewRows<T, 3, 4>(g, columns);
    constexpr int lanes = kLanes<T>;
    constexpr int wide = MOA_VECTOR_BYTES == 64 ? 4 : 2;  // vectors of a column strip that leave registers for the sums
    std::int64_t j = 0;
    const auto strip = [&](std::int64_t width) {
        g.b += width;
        g.c += width;
        j += width;
    };
    while (j + wide * lanes <= columns) {
        rowsOfColumns<T, 4, wide>(g, rows);
        strip(wide * lanes);
    }
    if constexpr (wide == 4) {
        while (j + 2 * lanes <= columns) {
            rowsOfColumns<T, 8, 2>(g, rows);
            strip(2 * lanes);
        }
    }
    while (j < columns) {
        rowsOfColumns<T, 8, 1>(g, rows);
        strip(lanes);
    }
}

// Copies `n` rows of `headDim` into rows of `dim` >= headDim, zero-padded.
template <class T>
void packRows(const T *from, std::int64_t stride, std::int64_t n, int headDim, T *to, int dim) {
    for (std::int64_t t = 0; t < n; ++t) {
        std::memcpy(to + t * dim, from + t * stride, static_cast<std::size_t>(headDim) * sizeof(T));
        for (int d = headDim; d < dim; ++d) to[t * dim + d] = T(0);
    }
}

// Copies rows into tiles [tile][dim][64]: the transposed operand of Q K^T and dO V^T.
template <class T>
void packTransposed(const T *from, std::int64_t stride, std::int64_t n, int headDim, T *to, int dim) {
    for (std::int64_t t = 0; t < n; ++t) {
        T *column = to + t / kTile * dim * kTile + t % kTile;
        for (int d = 0; d < headDim; ++d) column[d * kTile] = from[t * stride + d];
    }
}

}  // namespace
}  // namespace moa::kernels
