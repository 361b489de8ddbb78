// Maps of any size on a screen: what is pooled, and that nothing vanishes.
#include <QTest>
#include <cmath>
#include <random>

#include "support/fresh_seed.h"
#include "widgets/map/map_resampler.h"

namespace moa::widgets {

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

std::mt19937 freshGenerator() {
    return std::mt19937(moa::test::freshSeed());
}

std::vector<float> randomMap(int n, std::mt19937 &random, bool isSigned) {
    std::vector<float> values(static_cast<size_t>(n) * n, 7e7F);  // above the diagonal: never to be seen
    std::uniform_real_distribution<float> exponent(-8, 3);
    std::bernoulli_distribution sometimes(0.05);
    for (int r = 0; r < n; ++r)
        for (int c = 0; c <= r; ++c) {
            float v = std::pow(10.F, exponent(random));
            if (isSigned && sometimes(random)) v = -v;
            if (sometimes(random)) v = 0;
            if (sometimes(random)) v = kNan;
            values[static_cast<size_t>(r) * n + c] = v;
        }
    return values;
}

MapViewport randomViewport(int n, std::mt19937 &random) {
    std::uniform_real_distribution<double> unit(0, 1);
    MapViewport viewport;
    viewport.width = 1 + static_cast<int>(unit(random) * 60);
    viewport.height = 1 + static_cast<int>(unit(random) * 60);
    viewport.cellsPerPixel = std::exp(unit(random) * 4 - 2);
    viewport.left = unit(random) * n * 0.6;
    viewport.top = unit(random) * n * 0.6;
    return viewport;
}

struct Range {
    int first = 0;
    int last = 0;
    double begin = 0;
    double end = 0;
};

// Source cells of a pixel, widened to whole cells of the scale it is painted from.
Range touched(double start, int pixel, double cellsPerPixel, int scale, int n) {
    if (cellsPerPixel / scale < 1) {
        const int cell = static_cast<int>(std::floor((start + (pixel + 0.5) * cellsPerPixel) / scale));
        return {cell * scale, std::min((cell + 1) * scale, n) - 1, cell * 1.0, cell + 1.0};
    }
    const double begin = start / scale + pixel * (cellsPerPixel / scale);
    const double end = begin + cellsPerPixel / scale;
    const int last = (static_cast<int>(std::ceil(end)) - 1) * scale + scale - 1;
    return {static_cast<int>(std::floor(begin)) * scale, std::min(last, n - 1), begin, end};
}

CellKey slowMax(const std::vector<float> &values, int n, const Range &rows, const Range &columns) {
    CellKey best = kMaskedKey;
    for (int r = rows.first; r <= rows.last; ++r)
        for (int c = columns.first; c <= std::min(columns.last, r); ++c)
            best = std::max(best, keyOf(values[static_cast<size_t>(r) * n + c]));
    return best;
}

}  // namespace

class TestMapPyramid : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keysOrderByDistanceFromZero();
    void maxMatchesTheSlowReference();
    void meanMatchesTheSlowReference();
    void noBrightCellIsInvisible();
    void oneTokenDiagonalAt8192StaysVisible();
    void nanNeitherWinsNorCounts();
    void hiddenColumnsAreMasked();
    void rangeAndHistogramComeFromAllCells();
    void emptyAndSingleCellMaps();
};

void TestMapPyramid::keysOrderByDistanceFromZero() {
    std::mt19937 random = freshGenerator();
    std::uniform_int_distribution<std::uint32_t> bits;
    for (int i = 0; i < 100000; ++i) {
        const auto a = std::bit_cast<float>(bits(random));
        const auto b = std::bit_cast<float>(bits(random));
        if (std::isnan(a) || std::isnan(b)) continue;
        if (std::abs(a) <= std::abs(b)) QVERIFY(keyOf(a) >> 1 <= keyOf(b) >> 1);
        if (std::abs(a) < 3e38F && std::abs(a) > 1e-37F)
            QVERIFY(std::abs(valueOf(keyOf(a)) - a) <= 0.004F * std::abs(a));
    }
    QVERIFY(kMaskedKey < keyOf(kNan));
    QVERIFY(keyOf(kNan) < keyOf(0.F));
    QCOMPARE(keyOf(-0.F), keyOf(0.F));
    QVERIFY(std::isnan(valueOf(kMaskedKey)));
    QVERIFY(std::isnan(valueOf(kNanKey)));
}

