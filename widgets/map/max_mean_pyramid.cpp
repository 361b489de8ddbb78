#include "widgets/map/max_mean_pyramid.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace moa::widgets {

namespace {

// Sums of one scale while the next is built: exact means need the number of cells that counted.
struct Sums {
    int n = 0;
    std::vector<float> sum;
    std::vector<float> count;

    explicit Sums(int size) : n(size), sum(static_cast<size_t>(size) * size), count(static_cast<size_t>(size) * size) {}
};

Sums halved(const Sums &fine) {
    Sums coarse((fine.n + 1) / 2);
    for (int r = 0; r < fine.n; ++r) {
        for (int c = 0; c <= r; ++c) {
            const size_t from = static_cast<size_t>(r) * fine.n + c;
            const size_t to = static_cast<size_t>(r / 2) * coarse.n + c / 2;
            coarse.sum[to] += fine.sum[from];
            coarse.count[to] += fine.count[from];
        }
    }
    return coarse;
}

Sums firstSums(const float *values, int n, int hiddenColumns) {
    Sums coarse((n + 1) / 2);
    for (int r = 0; r < n; ++r) {
        const float *row = values + static_cast<size_t>(r) * n;
        const size_t to = static_cast<size_t>(r / 2) * coarse.n;
        for (int c = hiddenColumns; c <= r; ++c) {
            const bool counts = !std::isnan(row[c]);
            coarse.sum[to + c / 2] += counts ? row[c] : 0.F;
            coarse.count[to + c / 2] += counts ? 1.F : 0.F;
        }
    }
    return coarse;
}

// Max of 2 x 2; keys above the diagonal are 0 and never win.
std::vector<CellKey> halvedMax(const PyramidLevel &fine, int n) {
    std::vector<CellKey> coarse(static_cast<size_t>(n) * n);
    for (int r = 0; r < fine.n; ++r) {
        const CellKey *row = fine.max.data() + static_cast<size_t>(r) * fine.n;
        CellKey *to = coarse.data() + static_cast<size_t>(r / 2) * n;
        for (int c = 0; c <= r; ++c) to[c / 2] = std::max(to[c / 2], row[c]);
    }
    return coarse;
}

std::vector<CellKey> means(const Sums &sums, const std::vector<CellKey> &max) {
    std::vector<CellKey> keys(sums.sum.size());
    for (size_t i = 0; i < keys.size(); ++i)
        keys[i] = sums.count[i] > 0 ? keyOf(sums.sum[i] / sums.count[i]) : max[i];  // nothing counted: masked or NaN
    return keys;
}

}  // namespace

MaxMeanPyramid::MaxMeanPyramid(const float *values, int n, int hiddenColumns) {
    if (n <= 0) return;
    readSource(values, n, hiddenColumns);
    addLevels(values, hiddenColumns);
    findRange();
}

void MaxMeanPyramid::readSource(const float *values, int n, int hiddenColumns) {
    PyramidLevel &level = levels_.emplace_back();
    level.n = n;
    level.max.resize(static_cast<size_t>(n) * n);
    histogram_.resize(kKeys);
    for (int r = 0; r < n; ++r) {
        const size_t row = static_cast<size_t>(r) * n;
        for (int c = hiddenColumns; c <= r; ++c) {
            const CellKey key = keyOf(values[row + c]);
            level.max[row + c] = key;
            ++histogram_[key];
        }
    }
}

void MaxMeanPyramid::addLevels(const float *values, int hiddenColumns) {
    const int n = levels_[0].n;
    if (n == 1) return;
    Sums sums = firstSums(values, n, hiddenColumns);
    while (true) {
        const PyramidLevel &fine = levels_.back();
        PyramidLevel coarse;
        coarse.n = sums.n;
        coarse.scale = fine.scale * 2;
        coarse.max = halvedMax(fine, sums.n);
        coarse.mean = means(sums, coarse.max);
        levels_.push_back(std::move(coarse));
        if (sums.n == 1) return;
        sums = halved(sums);
    }
}

void MaxMeanPyramid::findRange() {
    bool any = false;
    for (int key = kNanKey + 1; key < kKeys; ++key) {
        if (histogram_[static_cast<size_t>(key)] == 0) continue;
        const float value = valueOf(static_cast<CellKey>(key));
        least_ = any ? std::min(least_, value) : value;
        largest_ = any ? std::max(largest_, value) : value;
        if (value > 0 && (leastPositive_ == 0 || value < leastPositive_)) leastPositive_ = value;
        any = true;
    }
}

}  // namespace moa::widgets
