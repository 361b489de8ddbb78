// The table twin of a map: the cells in view, queries down, keys across.
#pragma once

#include <QAbstractTableModel>
#include <QRectF>
#include <memory>

#include "widgets/map/max_mean_pyramid.h"

namespace moa::widgets {

class MapTable : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    // `view` in cells of the source. Larger parts are shown at a coarser scale, of at most 256 cells a side.
    void setView(std::shared_ptr<const MaxMeanPyramid> pyramid, Pooling pooling, const QRectF &view, int tokensPerCell);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    // The first token of the row or column.
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::shared_ptr<const MaxMeanPyramid> pyramid_;
    Pooling pooling_ = Pooling::Max;
    int level_ = 0;
    QRect cells_;  // of that level
    int tokensPerCell_ = 1;
};

}  // namespace moa::widgets
