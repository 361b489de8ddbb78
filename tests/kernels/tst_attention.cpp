// The kernels against loops over single entries in double precision.
#include <QTest>
#include <cmath>
#include <random>
#include <vector>

#include "engine/values/conventions.h"
#include "kernels/attention.h"
#include "kernels/cpu/kernel_table.h"
#include "support/fresh_seed.h"

using namespace moa::kernels;
using moa::engine::Prefill;

namespace {

struct Shape {
    std::int64_t n;
    int heads;
    int kvHeads;
    int headDim;
};

template <class T>
std::vector<T> randomValues(std::mt19937_64 &rng, std::size_t count, double scale = 1) {
    std::normal_distribution<double> normal(0, scale);
    std::vector<T> values(count);
    for (auto &v : values) v = static_cast<T>(normal(rng));
    return values;
}

// One row of attention weights by definition; `visible(s)` is the mask.
template <class T, class Visible>
std::vector<double> weights(const Shape &s, const std::vector<T> &q, const std::vector<T> &k, int head, std::int64_t t,
                            double scale, Visible visible) {
    const int group = head / (s.heads / s.kvHeads);
    std::vector<double> a(static_cast<std::size_t>(s.n), 0);
    double most = -1e300;
    for (std::int64_t j = 0; j <= t; ++j) {
        double dot = 0;
        for (int d = 0; d < s.headDim; ++d)
            dot += static_cast<double>(q[(t * s.heads + head) * s.headDim + d]) *
                   k[(j * s.kvHeads + group) * s.headDim + d];
        a[j] = dot * scale;
        if (visible(j)) most = std::max(most, a[j]);
    }
    double sum = 0;
    for (std::int64_t j = 0; j < s.n; ++j) {
        a[j] = j <= t && visible(j) ? std::exp(a[j] - most) : 0;
        sum += a[j];
    }
    for (auto &x : a) x /= sum;
    return a;
}

double largestOf(const std::vector<double> &v) {
    double m = 0;
    for (const double x : v) m = std::max(m, std::abs(x));
    return m;
}

}  // namespace

class TestAttention : public QObject {
    Q_OBJECT

private:
    template <class T>
    void checkForward(const Shape &s, const std::vector<std::int64_t> &caches, Prefill prefill, double tolerance) {
        std::mt19937_64 rng(s.n * 31 + s.headDim);
        const auto q = randomValues<T>(rng, s.n * s.heads * s.headDim);
        const auto k = randomValues<T>(rng, s.n * s.kvHeads * s.headDim);
        const auto v = randomValues<T>(rng, s.n * s.kvHeads * s.headDim);
        std::vector<T> o(q.size());
        std::vector<HeadWindow> windows;
        for (int h = 0; h < s.heads; ++h)
            windows.push_back({caches[h % caches.size()] - 64, prefill == Prefill::Block});
        AttentionForward<T> p;
        p.n = s.n, p.heads = s.heads, p.kvHeads = s.kvHeads, p.headDim = s.headDim;
        p.scale = static_cast<T>(1 / std::sqrt(s.headDim));
        p.q = q.data(), p.k = k.data(), p.v = v.data(), p.o = o.data();
        p.qStride = p.oStride = s.heads * s.headDim;
        p.kvStride = s.kvHeads * s.headDim;
        p.windows = windows.data();
        p.threads = 2;
        attentionForward(p);
        for (int h = 0; h < s.heads; ++h)
            for (std::int64_t t = 0; t<s.n; t += s.n> 200 ? 7 : 1) {
                const auto a = weights(s, q, k, h, t, p.scale, [&](std::int64_t j) {
                    return moa::engine::seesToken(prefill, caches[h % caches.size()], t, j);
                });
                for (int d = 0; d < s.headDim; ++d) {
                    double want = 0;
                    for (std::int64_t j = 0; j <= t; ++j)
                        want += a[j] * v[(j * s.kvHeads + h / (s.heads / s.kvHeads)) * s.headDim + d];
                    const double got = o[(t * s.heads + h) * s.headDim + d];
                    if (!(std::abs(got - want) <= tolerance))
                        QFAIL(qPrintable(
                            QString("head %1 row %2 dim %3: %4, not %5").arg(h).arg(t).arg(d).arg(got).arg(want)));
                }
            }
    }

private Q_SLOTS:
    void forwardMatchesDefinitionForEverySpanUpTo384() {
        for (std::int64_t c = 128; c <= 384; c += 64)
            for (const std::int64_t n : {1, 63, 64, 65, 130, 257, 320})
                for (const auto prefill : {Prefill::Token, Prefill::Block})
                    checkForward<float>({n, 2, 1, 16}, {c}, prefill, 2e-5);
    }
    void forwardHandlesUnequalSpansGroupsAndHeadDims() {
        checkForward<float>({300, 4, 2, 32}, {128, 320, 192, 256}, Prefill::Token, 2e-5);
        checkForward<float>({300, 6, 2, 80}, {128, 320, 192}, Prefill::Block, 2e-5);
        checkForward<float>({190, 3, 3, 20}, {128, 192, 256}, Prefill::Token, 2e-5);
        checkForward<double>({300, 4, 2, 24}, {128, 320}, Prefill::Token, 1e-12);
        checkForward<float>({130, 2, 1, 256}, {128}, Prefill::Token, 3e-5);
    }

