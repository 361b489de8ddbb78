#include "widgets/map/map_table.h"

#include <algorithm>
#include <cmath>

#include "widgets/common/number_text.h"
#include "widgets/common/table_export.h"

namespace moa::widgets {

namespace {

constexpr int kMostCells = 256;  // a side

}  // namespace

void MapTable::setView(std::shared_ptr<const MaxMeanPyramid> pyramid, Pooling pooling, const QRectF &view,
                       int tokensPerCell) {
    beginResetModel();
    pyramid_ = std::move(pyramid);
    pooling_ = pooling;
    tokensPerCell_ = tokensPerCell;
    level_ = 0;
    cells_ = {};
    if (pyramid_ && pyramid_->n() > 0) {
        const auto &levels = pyramid_->levels();
        const auto side = [&](int level) {
            return std::max(view.width(), view.height()) / levels[static_cast<size_t>(level)].scale;
        };
        while (level_ + 1 < static_cast<int>(levels.size()) && side(level_) > kMostCells) ++level_;
        const PyramidLevel &level = levels[static_cast<size_t>(level_)];
        const QPointF first = view.topLeft() / level.scale;
        const QPointF last = view.bottomRight() / level.scale;
        cells_ = QRect(QPoint(static_cast<int>(std::floor(first.x())), static_cast<int>(std::floor(first.y()))),
                       QPoint(static_cast<int>(std::ceil(last.x())) - 1, static_cast<int>(std::ceil(last.y())) - 1))
                     .intersected(QRect(0, 0, level.n, level.n));
    }
    endResetModel();
}

int MapTable::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : cells_.height();
}

int MapTable::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : cells_.width();
}

QVariant MapTable::data(const QModelIndex &index, int role) const {
    if (!index.isValid() || (role != Qt::DisplayRole && role != kNumberRole)) return {};
    const PyramidLevel &level = pyramid_->levels()[static_cast<size_t>(level_)];
    const CellKey key = level.row(pooling_, cells_.top() + index.row())[cells_.left() + index.column()];
    const double value = valueOf(key);
    if (role == kNumberRole) return value;
    return key == kMaskedKey ? QString() : numberText(value);
}

QVariant MapTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role != Qt::DisplayRole || !pyramid_) return {};
    const int tokens = pyramid_->levels()[static_cast<size_t>(level_)].scale * tokensPerCell_;
    return orientation == Qt::Horizontal ? tr("key %1").arg((cells_.left() + section) * tokens)
                                         : tr("query %1").arg((cells_.top() + section) * tokens);
}

}  // namespace moa::widgets
