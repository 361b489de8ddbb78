#include "widgets/common/curve_table.h"

#include "widgets/common/number_text.h"
#include "widgets/common/table_export.h"

namespace moa::widgets {

CurveTable::CurveTable(QCustomPlot *plot) : QAbstractTableModel(plot), plot_(plot) {}

void CurveTable::refresh() {
    beginResetModel();
    rows_.clear();
    for (int g = 0; g < plot_->graphCount(); ++g)
        for (const QCPGraphData &point : *plot_->graph(g)->data())
            rows_.push_back({plot_->graph(g)->name(), point.key, point.value});
    endResetModel();
}

int CurveTable::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int CurveTable::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : 3;
}

QVariant CurveTable::data(const QModelIndex &index, int role) const {
    if (!index.isValid()) return {};
    const Row &row = rows_[static_cast<size_t>(index.row())];
    if (index.column() == 0) return role == Qt::DisplayRole ? QVariant(row.curve) : QVariant();
    const double number = index.column() == 1 ? row.x : row.y;
    if (role == Qt::DisplayRole) return numberText(number);
    if (role == kNumberRole) return number;
    if (role == Qt::TextAlignmentRole) return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

QVariant CurveTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    if (section == 0) return tr("Curve");
    return section == 1 ? plot_->xAxis->label() : plot_->yAxis->label();
}

}  // namespace moa::widgets