    void influenceMatchesDefinition_data() {
        QTest::addColumn<int>("n");
        QTest::addColumn<int>("heads");
        QTest::addColumn<int>("kvHeads");
        QTest::addColumn<int>("headDim");
        QTest::addColumn<double>("sharpness");
        QTest::newRow("one token") << 1 << 1 << 1 << 16 << 1.0;
        QTest::newRow("one block") << 64 << 2 << 1 << 16 << 1.0;
        QTest::newRow("ragged end") << 150 << 4 << 2 << 32 << 1.0;
        QTest::newRow("odd head dim") << 100 << 3 << 3 << 20 << 1.0;
        QTest::newRow("weights near one") << 130 << 2 << 2 << 32 << 3.0;
    }
    void influenceMatchesDefinition() {
        QFETCH(int, n);
        QFETCH(int, heads);
        QFETCH(int, kvHeads);
        QFETCH(int, headDim);
        QFETCH(double, sharpness);
        const Shape s{n, heads, kvHeads, headDim};
        checkInfluence<double>(s, sharpness, 1e-10);
        checkInfluence<float>(s, sharpness, 2e-4);
    }

    // The order of sums depends on the shape alone: the bits are the same with any number of threads.
    void threadsChangeNoBit() {
        for (const Shape &s : {Shape{333, 2, 1, 32}, Shape{190, 6, 2, 64}, Shape{100, 16, 16, 16}}) {
            const auto inputs = randomInputs(s);
            const auto one = forwardAndBackward(s, inputs, attentionForward, influenceBackward, 1);
            for (const int threads : {2, 3, 7})
                QVERIFY(forwardAndBackward(s, inputs, attentionForward, influenceBackward, threads) == one);
        }
    }

