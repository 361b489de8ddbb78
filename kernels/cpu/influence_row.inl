// One row of attention weights and of its influence, added to the sums of the row block.
namespace moa::kernels {
namespace {

// Sums over the key tiles of a row block, one vector a tile.
template <class T>
struct BlockSums {
    explicit BlockSums(std::int64_t blocks)
        : absolute(blocks * kLanes<T>), signedSum(blocks * kLanes<T>), attention(blocks * kLanes<T>) {}

    // Block row `block` of the outputs of `head`; the sums start anew.
    void write(const InfluenceBackward<T> &p, int head, std::int64_t block) const {
        const std::int64_t map = (static_cast<std::int64_t>(head) * p.blocks + block) * p.blocks;
        writeRow(p.absolute ? p.absolute + map : nullptr, absolute.get(), block + 1);
        writeRow(p.signedSum ? p.signedSum + map : nullptr, signedSum.get(), block + 1);
        writeRow(p.attention ? p.attention + map : nullptr, attention.get(), block + 1);
    }

    Scratch<T> absolute;
    Scratch<T> signedSum;
    Scratch<T> attention;

private:
    static void writeRow(T *to, T *sums, std::int64_t tiles) {
        for (std::int64_t j = 0; j < tiles; ++j) {
            if (to) to[j] = laneSum<T>(load(sums + j * kLanes<T>));
            store(sums + j * kLanes<T>, Vec<T>{});
        }
    }
};

// The largest entry of a row, kept apart so that its influence can be computed without cancellation.
template <class T>
struct RowTop {
    std::int64_t column = 0;
    T weight = 0;  // A of that entry
    T rest = 0;    // sum of A over the others
};

// First column with the largest of the scores.
template <class T>
std::int64_t columnOfLargest(const ScoreRow<T> &row) {
    T most = -std::numeric_limits<T>::infinity();
    std::int64_t tile = 0;
    for (std::int64_t j = 0; j < row.tiles; ++j) {
        const T here = largestOf<T>({row.piece(j), 1, kTile});
        if (here > most) {
            most = here;
            tile = j;
        }
    }
    const T *piece = row.piece(tile);
    int column = 0;
    for (int c = 1; c < kTile; ++c)
        if (piece[c] > piece[column]) column = c;
    return tile * kTile + column;
}

// Scores -> attention weights, in place, added to the sums of A; the largest entry is left at 0 and returned.
template <class T>
RowTop<T> weightsRow(const ScoreRow<T> &row, std::int64_t visible, T scale, const BlockSums<T> &sums) {
    constexpr int lanes = kLanes<T>;
    const T lowest = -std::numeric_limits<T>::infinity();
    row.fill(visible, row.tiles * kTile, lowest);
    RowTop<T> top;
    top.column = columnOfLargest(row);
    const Vec<T> most = splat(row[top.column]);
    row[top.column] = lowest;
    Vec<T> sum{};
    row.forEach([&](T *at, std::int64_t) {
        const Vec<T> e = expNonPositive((load(at) - most) * scale);
        store(at, e);
        sum += e;
    });
    const T others = laneSum<T>(sum);
    top.weight = T(1) / (T(1) + others);
    top.rest = others * top.weight;
    for (std::int64_t j = 0; j < row.tiles; ++j) {
        T *to = sums.attention.get() + j * lanes;
        Vec<T> tileSum = load(to);
        for (int c = 0; c < kTile; c += lanes) {
            const Vec<T> a = load(row.piece(j) + c) * top.weight;
            store(row.piece(j) + c, a);
            tileSum += a;
        }
        store(to, tileSum);
    }
    sums.attention.get()[top.column / kTile * lanes] += top.weight;
    return top;
}

// E of one row into the tile sums; G becomes dS * scale. The largest entry of `a` is 0 on entry and restored here.
template <class T>
void influenceRow(const ScoreRow<T> &a, const ScoreRow<T> &g, const RowTop<T> &top, bool firstRow, T scale,
                  const BlockSums<T> &sums) {
    constexpr int lanes = kLanes<T>;
    Vec<T> weighted{};
    a.forEach([&](const T *at, std::int64_t) { weighted += load(at) * load(g.pieces + (at - a.pieces)); });
    const T others = laneSum<T>(weighted);  // sum of A G without the largest entry
    const T gTop = g[top.column];
    const Vec<T> d = splat(others + top.weight * gTop);
    for (std::int64_t j = 0; j < a.tiles; ++j) {
        Vec<T> absoluteSum = load(sums.absolute.get() + j * lanes);
        Vec<T> signedSum = load(sums.signedSum.get() + j * lanes);
        for (int c = 0; c < kTile; c += lanes) {
            const Vec<T> weight = load(a.piece(j) + c);
            const Vec<T> step = weight * (load(g.piece(j) + c) - d);
            const Vec<T> e = step / (weight - T(1));  // -A (G - D) / (1 - A)
            absoluteSum += absolute(e);
            signedSum += e;
            store(g.piece(j) + c, step * scale);
        }
        store(sums.absolute.get() + j * lanes, absoluteSum);
        store(sums.signedSum.get() + j * lanes, signedSum);
    }
    // G - D of the largest entry is (1 - A) (G - mean of the others) = rest * G - others.
    T eTop = top.rest > 0 ? -top.weight * (gTop - others / top.rest) : T(0);
    if (firstRow) eTop = -top.weight * gTop;
    const std::int64_t lane = top.column / kTile * lanes;
    sums.absolute.get()[lane] += eTop < 0 ? -eTop : eTop;
    sums.signedSum.get()[lane] += eTop;
    a[top.column] = top.weight;
    g[top.column] = top.weight * (top.rest * gTop - others) * scale;
}

}  // namespace
}  // namespace moa::kernels
