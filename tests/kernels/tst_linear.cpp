// Products of a few rows against the definition in double precision, and that no row depends on its neighbours.
#include <QTest>
#include <cmath>
#include <random>
#include <vector>

#include "kernels/cpu/kernel_table.h"
#include "kernels/linear.h"
#include "support/fresh_seed.h"

using namespace moa::kernels;

namespace {

template <class T>
struct Operands {
    FewRowsLinear<T> p;
    std::vector<T> x, weight, y;
};

// Random operands; rows of y lie further apart than they are long, and what is between them holds -7.
template <class T>
Operands<T> randomOperands(std::mt19937 &rng, int rows, std::int64_t depth, std::int64_t columns, int threads) {
    std::normal_distribution<double> normal;
    Operands<T> c;
    const auto fill = [&](std::vector<T> &values, std::int64_t count) {
        values.resize(static_cast<std::size_t>(count));
        for (auto &v : values) v = static_cast<T>(normal(rng));
    };
    fill(c.x, rows * depth);
    fill(c.weight, columns * depth);
    c.p.rows = rows, c.p.depth = depth, c.p.columns = columns, c.p.yStride = columns + 3, c.p.threads = threads;
    c.y.assign(static_cast<std::size_t>(rows * c.p.yStride), T(-7));
    c.p.x = c.x.data(), c.p.weight = c.weight.data(), c.p.y = c.y.data();
    return c;
}

template <class T>
void checkProduct(const Operands<T> &c, double epsilon) {
    for (int r = 0; r < c.p.rows; ++r)
        for (std::int64_t j = 0; j < c.p.yStride; ++j) {
            const double got = c.y[static_cast<std::size_t>(r * c.p.yStride + j)];
            if (j >= c.p.columns) {
                QCOMPARE(got, -7.0);
                continue;
            }
            double want = 0;
            double size = 0;
            for (std::int64_t k = 0; k < c.p.depth; ++k) {
                const double term = static_cast<double>(c.x[static_cast<std::size_t>(r * c.p.depth + k)]) *
                                    static_cast<double>(c.weight[static_cast<std::size_t>(j * c.p.depth + k)]);
                want += term;
                size += std::abs(term);
            }
            QVERIFY2(std::abs(got - want) <= epsilon * size, qPrintable(QString("row %1 column %2").arg(r).arg(j)));
        }
}

}  // namespace

class TestLinear : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { rng_.seed(moa::test::freshSeed()); }

    // Depths and widths beside the sizes of vectors, column groups and pieces of depth.
    void matchesTheDefinition() {
        for (const int rows : {0, 1, 2, 3, 4, 5, 7, 8, 31, 33})
            for (const std::int64_t depth : {1, 7, 16, 64, 333, 2049})
                for (const std::int64_t columns : {1, 2, 23, 24, 25, 100}) {
                    auto single = randomOperands<float>(rng_, rows, depth, columns, 2);
                    linearOfFewRows(single.p);
                    checkProduct(single, 1e-6);
                    auto exact = randomOperands<double>(rng_, rows, depth, columns, 2);
                    linearOfFewRows(exact.p);
                    checkProduct(exact, 1e-14);
                    std::ranges::fill(single.y, -7.0F);
                    genericKernels().linearF(single.p);
                    checkProduct(single, 1e-6);
                }
    }

    // Bit for bit: alone, in a batch, on any number of threads.
    void rowsDoNotDependOnEachOther() {
        auto batch = randomOperands<float>(rng_, 13, 4099, 130, 3);
        linearOfFewRows(batch.p);
        for (int r = 0; r < batch.p.rows; ++r) {
            std::vector<float> alone(static_cast<std::size_t>(batch.p.columns));
            auto p = batch.p;
            p.rows = 1, p.threads = 1, p.x += r * p.depth, p.y = alone.data();
            linearOfFewRows(p);
            QVERIFY(std::equal(alone.begin(), alone.end(), batch.y.begin() + r * batch.p.yStride));
        }
    }

private:
    std::mt19937 rng_;
};

QTEST_APPLESS_MAIN(TestLinear)
#include "tst_linear.moc"