    // The dispatcher takes the widest set of instructions; the others are to compute the same.
    void instructionSetsAgree() {
        std::vector<KernelTable> tables = {genericKernels()};
#if defined(__x86_64__)
        if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) tables.push_back(avx2Kernels());
#endif
        for (const Shape &s : {Shape{150, 4, 2, 64}, Shape{70, 3, 1, 20}}) {
            const auto inputs = randomInputs(s);
            const auto best = forwardAndBackward(s, inputs, attentionForward, influenceBackward, 2);
            for (const auto &table : tables) {
                const auto other = forwardAndBackward(s, inputs, table.forwardF, table.influenceF, 2);
                for (std::size_t i = 0; i < best.size(); ++i)
                    compare("output", other[i], std::vector<double>(best[i].begin(), best[i].end()), 1e-5);
            }
        }
    }

    // Removing entry (i, j) and renormalising row i by a small step, measured on the loss sum(dO . O) itself.
    void influenceMatchesFiniteDifferences() {
        std::mt19937_64 rng(moa::test::freshSeed());
        for (int round = 0; round < 10; ++round) {
            const Shape s{2 + static_cast<std::int64_t>(rng() % 60), 2, 1, 16};
            const auto q = randomValues<double>(rng, s.n * s.heads * s.headDim);
            const auto k = randomValues<double>(rng, s.n * s.headDim);
            const auto v = randomValues<double>(rng, s.n * s.headDim);
            const auto dO = randomValues<double>(rng, s.n * s.heads * s.headDim);
            std::vector<double> absolute(2), signedSum(2), attention(2);
            InfluenceBackward<double> p;
            p.n = s.n, p.heads = s.heads, p.kvHeads = 1, p.headDim = s.headDim, p.scale = 0.25;
            p.q = q.data(), p.k = k.data(), p.v = v.data(), p.dO = dO.data();
            p.qStride = p.dOStride = s.heads * s.headDim, p.kvStride = s.headDim;
            p.blocks = 1, p.absolute = absolute.data(), p.signedSum = signedSum.data(), p.attention = attention.data();
            influenceBackward(p);
            for (int h = 0; h < 2; ++h) {
                double expected = 0;
                for (std::int64_t i = 1; i < s.n; ++i) {  // row 0 has one entry: a convention, not a derivative
                    const auto a = weights(s, q, k, h, i, 0.25, [](std::int64_t) { return true; });
                    const auto loss = [&](std::int64_t j, double step) {
                        double sum = 0;
                        for (std::int64_t m = 0; m <= i; ++m) {
                            const double mixed = (1 - step) * a[m] + step * (m == j ? 0 : a[m] / (1 - a[j]));
                            for (int d = 0; d < s.headDim; ++d)
                                sum += mixed * v[m * s.headDim + d] * dO[(i * s.heads + h) * s.headDim + d];
                        }
                        return sum;
                    };
                    for (std::int64_t j = 0; j <= i; ++j) expected += std::abs(loss(j, 1e-4) - loss(j, -1e-4)) / 2e-4;
                }
                double first = 0;
                for (int d = 0; d < s.headDim; ++d) first += dO[h * s.headDim + d] * v[d];
                QVERIFY(std::abs(absolute[h] - expected - std::abs(first)) < 1e-7 * expected);
            }
        }
    }

    void decodeMatchesForwardOfTheLastRow_data() {
        QTest::addColumn<int>("group");
        QTest::addColumn<int>("headDim");
        for (const int group : {1, 2, 3, 4, 5, 8})
            for (const int headDim : {20, 32, 64, 80, 128})
                QTest::addRow("%d heads a group, head dim %d", group, headDim) << group << headDim;
    }
    void decodeMatchesForwardOfTheLastRow() {
        QFETCH(int, group);
        QFETCH(int, headDim);
        const Shape s{200, 2 * group, 2, headDim};
        std::mt19937_64 rng(5);
        const auto q = randomValues<float>(rng, s.heads * s.headDim);
        const auto k = randomValues<float>(rng, s.n * s.kvHeads * s.headDim);
        const auto v = randomValues<float>(rng, s.n * s.kvHeads * s.headDim);
        const int tiles = 4;
        // A cache is not cleared: slots that hold nothing yet may hold NaN.
        std::vector<std::vector<float>> ks(s.kvHeads, std::vector<float>(tiles * 64 * s.headDim, NAN)), vs = ks;
        std::vector<DecodeHead<float>> caches;
        for (int g = 0; g < s.kvHeads; ++g) {
            for (std::int64_t t = 0; t < s.n; ++t)
                for (int d = 0; d < s.headDim; ++d) {
                    ks[g][(t / 64 * s.headDim + d) * 64 + t % 64] = k[(t * s.kvHeads + g) * s.headDim + d];
                    vs[g][t * s.headDim + d] = v[(t * s.kvHeads + g) * s.headDim + d];
                }
            caches.push_back({ks[g].data(), vs[g].data(), s.n});
        }
        std::vector<float> o(q.size());
        AttentionDecode<float> p;
        p.rows = 1, p.heads = s.heads, p.kvHeads = s.kvHeads, p.headDim = s.headDim, p.scale = 0.2F;
        p.q = q.data(), p.o = o.data(), p.caches = caches.data(), p.threads = 2;
        attentionDecode(p);
        std::vector<float> all(s.n * q.size());
        std::copy(q.begin(), q.end(), all.end() - static_cast<std::ptrdiff_t>(q.size()));
        for (int h = 0; h < s.heads; ++h) {
            const auto a = weights(s, all, k, h, s.n - 1, p.scale, [](std::int64_t) { return true; });
            for (int d = 0; d < s.headDim; ++d) {
                double want = 0;
                for (std::int64_t j = 0; j < s.n; ++j) want += a[j] * v[(j * s.kvHeads + h / group) * s.headDim + d];
                QVERIFY2(std::abs(want - o[h * s.headDim + d]) < 1e-5, "decode differs from the definition");
            }
        }
    }

