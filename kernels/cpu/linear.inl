// A few rows against a weight matrix: each group of its rows is read from memory once and meets all rows of x while it
// is in the first cache.
namespace moa::kernels {
namespace {

// As many sums as the registers hold beside a row of weights and one of x.
template <int Rows>
inline constexpr int kColumns = MOA_VECTOR_BYTES == 64 ? (Rows == 1 ? 8 : 6)
                                : Rows == 4            ? 3
                                : Rows == 1            ? 8
                                                       : 4;

template <class T>
inline T treeSum(Vec<T> v) {
    T part[kLanes<T>];
    store(part, v);
    for (int width = kLanes<T> / 2; width > 0; width /= 2)
        for (int i = 0; i < width; ++i) part[i] += part[i + width];
    return part[0];
}

template <class T, int Rows, int Columns>
inline void dots(const FewRowsLinear<T> &p, std::int64_t row, std::int64_t column) {
    const T *x = p.x + row * p.depth;
    const T *w = p.weight + column * p.depth;
    Vec<T> sum[Rows][Columns] = {};
    std::int64_t whole = 0;
    for (; whole + kLanes<T> <= p.depth; whole += kLanes<T>) {
        Vec<T> weights[Columns];
        for (int c = 0; c < Columns; ++c) weights[c] = load(w + c * p.depth + whole);
        // The next group's: rows of weights are too short for the processor to foresee where reading goes on.
        for (int c = 0; c < Columns; ++c) __builtin_prefetch(w + (c + Columns) * p.depth + whole);
        for (int r = 0; r < Rows; ++r) {
            const Vec<T> a = load(x + r * p.depth + whole);
            for (int c = 0; c < Columns; ++c) sum[r][c] += a * weights[c];
        }
    }
    for (int r = 0; r < Rows; ++r)
        for (int c = 0; c < Columns; ++c) {
            T total = treeSum<T>(sum[r][c]);
            for (std::int64_t k = whole; k < p.depth; ++k) total += x[r * p.depth + k] * w[c * p.depth + k];
            p.y[(row + r) * p.yStride + column + c] = total;
        }
}

template <class T, int Rows>
inline void dotsOfRows(const FewRowsLinear<T> &p, std::int64_t row, std::int64_t column, std::int64_t end) {
    for (; column + kColumns<Rows> <= end; column += kColumns<Rows>) dots<T, Rows, kColumns<Rows>>(p, row, column);
    for (; column < end; ++column) dots<T, Rows, 1>(p, row, column);
}

template <class T>
void linear(const FewRowsLinear<T> &p) {
    constexpr std::int64_t group = 24;  // columns: a multiple of every kColumns
    const std::int64_t groups = (p.columns + group - 1) / group;
#pragma omp parallel for num_threads(p.threads) schedule(static)
    for (std::int64_t g = 0; g < groups; ++g) {
        const std::int64_t end = (g + 1) * group < p.columns ? (g + 1) * group : p.columns;
        int row = 0;
        for (; row + 4 <= p.rows; row += 4) dotsOfRows<T, 4>(p, row, g * group, end);
        if (p.rows - row == 3) dotsOfRows<T, 3>(p, row, g * group, end);
        if (p.rows - row == 2) dotsOfRows<T, 2>(p, row, g * group, end);
        if (p.rows - row == 1) dotsOfRows<T, 1>(p, row, g * group, end);
    }
}

}  // namespace
}  // namespace moa::kernels
