#include "widgets/explore/layer_thumbnails.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "widgets/explore/head_facts.h"
#include "widgets/map/cell_key.h"

namespace moa::widgets {

namespace {

constexpr int kLabelHeight = 15;
constexpr int kGap = 4;
constexpr int kLeastSide = 24;
constexpr int kLargestSide = 96;
constexpr double kDecades = 1e-4;  // of the largest value: where the scale begins

// Largest key of each pixel's footprint.
void paintInto(QImage &atlas, const QPoint &corner, int side, const float *map, int nb,
               const std::vector<QRgb> &table) {
    std::vector<CellKey> keys(static_cast<size_t>(side) * side, kMaskedKey);
    const auto spread = [&](int cell) {  // pixels that a cell touches
        return std::pair(cell * side / nb, std::max((cell + 1) * side / nb - 1, cell * side / nb));
    };
    for (int r = 0; r < nb; ++r) {
        const auto [top, bottom] = spread(r);
        for (int c = 0; c <= r; ++c) {
            const CellKey key = keyOf(map[static_cast<size_t>(r) * nb + c]);
            const auto [left, right] = spread(c);
            for (int y = top; y <= bottom; ++y)
                for (int x = left; x <= right; ++x) {
                    CellKey &pixel = keys[static_cast<size_t>(y) * side + x];
                    pixel = std::max(pixel, key);
                }
        }
    }
    for (int y = 0; y < side; ++y) {
        auto *line = reinterpret_cast<QRgb *>(atlas.scanLine(corner.y() + y)) + corner.x();
        for (int x = 0; x < side; ++x) line[x] = table[keys[static_cast<size_t>(y) * side + x]];
    }
}

}  // namespace

LayerThumbnails::LayerThumbnails(Selection *selection, QWidget *parent) : QWidget(parent), selection_(selection) {
    setAccessibleName(tr("Heads of the layer"));
    connect(selection, &Selection::changed, this, &LayerThumbnails::follow);
}

void LayerThumbnails::setData(const ExploreData *explored) {
    data_ = explored;
    drawn_ = false;
    follow();
}

void LayerThumbnails::setQuantity(MapQuantity quantity) {
    quantity_ = quantity;
    drawn_ = false;
    update();
}

void LayerThumbnails::setColourMap(ColourMapName map) {
    colours_ = map;
    drawn_ = false;
    update();
}

void LayerThumbnails::follow() {
    const SelectionState &state = selection_->state();
    const int layer = state.current ? state.current->layer : 0;
    if (layer != layer_ || state.length != length_) drawn_ = false;
    layer_ = layer;
    length_ = state.length;
    setAccessibleDescription(tr("Layer %1").arg(layer_));
    update();
}

const engine::BlockMaps *LayerThumbnails::maps() const {
    const LengthMaps *at = data_ ? mapsAt(*data_, length_) : nullptr;
    if (!at) return nullptr;
    const engine::BlockMaps *found = quantity_ == MapQuantity::Attention ? at->attention.get() : at->influence.get();
    return found && layer_ < found->layers ? found : nullptr;
}

QRect LayerThumbnails::thumbnailRect(int head) const {
    const int heads = data_ ? std::max(1, data_->heads) : 1;
    // The largest squares of which all fit.
    int side = kLeastSide;
    int perRow = heads;
    for (int rows = 1; rows <= heads; ++rows) {
        const int across = (heads + rows - 1) / rows;
        const int candidate = std::min(width() / across - kGap, height() / rows - kGap - kLabelHeight);
        if (candidate > side || rows == 1) {
            side = std::clamp(candidate, kLeastSide, kLargestSide);
            perRow = across;
        }
    }
    return {(head % perRow) * (side + kGap), (head / perRow) * (side + kGap + kLabelHeight) + kLabelHeight, side, side};
}

int LayerThumbnails::headAt(const QPoint &position) const {
    for (int head = 0; data_ && head < data_->heads; ++head)
        if (thumbnailRect(head).adjusted(0, -kLabelHeight, 0, 0).contains(position)) return head;
    return -1;
}

void LayerThumbnails::draw() {
    const double ratio = devicePixelRatioF();
    atlas_ = QImage(size() * ratio, QImage::Format_RGB32);
    const Theme theme = Theme::of(*this);
    atlas_.fill(theme.panel);
    const engine::BlockMaps *all = maps();
    if (all) {
        const float *first = all->map(layer_, 0);
        const float most = *std::max_element(first, first + static_cast<size_t>(all->heads) * all->mapSize());
        const ColourScale scale{colours_, true, most * kDecades, most};
        const std::vector<QRgb> table = colourTable(scale, theme);
        for (int head = 0; head < all->heads; ++head) {
            const QRect place = thumbnailRect(head);
            const int side = static_cast<int>(place.width() * ratio);
            const QPoint corner = (QPointF(place.topLeft()) * ratio).toPoint();
            if (corner.x() + side <= atlas_.width() && corner.y() + side <= atlas_.height())
                paintInto(atlas_, corner, side, all->map(layer_, head), all->nb, table);
        }
    }
    atlas_.setDevicePixelRatio(ratio);
    drawn_ = true;
}

void LayerThumbnails::paintEvent(QPaintEvent *) {
    if (!drawn_) draw();
    QPainter painter(this);
    painter.drawImage(0, 0, atlas_);
    if (!maps()) return;
    const Theme theme = Theme::of(*this);
    const SelectionState &state = selection_->state();
    painter.setFont(secondaryFont());
    for (int head = 0; head < data_->heads; ++head) {
        const HeadId id{layer_, head};
        const QRect place = thumbnailRect(head);
        const bool current = state.current == id;
        painter.setPen(current ? theme.text : theme.secondary);
        painter.drawText(place.adjusted(0, -kLabelHeight, 0, 0), Qt::AlignLeft | Qt::AlignTop, headText(id));
        if (!current && !state.heads.contains(id)) continue;
        painter.setPen(QPen(current ? theme.accent : theme.text, current ? 2 : 1));
        painter.drawRect(place.adjusted(0, 0, -1, -1));
    }
}

void LayerThumbnails::resizeEvent(QResizeEvent *) {
    drawn_ = false;
}

void LayerThumbnails::changeEvent(QEvent *event) {
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange) return;
    drawn_ = false;
    update();
}

bool LayerThumbnails::event(QEvent *event) {
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int head = headAt(help->pos());
        head >= 0
            ? QToolTip::showText(
                  help->globalPos(),
                  tr("Layer %1, head %2 (kv group %3)").arg(layer_).arg(head).arg(kvGroupOf(*data_, {layer_, head})),
                  this)
            : QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

void LayerThumbnails::mousePressEvent(QMouseEvent *event) {
    const int head = headAt(event->pos());
    if (head < 0 || event->button() != Qt::LeftButton) return;
    const HeadId id{layer_, head};
    HeadSet heads = event->modifiers() & Qt::ControlModifier ? selection_->state().heads : HeadSet{};
    heads.insert(id);
    selection_->selectHeads(heads, id);
}

}  // namespace moa::widgets
