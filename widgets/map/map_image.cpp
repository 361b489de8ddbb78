#include "widgets/map/map_image.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/values/conventions.h"

namespace moa::widgets {

namespace {

constexpr int kHatchPeriod = 8;  // pixels between lines of one pixel, at a scale of 1

bool same(const MapViewport &a, const MapViewport &b) {
    return a.left == b.left && a.top == b.top && a.cellsPerPixel == b.cellsPerPixel && a.width == b.width &&
           a.height == b.height;
}

}  // namespace

void MapImage::setPyramid(std::shared_ptr<const MaxMeanPyramid> pyramid, int tokensPerCell) {
    pyramid_ = std::move(pyramid);
    tokensPerCell_ = tokensPerCell;
    resampled_ = false;
}

void MapImage::setPooling(Pooling pooling) {
    if (std::exchange(pooling_, pooling) != pooling) resampled_ = false;
}

void MapImage::setColours(const ColourScale &scale, const Theme &theme) {
    colours_ = colourTable(scale, theme);
    masked_ = desaturated(colours_, theme);
    hatch_ = hatched(masked_, theme);
    coloured_ = false;
}

void MapImage::setKept(const std::optional<KeptBlocks> &kept) {
    if (std::exchange(kept_, kept) != kept) coloured_ = false;
}

const QImage &MapImage::image(const MapViewport &viewport, double devicePixelRatio) {
    if (!resampled_ || !same(viewport, viewport_)) {
        viewport_ = viewport;
        keys_.resize(static_cast<size_t>(viewport.width) * viewport.height);
        if (pyramid_) resample(*pyramid_, pooling_, viewport, keys_);
        resampled_ = true;
        coloured_ = false;
    }
    const int period = std::max(2, static_cast<int>(std::lround(kHatchPeriod * devicePixelRatio)));
    if (std::exchange(hatchPeriod_, period) != period) coloured_ = false;
    if (!coloured_) recolour(viewport);
    image_.setDevicePixelRatio(devicePixelRatio);
    return image_;
}

void MapImage::recolour(const MapViewport &viewport) {
    if (image_.size() != QSize(viewport.width, viewport.height))
        image_ = QImage(viewport.width, viewport.height, QImage::Format_RGB32);
    const int thickness = std::max(1, hatchPeriod_ / kHatchPeriod);
    for (int y = 0; y < viewport.height; ++y) {
        const CellKey *keys = keys_.data() + static_cast<size_t>(y) * viewport.width;
        auto *line = reinterpret_cast<QRgb *>(image_.scanLine(y));
        const auto [from, to] = maskedRange(viewport, y);
        for (int x = 0; x < viewport.width; ++x) line[x] = colours_[keys[x]];
        for (int x = from; x < to; ++x)
            line[x] = (x + y) % hatchPeriod_ < thickness ? hatch_[keys[x]] : masked_[keys[x]];
    }
    coloured_ = true;
}

std::pair<int, int> MapImage::maskedRange(const MapViewport &viewport, int y) const {
    if (!kept_) return {0, 0};
    const double cellsPerBlock = static_cast<double>(engine::kBlock) / tokensPerCell_;
    const int row = static_cast<int>(std::floor((viewport.top + (y + 0.5) * viewport.cellsPerPixel) / cellsPerBlock));
    const auto pixel = [&](int block) {
        const double x = (block * cellsPerBlock - viewport.left) / viewport.cellsPerPixel;
        return static_cast<int>(std::clamp(std::round(x), 0.0, static_cast<double>(viewport.width)));
    };
    // keepsBlock of engine/values/conventions.h masks blocks 1 .. row - band.
    const int lastMasked = row - kept_->band;
    return lastMasked < 1 ? std::pair(0, 0) : std::pair(pixel(1), pixel(lastMasked + 1));
}

}  // namespace moa::widgets