void TestMapPyramid::maxMatchesTheSlowReference() {
    std::mt19937 random = freshGenerator();
    for (int round = 0; round < 60; ++round) {
        const int n = 1 + static_cast<int>(random() % 150);
        const auto values = randomMap(n, random, round % 2 == 1);
        const MaxMeanPyramid pyramid(values.data(), n);
        const MapViewport v = randomViewport(n, random);
        std::vector<CellKey> pixels(static_cast<size_t>(v.width) * v.height);
        resample(pyramid, Pooling::Max, v, pixels);
        const int scale = pyramid.levels()[static_cast<size_t>(levelFor(pyramid, v.cellsPerPixel))].scale;
        for (int y = 0; y < v.height; ++y)
            for (int x = 0; x < v.width; ++x) {
                const CellKey expected = slowMax(values, n, touched(v.top, y, v.cellsPerPixel, scale, n),
                                                 touched(v.left, x, v.cellsPerPixel, scale, n));
                QCOMPARE(pixels[static_cast<size_t>(y) * v.width + x], expected);
            }
    }
}

void TestMapPyramid::meanMatchesTheSlowReference() {
    std::mt19937 random = freshGenerator();
    for (int round = 0; round < 40; ++round) {
        const int n = 2 + static_cast<int>(random() % 100);
        const auto values = randomMap(n, random, false);
        const MaxMeanPyramid pyramid(values.data(), n);
        // Whole cells of a scale: then a pixel's mean is the plain mean of its causal cells that are numbers.
        const int scale = 1 << (random() % 4);
        if (scale > n) continue;
        const int side = (n + scale - 1) / scale;
        const MapViewport v{0, 0, static_cast<double>(scale), side, side};
        std::vector<CellKey> pixels(static_cast<size_t>(side) * side);
        resample(pyramid, Pooling::Mean, v, pixels);
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x) {
                double sum = 0;
                int count = 0;
                for (int r = y * scale; r < std::min(n, (y + 1) * scale); ++r)
                    for (int c = x * scale; c <= std::min(r, (x + 1) * scale - 1); ++c)
                        if (const float value = values[static_cast<size_t>(r) * n + c]; !std::isnan(value)) {
                            sum += value;
                            ++count;
                        }
                const float shown = valueOf(pixels[static_cast<size_t>(y) * side + x]);
                QCOMPARE(std::isnan(shown), count == 0);
                if (count > 0) QVERIFY(std::abs(shown - sum / count) <= 0.01 * sum / count);
            }
    }
}

void TestMapPyramid::noBrightCellIsInvisible() {
    std::mt19937 random = freshGenerator();
    for (int round = 0; round < 30; ++round) {
        const int n = 200 + static_cast<int>(random() % 1500);
        std::vector<float> values(static_cast<size_t>(n) * n, 1e-6F);
        std::vector<std::pair<int, int>> bright;
        for (int i = 0; i < 50; ++i) {
            const int r = static_cast<int>(random() % n);
            const int c = static_cast<int>(random() % (r + 1));
            values[static_cast<size_t>(r) * n + c] = 1;
            bright.emplace_back(r, c);
        }
        const MaxMeanPyramid pyramid(values.data(), n);
        MapViewport v = randomViewport(n, random);
        v.width = v.height = 100 + static_cast<int>(random() % 300);
        v.cellsPerPixel = std::uniform_real_distribution<double>(0.05, static_cast<double>(n) / v.width)(random);
        std::vector<CellKey> pixels(static_cast<size_t>(v.width) * v.height);
        resample(pyramid, Pooling::Max, v, pixels);
        for (const auto &[r, c] : bright) {
            // Its centre is in view: a pixel that shows it is at most a pixel of the scale away.
            const double x = (c + 0.5 - v.left) / v.cellsPerPixel;
            const double y = (r + 0.5 - v.top) / v.cellsPerPixel;
            if (x < 0 || y < 0 || x >= v.width || y >= v.height) continue;
            bool seen = false;
            for (int py = std::max(0, static_cast<int>(y) - 1); py <= std::min(v.height - 1, static_cast<int>(y) + 1);
                 ++py)
                for (int px = std::max(0, static_cast<int>(x) - 1);
                     px <= std::min(v.width - 1, static_cast<int>(x) + 1); ++px)
                    seen |= valueOf(pixels[static_cast<size_t>(py) * v.width + px]) > 0.5F;
            QVERIFY2(seen, qPrintable(QString("n %1, cell %2 %3").arg(n).arg(r).arg(c)));
        }
    }
}