private:
    using Forward = void (*)(const AttentionForward<float> &);
    using Backward = void (*)(const InfluenceBackward<float> &);

    struct Inputs {
        std::vector<float> q, k, v, dO;
    };
    static Inputs randomInputs(const Shape &s) {
        std::mt19937_64 rng(moa::test::freshSeed());
        const auto rows = s.n * s.headDim;
        return {randomValues<float>(rng, rows * s.heads), randomValues<float>(rng, rows * s.kvHeads),
                randomValues<float>(rng, rows * s.kvHeads), randomValues<float>(rng, rows * s.heads)};
    }
    // O, dQ, dK, dV and the three block sums.
    static std::vector<std::vector<float>> forwardAndBackward(const Shape &s, const Inputs &in, Forward forward,
                                                              Backward backward, int threads) {
        const int nb = moa::engine::blockCount(s.n);
        std::vector<std::vector<float>> out = {std::vector<float>(in.q.size()), std::vector<float>(in.q.size()),
                                               std::vector<float>(in.k.size()), std::vector<float>(in.k.size())};
        for (int i = 0; i < 3; ++i) out.emplace_back(s.heads * nb * nb);
        AttentionForward<float> f;
        f.n = s.n, f.heads = s.heads, f.kvHeads = s.kvHeads, f.headDim = s.headDim, f.scale = 0.2F;
        f.q = in.q.data(), f.k = in.k.data(), f.v = in.v.data(), f.o = out[0].data(), f.threads = threads;
        f.qStride = f.oStride = s.heads * s.headDim, f.kvStride = s.kvHeads * s.headDim;
        forward(f);
        InfluenceBackward<float> p;
        p.n = s.n, p.heads = s.heads, p.kvHeads = s.kvHeads, p.headDim = s.headDim, p.scale = 0.2F;
        p.q = in.q.data(), p.k = in.k.data(), p.v = in.v.data(), p.dO = in.dO.data(), p.threads = threads;
        p.dQ = out[1].data(), p.dK = out[2].data(), p.dV = out[3].data();
        p.qStride = p.dOStride = s.heads * s.headDim, p.kvStride = s.kvHeads * s.headDim, p.blocks = nb;
        p.absolute = out[4].data(), p.signedSum = out[5].data(), p.attention = out[6].data();
        backward(p);
        return out;
    }

    template <class T>
    void checkInfluence(const Shape &s, double sharpness, double tolerance) {
        std::mt19937_64 rng(s.n + s.heads);
        const auto q = randomValues<T>(rng, s.n * s.heads * s.headDim, sharpness);
        const auto k = randomValues<T>(rng, s.n * s.kvHeads * s.headDim);
        const auto v = randomValues<T>(rng, s.n * s.kvHeads * s.headDim);
        auto dO = randomValues<T>(rng, q.size());
        // Rows after the last target have no gradient.
        for (std::size_t i = dO.size() * 9 / 10; i < dO.size(); ++i) dO[i] = 0;
        std::vector<T> dQ(q.size()), dK(k.size()), dV(v.size());
        const int nb = moa::engine::blockCount(s.n) + 1;
        std::vector<T> absolute(s.heads * nb * nb), signedSum = absolute, attention = absolute;
        InfluenceBackward<T> p;
        p.n = s.n, p.heads = s.heads, p.kvHeads = s.kvHeads, p.headDim = s.headDim;
        p.scale = static_cast<T>(1 / std::sqrt(s.headDim));
        p.q = q.data(), p.k = k.data(), p.v = v.data(), p.dO = dO.data();
        p.dQ = dQ.data(), p.dK = dK.data(), p.dV = dV.data();
        p.qStride = p.dOStride = s.heads * s.headDim, p.kvStride = s.kvHeads * s.headDim;
        p.blocks = nb, p.absolute = absolute.data(), p.signedSum = signedSum.data(), p.attention = attention.data();
        p.threads = 2;
        influenceBackward(p);
        std::vector<double> wantAbs(absolute.size()), wantSigned = wantAbs, wantA = wantAbs;
        std::vector<double> wantQ(dQ.size()), wantK(dK.size()), wantV(dV.size());
        for (int h = 0; h < s.heads; ++h)
            for (std::int64_t t = 0; t < s.n; ++t) {
                const int g = h / (s.heads / s.kvHeads);
                const auto a = weights(s, q, k, h, t, p.scale, [](std::int64_t) { return true; });
                std::vector<double> G(t + 1);
                double D = 0;
                for (std::int64_t j = 0; j <= t; ++j) {
                    for (int d = 0; d < s.headDim; ++d)
                        G[j] += static_cast<double>(dO[(t * s.heads + h) * s.headDim + d]) *
                                v[(j * s.kvHeads + g) * s.headDim + d];
                    D += a[j] * G[j];
                }
                for (std::int64_t j = 0; j <= t; ++j) {
                    double rest = 0, others = 0;
                    for (std::int64_t i = 0; i <= t; ++i)
                        if (i != j) rest += a[i], others += a[i] * G[i];
                    const double e = t == 0 ? -a[0] * G[0] : rest > 0 ? -a[j] * (G[j] - others / rest) : 0;
                    const std::size_t at = (h * nb + t / 64) * nb + j / 64;
                    wantAbs[at] += std::abs(e), wantSigned[at] += e, wantA[at] += a[j];
                    for (int d = 0; d < s.headDim; ++d) {
                        const std::size_t atQ = (t * s.heads + h) * s.headDim + d,
                                          atK = (j * s.kvHeads + g) * s.headDim + d;
                        const double dS = a[j] * (G[j] - D) * p.scale;
                        wantQ[atQ] += dS * k[atK], wantK[atK] += dS * q[atQ], wantV[atK] += a[j] * dO[atQ];
                    }
                }
            }
        compare("|E|", absolute, wantAbs, tolerance);
        compare("E", signedSum, wantSigned, tolerance);
        compare("A", attention, wantA, tolerance);
        compare("dQ", dQ, wantQ, tolerance);
        compare("dK", dK, wantK, tolerance);
        compare("dV", dV, wantV, tolerance);
    }
    template <class T>
    void compare(const char *what, const std::vector<T> &got, const std::vector<double> &want, double tolerance) {
        const double scale = std::max(largestOf(want), 1e-30);
        for (std::size_t i = 0; i < want.size(); ++i)
            if (!(std::abs(got[i] - want[i]) <= tolerance * scale))
                QFAIL(qPrintable(QString("%1[%2]: %3, not %4").arg(what).arg(i).arg(got[i]).arg(want[i])));
    }
};

QTEST_GUILESS_MAIN(TestAttention)
#include "tst_attention.moc"
