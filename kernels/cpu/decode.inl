// Decode: for each batch row and kv head, the query heads of the group against the head's own ragged cache.
namespace moa::kernels {
namespace {

template <class T>
void decodeHead(const AttentionDecode<T> &p, const DecodeHead<T> &cache, const T *q, T *o, T *strip, T *queries,
                T *out) {
    const int group = p.heads / p.kvHeads;
    const int dim = paddedDim(p.headDim);
    const std::int64_t tiles = ceilTiles(cache.valid);
    const std::int64_t columns = tiles * kTile;
    packRows(q, p.headDim, group, p.headDim, queries, dim);
    for (std::int64_t j = 0; j < tiles; ++j)
        gemm<T>(
            group, kTile,
            {p.headDim, queries, dim, 1, cache.k + j * p.headDim * kTile, kTile, strip + j * kTile, columns, false});
    T sums[256];
    for (int r = 0; r < group; ++r)
        sums[r] = softmaxRow<T>({strip + r * columns, tiles, kTile}, cache.valid, cache.valid, cache.valid, p.scale);
    if (p.headDim % 16 == 0) {
        // A tile of V stays in the first cache for all query heads. Slots past the valid ones hold anything, NaN
        // included.
        for (std::int64_t j = 0; j < tiles; ++j) {
            const std::int64_t rest = cache.valid - j * kTile;
            gemm<T>(group, p.headDim,
                    {rest < kTile ? rest : kTile, strip + j * kTile, columns, 1, cache.v + j * kTile * p.headDim,
                     p.headDim, out, dim, j > 0});
        }
    } else {
        for (int r = 0; r < group; ++r)
            for (int d = 0; d < p.headDim; ++d) {
                T sum = 0;
                for (std::int64_t s = 0; s < cache.valid; ++s)
                    sum += strip[r * columns + s] * cache.v[s * p.headDim + d];
                out[r * dim + d] = sum;
            }
    }
    for (int r = 0; r < group; ++r)
        for (int d = 0; d < p.headDim; ++d) o[r * p.headDim + d] = out[r * dim + d] / sums[r];
}

template <class T>
void decode(const AttentionDecode<T> &p) {
    const int group = p.heads / p.kvHeads;
    const std::int64_t tasks = static_cast<std::int64_t>(p.rows) * p.kvHeads;
    std::int64_t longest = 0;
    for (std::int64_t i = 0; i < tasks; ++i) longest = p.caches[i].valid > longest ? p.caches[i].valid : longest;
#pragma omp parallel num_threads(p.threads)
    {
        const Scratch<T> strip(group * ceilTiles(longest) * kTile);
        const Scratch<T> queries(static_cast<std::int64_t>(group) * paddedDim(p.headDim));
        const Scratch<T> out(static_cast<std::int64_t>(group) * paddedDim(p.headDim));
#pragma omp for schedule(dynamic)
        for (std::int64_t task = 0; task < tasks; ++task) {
            const std::int64_t offset = (task / p.kvHeads * p.heads + task % p.kvHeads * group) * p.headDim;
            decodeHead(p, p.caches[task], p.q + offset, p.o + offset, strip.get(), queries.get(), out.get());
        }
    }
}

}  // namespace
}  // namespace moa::kernels