void TestMapPyramid::oneTokenDiagonalAt8192StaysVisible() {
    constexpr int kTokens = 8192;
    constexpr int kPixels = 963;
    std::vector<float> values(static_cast<size_t>(kTokens) * kTokens);
    for (int r = 3000; r < kTokens; ++r) values[static_cast<size_t>(r) * kTokens + r - 3000] = 1;
    const MaxMeanPyramid pyramid(values.data(), kTokens);
    const MapViewport v{0, 0, static_cast<double>(kTokens) / kPixels, kPixels, kPixels};
    std::vector<CellKey> pixels(static_cast<size_t>(kPixels) * kPixels);
    resample(pyramid, Pooling::Max, v, pixels);
    for (int y = static_cast<int>(std::ceil(3000 / v.cellsPerPixel)); y < kPixels; ++y) {
        const auto *row = pixels.data() + static_cast<size_t>(y) * kPixels;
        QVERIFY2(std::any_of(row, row + kPixels, [](CellKey key) { return valueOf(key) == 1; }),
                 qPrintable(QString::number(y)));
    }
}

void TestMapPyramid::nanNeitherWinsNorCounts() {
    const std::vector<float> values{1,    0,    0,    0,  //
                                    2,    3,    0,    0,  //
                                    kNan, 4,    kNan, 0,  //
                                    6,    kNan, kNan, kNan};
    const MaxMeanPyramid pyramid(values.data(), 4);
    const PyramidLevel &half = pyramid.levels().at(1);
    QCOMPARE(valueOf(half.max[0]), 3.F);
    QCOMPARE(valueOf(half.mean[0]), 2.F);  // three causal cells
    QCOMPARE(valueOf(half.max[2]), 6.F);
    QCOMPARE(valueOf(half.mean[2]), 5.F);  // two NaN left out
    QCOMPARE(half.max[3], kNanKey);
    QCOMPARE(half.mean[3], kNanKey);
    QCOMPARE(half.max[1], kMaskedKey);
    QCOMPARE(half.mean[1], kMaskedKey);
}

void TestMapPyramid::hiddenColumnsAreMasked() {
    std::vector<float> values(64, 1);
    for (int r = 0; r < 8; ++r) values[static_cast<size_t>(r) * 8] = 100;
    const MaxMeanPyramid pyramid(values.data(), 8, 1);
    QCOMPARE(pyramid.largest(), 1.F);
    QCOMPARE(pyramid.levels()[0].max[8], kMaskedKey);
    QCOMPARE(valueOf(pyramid.levels().back().max[0]), 1.F);
}

void TestMapPyramid::rangeAndHistogramComeFromAllCells() {
    std::vector<float> values(9, 1);
    values[3] = -5;
    values[4] = 0.25F;
    values[8] = 0;
    const MaxMeanPyramid pyramid(values.data(), 3);
    QCOMPARE(pyramid.least(), -5.F);
    QCOMPARE(pyramid.largest(), 1.F);
    QCOMPARE(pyramid.leastPositive(), 0.25F);
    QCOMPARE(pyramid.histogram()[keyOf(1)], 3U);
    QCOMPARE(pyramid.histogram()[keyOf(0)], 1U);
}

void TestMapPyramid::emptyAndSingleCellMaps() {
    std::vector<CellKey> pixels(4, 9);
    resample(MaxMeanPyramid(nullptr, 0), Pooling::Max, {0, 0, 1, 2, 2}, pixels);
    QCOMPARE(pixels, std::vector<CellKey>(4, kMaskedKey));
    const float one = 3;
    resample(MaxMeanPyramid(&one, 1), Pooling::Mean, {0, 0, 0.5, 2, 2}, pixels);
    QCOMPARE(pixels, std::vector<CellKey>(4, keyOf(3)));
}

}  // namespace moa::widgets

QTEST_GUILESS_MAIN(moa::widgets::TestMapPyramid)
#include "tst_map_pyramid.moc"
