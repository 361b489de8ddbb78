// A causal map at every power-of-two scale, by its maximum and by its mean.
#pragma once

#include <cstdint>
#include <vector>

#include "widgets/map/cell_key.h"

namespace moa::widgets {

enum class Pooling { Max, Mean };

// One scale: n x n cells, row-major, each standing for `scale` x `scale` cells of the source.
struct PyramidLevel {
    int n = 0;
    int scale = 1;
    std::vector<CellKey> max;   // the value farthest from zero
    std::vector<CellKey> mean;  // over cells that are neither masked nor NaN; empty at scale 1, where it is `max`

    [[nodiscard]] const CellKey *row(Pooling pooling, int r) const {
        const std::vector<CellKey> &cells = pooling == Pooling::Mean && !mean.empty() ? mean : max;
        return cells.data() + static_cast<size_t>(r) * n;
    }
};

class MaxMeanPyramid {
public:
    MaxMeanPyramid() = default;
    // `values`: [n][n], row = query; read on and below the diagonal only, what lies above is masked. The first
    // `hiddenColumns` columns (the sink) are masked too. About 3 ns a cell: for large maps on another thread.
    MaxMeanPyramid(const float *values, int n, int hiddenColumns = 0);

    [[nodiscard]] int n() const noexcept { return levels_.empty() ? 0 : levels_[0].n; }
    // From scale 1 up to the one of a single cell.
    [[nodiscard]] const std::vector<PyramidLevel> &levels() const noexcept { return levels_; }
    // Cells of the source by key.
    [[nodiscard]] const std::vector<std::uint32_t> &histogram() const noexcept { return histogram_; }
    // Of all cells that are neither masked nor NaN; 0 where there is none. `leastPositive` is what a logarithmic scale
    // may begin with.
    [[nodiscard]] float least() const noexcept { return least_; }
    [[nodiscard]] float largest() const noexcept { return largest_; }
    [[nodiscard]] float leastPositive() const noexcept { return leastPositive_; }

private:
    void readSource(const float *values, int n, int hiddenColumns);
    void addLevels(const float *values, int hiddenColumns);
    void findRange();

    std::vector<PyramidLevel> levels_;
    std::vector<std::uint32_t> histogram_;
    float least_ = 0;
    float largest_ = 0;
    float leastPositive_ = 0;
};

}  // namespace moa::widgets
