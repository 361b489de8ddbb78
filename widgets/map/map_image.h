// The pixels of a map: resampled when the view moves, only recoloured when limits or colours change.
#pragma once

#include <QImage>
#include <memory>
#include <optional>
#include <vector>

#include "engine/values/rule.h"
#include "widgets/map/colour_map.h"
#include "widgets/map/map_resampler.h"

namespace moa::widgets {

// What a plan keeps of a head at a length, in the optimizer's layout.
struct KeptBlocks {
    int band = 1;     // blocks a row keeps up to the diagonal
    double span = 0;  // tokens: the rule's span, for the line
    friend bool operator==(const KeptBlocks &, const KeptBlocks &) = default;
};

class MapImage {
public:
    void setPyramid(std::shared_ptr<const MaxMeanPyramid> pyramid, int tokensPerCell);
    void setPooling(Pooling pooling);
    void setColours(const ColourScale &scale, const Theme &theme);
    void setKept(const std::optional<KeptBlocks> &kept);

    // The image of a viewport; asking again for the same costs nothing.
    [[nodiscard]] const QImage &image(const MapViewport &viewport, double devicePixelRatio = 1);

private:
    void recolour(const MapViewport &viewport);
    // Pixels [first, second) of a row that the plan masks.
    [[nodiscard]] std::pair<int, int> maskedRange(const MapViewport &viewport, int y) const;

    std::shared_ptr<const MaxMeanPyramid> pyramid_;
    int tokensPerCell_ = engine::kBlock;
    Pooling pooling_ = Pooling::Max;
    std::optional<KeptBlocks> kept_;
    std::vector<QRgb> colours_;
    std::vector<QRgb> masked_;
    std::vector<QRgb> hatch_;
    MapViewport viewport_;
    std::vector<CellKey> keys_;
    QImage image_;
    int hatchPeriod_ = 0;  // device pixels
    bool resampled_ = false;
    bool coloured_ = false;
};

}  // namespace moa::widgets
