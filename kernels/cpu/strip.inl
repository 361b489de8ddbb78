// Scores of a row block, tile by tile, and the passes over one row of them.
namespace moa::kernels {
namespace {

// Elements from one tile of a strip to the next: 64 more than a tile has, so that the pieces of a row fall into
// different sets of the caches.
inline constexpr std::int64_t kStripTile = kTile * kTile + kTile;

// One row of scores in pieces of 64: element s is pieces[s / 64 * tileStride + s % 64].
template <class T>
struct ScoreRow {
    T *pieces;
    std::int64_t tiles;
    std::int64_t tileStride;

    [[nodiscard]] T *piece(std::int64_t tile) const { return pieces + tile * tileStride; }
    [[nodiscard]] T &operator[](std::int64_t s) const { return piece(s / kTile)[s % kTile]; }
    void fill(std::int64_t from, std::int64_t to, T value) const {
        for (std::int64_t s = from; s < to; ++s) (*this)[s] = value;
    }
    // Calls work(address, tile) for every vector of the row, in order.
    template <class F>
    void forEach(F &&work) const {
        for (std::int64_t j = 0; j < tiles; ++j)
            for (int c = 0; c < kTile; c += kLanes<T>) work(piece(j) + c, j);
    }
};

// Tiles [tile][64 rows][64 keys] of one row block.
template <class T>
class Strip {
public:
    explicit Strip(std::int64_t tiles) : data_(tiles * kStripTile) {}
    [[nodiscard]] T *tile(std::int64_t j) const { return data_.get() + j * kStripTile; }
    [[nodiscard]] ScoreRow<T> row(std::int64_t r, std::int64_t tiles) const {
        return {data_.get() + r * kTile, tiles, kStripTile};
    }

private:
    Scratch<T> data_;
};

template <class T>
T largestOf(const ScoreRow<T> &row) {
    Vec<T> most = splat(-std::numeric_limits<T>::infinity());
    row.forEach([&](const T *at, std::int64_t) { most = larger(most, load(at)); });
    return laneMax<T>(most);
}

// exp of a row of scores in place; entries outside [0, sinkEnd) and [from, to) become 0. Returns the sum.
template <class T>
T softmaxRow(const ScoreRow<T> &row, std::int64_t sinkEnd, std::int64_t from, std::int64_t to, T scale) {
    const T lowest = -std::numeric_limits<T>::infinity();
    row.fill(sinkEnd, from, lowest);
    row.fill(to, row.tiles * kTile, lowest);
    const Vec<T> top = splat(largestOf(row));
    Vec<T> sum{};
    row.forEach([&](T *at, std::int64_t) {
        const Vec<T> e = expNonPositive((load(at) - top) * scale);
        store(at, e);
        sum += e;
    });
    return laneSum<T>(sum);
}

}  // namespace
}  // namespace moa::kernels
