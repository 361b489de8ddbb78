// Sparse prefill on the GPU against the CPU oracle: types, head dimensions, groups, spans, ragged batches.
#include <cmath>
#include <limits>

#include "kernels/cuda/prefill.h"
#include "tests/kernels/cuda/checks.h"
#include "tests/kernels/cuda/gpu_values.h"

namespace moa::gpu_test {
namespace {

using namespace kernels;
using namespace kernels::cuda;

struct Case {
    const char *name;
    Element type;
    int heads;
    int kvHeads;
    int headDim;
    std::vector<PrefillRow> rows;
    std::vector<HeadWindow> windows;
    bool headsFirst = false;  // [head][token][dim] instead of [token][head][dim]
};

struct Layout {
    std::int64_t tokens;
    int heads;
    int headDim;
    bool headsFirst;
    [[nodiscard]] std::int64_t tokenStride() const { return headsFirst ? headDim : std::int64_t{heads} * headDim; }
    [[nodiscard]] std::int64_t headStride() const { return headsFirst ? tokens * headDim : headDim; }
};

// The same values as [token][head][dim], which the oracle reads.
std::vector<float> tokensFirst(const std::vector<float> &values, const Layout &l) {
    std::vector<float> out(values.size());
    for (std::int64_t t = 0; t < l.tokens; ++t)
        for (int h = 0; h < l.heads; ++h)
            for (int d = 0; d < l.headDim; ++d)
                out[static_cast<std::size_t>((t * l.heads + h) * l.headDim + d)] =
                    values[static_cast<std::size_t>(t * l.tokenStride() + h * l.headStride() + d)];
    return out;
}

struct Inputs {
    Layout wide;
    Layout narrow;
    std::vector<float> q, k, v;
    float scale;
};

// ln sum exp(scale q k) over the keys that row t sees.
double logSumExp(const Case &c, const Inputs &in, const std::vector<float> &q, const std::vector<float> &k,
                 const PrefillRow &row, int head, std::int64_t t) {
    const HeadWindow w = c.windows.empty() ? HeadWindow{row.n, false} : c.windows[static_cast<std::size_t>(head)];
    const int group = head / (c.heads / c.kvHeads);
    std::vector<double> scores;
    for (std::int64_t s = 0; s <= t; ++s) {
        const std::int64_t start = w.byBlock ? (t / 64 - w.window / 64 + 1) * 64 : t - w.window + 1;
        if (s >= 64 && s < start) continue;
        double dot = 0;
        for (int d = 0; d < c.headDim; ++d)
            dot += static_cast<double>(
                       q[static_cast<std::size_t>(((row.firstToken + t) * c.heads + head) * c.headDim + d)]) *
                   k[static_cast<std::size_t>(((row.firstToken + s) * c.kvHeads + group) * c.headDim + d)];
        scores.push_back(dot * in.scale);
    }
    const double most = *std::max_element(scores.begin(), scores.end());
    double sum = 0;
    for (const double s : scores) sum += std::exp(s - most);
    return most + std::log(sum);
}

// o: as it was stored; full: before that rounding.
bool compareRows(const Case &c, const Inputs &in, const std::vector<float> &o, const std::vector<float> &full,
                 const std::vector<float> &lse, const std::string &label) {
    const auto q = tokensFirst(in.q, in.wide);
    const auto k = tokensFirst(in.k, in.narrow);
    const auto v = tokensFirst(in.v, in.narrow);
    const auto got = tokensFirst(o, in.wide);
    std::vector<float> want(got.size(), std::numeric_limits<float>::quiet_NaN());
    double worst = 0;
    double worstStored = 0;
    double worstLse = 0;
    std::vector<bool> written(static_cast<std::size_t>(in.wide.tokens), false);
    for (const auto &row : c.rows) {
        AttentionForward<float> p;
        p.n = row.n, p.heads = c.heads, p.kvHeads = c.kvHeads, p.headDim = c.headDim, p.scale = in.scale;
        const std::int64_t at = row.firstToken * c.heads * c.headDim;
        const std::int64_t kvAt = row.firstToken * c.kvHeads * c.headDim;
        p.q = q.data() + at, p.k = k.data() + kvAt, p.v = v.data() + kvAt, p.o = want.data() + at;
        p.qStride = p.oStride = std::int64_t{c.heads} * c.headDim;
        p.kvStride = std::int64_t{c.kvHeads} * c.headDim;
        p.windows = c.windows.empty() ? nullptr : c.windows.data();
        p.firstRow = row.firstRow, p.threads = threads();
        attentionForward(p);
        for (std::int64_t t = row.firstRow; t < row.n; ++t) {
            written[static_cast<std::size_t>(row.firstToken + t)] = true;
            for (std::int64_t i = at + t * p.oStride; i < at + (t + 1) * p.oStride; ++i) {
                const double exact = want[static_cast<std::size_t>(i)];
                const double error = std::abs(full[static_cast<std::size_t>(i)] - exact);
                worst = error <= worst ? worst : error;
                if (!(error < 1)) worst = std::numeric_limits<double>::infinity();
                const double stored = std::abs(got[static_cast<std::size_t>(i)] - full[static_cast<std::size_t>(i)]) -
                                      roundingOf(full[static_cast<std::size_t>(i)], c.type);
                worstStored = stored <= worstStored ? worstStored : stored;
                if (!(stored < 1)) worstStored = std::numeric_limits<double>::infinity();
            }
            if (t % 37 == 0 || t + 1 == row.n)
                for (int h = 0; h < c.heads; ++h) {
                    const double error =
                        std::abs(lse[static_cast<std::size_t>(h * in.wide.tokens + row.firstToken + t)] -
                                 logSumExp(c, in, q, k, row, h, t));
                    worstLse = error <= worstLse ? worstLse : error;
                    if (!(error < 1)) worstLse = std::numeric_limits<double>::infinity();
                }
        }
        // Whole tiles from firstRow's are computed: their earlier rows may be written.
        for (std::int64_t t = std::max<std::int64_t>(0, row.firstRow - 255); t < row.firstRow; ++t)
            written[static_cast<std::size_t>(row.firstToken + t)] = true;
    }
    bool clean = true;  // tokens of no row keep their poison
    for (std::int64_t t = 0; t < in.wide.tokens; ++t)
        if (!written[static_cast<std::size_t>(t)])
            for (std::int64_t i = 0; i < in.wide.heads * in.wide.headDim; ++i)
                clean = clean && std::isnan(got[static_cast<std::size_t>(t * in.wide.heads * in.wide.headDim + i)]);
    // Before the output is rounded, which adds up to 2e-3 near 1 in bf16: the weights were rounded already.
    const double tolerance = c.type == Element::Float ? 2e-5 : (c.type == Element::Half ? 5e-4 : 2e-3);
    return report(label, worst <= tolerance && worstStored <= 1e-7 && worstLse <= 1e-3 && clean,
                  "o " + shown(worst) + " stored " + shown(worstStored) + " lse " + shown(worstLse) +
                      (clean ? "" : " WROTE OUTSIDE ITS ROWS"));
}

bool check(const Case &c, const char *design, std::uint64_t seed) {
    std::mt19937_64 rng(seed);
    std::int64_t tokens = 0;
    for (const auto &r : c.rows) tokens = std::max(tokens, r.firstToken + r.n + 7);  // a gap that nothing may touch
    Inputs in{{tokens, c.heads, c.headDim, c.headsFirst}, {tokens, c.kvHeads, c.headDim, c.headsFirst}, {}, {}, {}, 0};
    in.scale = 1 / std::sqrt(static_cast<float>(c.headDim));
    const auto count = static_cast<std::size_t>(tokens * c.headDim);
    in.q = normalValues(rng, count * static_cast<std::size_t>(c.heads), 1.5F, c.type);
    in.k = normalValues(rng, count * static_cast<std::size_t>(c.kvHeads), 1, c.type);
    in.v = unitValues(rng, count * static_cast<std::size_t>(c.kvHeads), c.type);
    const auto q = onDevice(in.q, c.type);
    const auto k = onDevice(in.k, c.type);
    const auto v = onDevice(in.v, c.type);
    const std::vector<float> poison(in.q.size(), std::numeric_limits<float>::quiet_NaN());
    const auto o = onDevice(poison, c.type);
    const auto full = onDevice<float>(poison);
    const auto lse = onDevice<float>(std::vector<float>(static_cast<std::size_t>(tokens * c.heads), 1e30F));
    PrefillPlan plan;
    require(plan.build({c.heads, c.kvHeads, c.headDim, c.rows, c.windows}, c.type, {design, 0}), c.name);
    Prefill p;
    p.type = c.type, p.tokens = tokens, p.scale = in.scale;
    p.q = {q.get(), in.wide.tokenStride(), in.wide.headStride()};
    p.k = {k.get(), in.narrow.tokenStride(), in.narrow.headStride()};
    p.v = {v.get(), in.narrow.tokenStride(), in.narrow.headStride()};
    p.o = {o.get(), in.wide.tokenStride(), in.wide.headStride()};
    p.fullO = full.get();
    p.logSumExp = lse.get();
    require(prefill(p, plan), c.name);
    require(cudaDeviceSynchronize(), c.name);
    const auto first = fromDevice(o);
    require(prefill(p, plan), c.name);
    require(cudaDeviceSynchronize(), c.name);
    const std::string label = std::string("prefill ") + nameOf(c.type) + " D=" + std::to_string(c.headDim) + " [" +
                              plan.design() + "] " + c.name;
    const bool same = fromDevice(o) == first;
    if (!same) return report(label, false, "two runs differ");
    return compareRows(c, in, decoded(first, c.type), fromDevice(full), fromDevice(lse), label);
}

std::vector<Case> cases(Element type, int headDim) {
    const auto token = [](std::int64_t w) { return HeadWindow{w, false}; };
    const auto block = [](std::int64_t w) { return HeadWindow{w, true}; };
    return {
        {"dense 300", type, 2, 2, headDim, {{0, 300, 0}}, {}},
        {"one token", type, 2, 1, headDim, {{0, 1, 0}}, {}},
        {"lengths around a tile",
         type,
         1,
         1,
         headDim,
         {{0, 63, 0},
          {70, 64, 0},
          {140, 65, 0},
          {210, 127, 0},
          {340, 128, 0},
          {470, 129, 0},
          {600, 191, 0},
          {800, 193, 0}},
         {token(64)}},
        {"token windows, groups",
         type,
         8,
         2,
         headDim,
         {{3, 700, 0}},
         {token(64), token(128), token(192), token(256), token(320), token(576), token(640), token(4096)}},
        {"block windows, groups",
         type,
         6,
         3,
         headDim,
         {{0, 777, 0}},
         {block(64), block(128), block(192), block(448), block(704), block(1024)},
         true},
        {"windows off the grid", type, 4, 4, headDim, {{0, 450, 0}}, {token(1), token(63), token(65), token(200)}},
        {"ragged batch",
         type,
         4,
         2,
         headDim,
         {{0, 500, 0}, {513, 77, 0}, {600, 1030, 0}, {1640, 256, 0}},
         {token(64), block(128), token(384), token(960)},
         true},
        {"later rows only", type, 2, 1, headDim, {{0, 900, 512}, {910, 400, 333}}, {token(256), token(64)}},
    };
}

}  // namespace

bool checkPrefill(bool quick) {
    bool good = true;
    const auto all = [&](Element type, std::initializer_list<int> dims) {
        for (const int d : dims)
            for (const char *design : prefillDesigns(type, d))
                for (const auto &c : cases(type, d)) good = check(c, design, seed()) && good;
    };
    if (quick) {
        for (const auto type : {Element::Bfloat16, Element::Half})
            for (const int d : {128, 64})
                for (const auto &c : cases(type, d)) good = check(c, "", seed()) && good;
        return good;
    }
    all(Element::Bfloat16, {128, 64, 80});
    all(Element::Half, {128, 64});
    all(Element::Float, {20, 96, 256});
    return good;
}

}  // namespace moa::gpu_test
