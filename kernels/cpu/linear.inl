// A few rows against a weight matrix: each piece of it is read from memory once and meets all rows of x while it is in
// the near caches.
namespace moa::kernels {
namespace {

// As many sums as the registers hold beside a row of weights and one of x.
template <int Rows>
inline constexpr int kColumns = MOA_VECTOR_BYTES == 64 ? (Rows == 1 ? 8 : 6)
                                : Rows == 4            ? 3
                                : Rows == 1            ? 8
                                                       : 4;

// The last columns, with zeros after them: scalar sums would be fused or not as the compiler likes, differently for
// each number of rows.
template <class T>
inline Vec<T> loadSome(const T *from, std::int64_t count) {
    T part[kLanes<T>] = {};
    std::memcpy(part, from, static_cast<std::size_t>(count) * sizeof(T));
    return load(part);
}

template <class T>
inline T treeSum(Vec<T> v) {
    T part[kLanes<T>];
    store(part, v);
    for (int width = kLanes<T> / 2; width > 0; width /= 2)
        for (int i = 0; i < width; ++i) part[i] += part[i + width];
    return part[0];
}

// Adds to Rows x Columns entries of y their products of the columns first..end-1 of x and W; sets them where first is
// 0.
template <class T, int Rows, int Columns>
inline void dots(const FewRowsLinear<T> &p, std::int64_t row, std::int64_t column, std::int64_t first,
                 std::int64_t end) {
    const T *x = p.x + row * p.depth;
    const T *w = p.weight + column * p.depth;
    Vec<T> sum[Rows][Columns] = {};
    std::int64_t k = first;
    for (; k + kLanes<T> <= end; k += kLanes<T>) {
        Vec<T> weights[Columns];
        for (int c = 0; c < Columns; ++c) weights[c] = load(w + c * p.depth + k);
        // The next entries': rows of weights are too short for the processor to foresee where reading goes on.
        for (int c = 0; c < Columns; ++c) __builtin_prefetch(w + (c + Columns) * p.depth + k);
        for (int r = 0; r < Rows; ++r) {
            const Vec<T> a = load(x + r * p.depth + k);
            for (int c = 0; c < Columns; ++c) sum[r][c] += a * weights[c];
        }
    }
    if (k < end) {
        for (int r = 0; r < Rows; ++r) {
            const Vec<T> a = loadSome(x + r * p.depth + k, end - k);
            for (int c = 0; c < Columns; ++c) sum[r][c] += a * loadSome(w + c * p.depth + k, end - k);
        }
    }
    for (int r = 0; r < Rows; ++r)
        for (int c = 0; c < Columns; ++c) {
            const T total = treeSum<T>(sum[r][c]);
            T &y = p.y[(row + r) * p.yStride + column + c];
            y = first == 0 ? total : y + total;
        }
}

// The columns of a piece of W, as many at a time as the registers hold.
template <class T, int Rows>
inline void dotsOfRows(const FewRowsLinear<T> &p, std::int64_t row, std::int64_t column, std::int64_t columns,
                       std::int64_t first, std::int64_t end) {
    for (; column + kColumns<Rows> <= columns; column += kColumns<Rows>)
        dots<T, Rows, kColumns<Rows>>(p, row, column, first, end);
    for (; column < columns; ++column) dots<T, Rows, 1>(p, row, column, first, end);
}

template <class T>
void linear(const FewRowsLinear<T> &p) {
    constexpr std::int64_t group = 24;    // columns of y: a multiple of every kColumns
    constexpr std::int64_t piece = 2048;  // of depth
    const std::int64_t groups = (p.columns + group - 1) / group;
#pragma omp parallel for num_threads(p.threads) schedule(static)
    for (std::int64_t g = 0; g < groups; ++g) {
        const std::int64_t column = g * group;
        const std::int64_t columns = column + group < p.columns ? column + group : p.columns;
        for (std::int64_t first = 0; first < p.depth; first += piece) {
            const std::int64_t end = first + piece < p.depth ? first + piece : p.depth;
            int row = 0;
            for (; row + 4 <= p.rows; row += 4) dotsOfRows<T, 4>(p, row, column, columns, first, end);
            switch (p.rows - row) {
                case 3: dotsOfRows<T, 3>(p, row, column, columns, first, end); break;
                case 2: dotsOfRows<T, 2>(p, row, column, columns, first, end); break;
                case 1: dotsOfRows<T, 1>(p, row, column, columns, first, end); break;
                default: break;
            }
        }
    }
}

}  // namespace
}  // namespace moa::kernels
