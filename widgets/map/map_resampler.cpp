#include "widgets/map/map_resampler.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace moa::widgets {

namespace {

// Cells first..last of one pixel, along one axis; none where first > last.
struct Footprint {
    int first = 0;
    int last = -1;
    double begin = 0;  // in cells of the level
    double end = 0;

    // How much of cell i the pixel covers.
    [[nodiscard]] float share(int i) const {
        return static_cast<float>(std::max(0.0, std::min(end, i + 1.0) - std::max(begin, static_cast<double>(i))));
    }
};

std::vector<Footprint> footprints(double start, double cellsPerPixel, int pixels, const PyramidLevel &level) {
    std::vector<Footprint> all(static_cast<size_t>(pixels));
    const double step = cellsPerPixel / level.scale;
    for (int i = 0; i < pixels; ++i) {
        Footprint &f = all[static_cast<size_t>(i)];
        f.begin = start / level.scale + i * step;
        f.end = f.begin + step;
        if (step < 1) {
            f.begin += step / 2;
            f.first = f.last = static_cast<int>(std::floor(f.begin));
            f.end = f.begin = f.first;
            f.end += 1;
        } else {
            f.first = static_cast<int>(std::floor(f.begin));
            f.last = static_cast<int>(std::ceil(f.end)) - 1;
        }
        f.first = std::max(f.first, 0);
        f.last = std::min(f.last, level.n - 1);
    }
    return all;
}

constexpr int kRing = 4;  // a pixel touches at most three rows of cells

void resampleMax(const PyramidLevel &level, const std::vector<Footprint> &columns, const std::vector<Footprint> &rows,
                 std::span<CellKey> pixels) {
    const size_t width = columns.size();
    std::vector<CellKey> pooled(width * kRing);
    std::array<int, kRing> holds{-1, -1, -1, -1};
    for (size_t y = 0; y < rows.size(); ++y) {
        CellKey *out = pixels.data() + y * width;
        std::fill(out, out + width, kMaskedKey);
        for (int r = rows[y].first; r <= rows[y].last; ++r) {
            CellKey *line = pooled.data() + static_cast<size_t>(r % kRing) * width;
            if (std::exchange(holds[static_cast<size_t>(r % kRing)], r) != r) {
                const CellKey *row = level.row(Pooling::Max, r);
                for (size_t x = 0; x < width; ++x) {
                    CellKey key = kMaskedKey;
                    for (int c = columns[x].first; c <= columns[x].last; ++c) key = std::max(key, row[c]);
                    line[x] = key;
                }
            }
            for (size_t x = 0; x < width; ++x) out[x] = std::max(out[x], line[x]);
        }
    }
}

void resampleMean(const PyramidLevel &level, const std::vector<Footprint> &columns, const std::vector<Footprint> &rows,
                  std::span<CellKey> pixels) {
    const size_t width = columns.size();
    std::vector<float> sum(width);
    std::vector<float> weight(width);
    std::vector<CellKey> fallback(width);  // NaN where nothing but NaN was touched
    for (size_t y = 0; y < rows.size(); ++y) {
        std::fill(sum.begin(), sum.end(), 0.F);
        std::fill(weight.begin(), weight.end(), 0.F);
        std::fill(fallback.begin(), fallback.end(), kMaskedKey);
        for (int r = rows[y].first; r <= rows[y].last; ++r) {
            const CellKey *row = level.row(Pooling::Mean, r);
            const float rowShare = rows[y].share(r);
            for (size_t x = 0; x < width; ++x) {
                for (int c = columns[x].first; c <= columns[x].last; ++c) {
                    if (row[c] <= kNanKey) {
                        fallback[x] = std::max(fallback[x], row[c]);
                        continue;
                    }
                    const float share = rowShare * columns[x].share(c);
                    sum[x] += share * valueOf(row[c]);
                    weight[x] += share;
                }
            }
        }
        CellKey *out = pixels.data() + y * width;
        for (size_t x = 0; x < width; ++x) out[x] = weight[x] > 0 ? keyOf(sum[x] / weight[x]) : fallback[x];
    }
}

}  // namespace

int levelFor(const MaxMeanPyramid &pyramid, double cellsPerPixel) {
    const int wanted = cellsPerPixel < 2 ? 0 : static_cast<int>(std::floor(std::log2(cellsPerPixel)));
    return std::min(wanted, static_cast<int>(pyramid.levels().size()) - 1);
}

void resample(const MaxMeanPyramid &pyramid, Pooling pooling, const MapViewport &viewport, std::span<CellKey> pixels) {
    if (pyramid.n() == 0) {
        std::fill(pixels.begin(), pixels.end(), kMaskedKey);
        return;
    }
    const PyramidLevel &level = pyramid.levels()[static_cast<size_t>(levelFor(pyramid, viewport.cellsPerPixel))];
    const auto columns = footprints(viewport.left, viewport.cellsPerPixel, viewport.width, level);
    const auto rows = footprints(viewport.top, viewport.cellsPerPixel, viewport.height, level);
    pooling == Pooling::Max ? resampleMax(level, columns, rows, pixels) : resampleMean(level, columns, rows, pixels);
}

}  // namespace moa::widgets
