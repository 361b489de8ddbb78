#include "widgets/plan/plan_table.h"

#include <cmath>

#include "widgets/common/number_text.h"
#include "widgets/common/table_export.h"
#include "widgets/plan/plan_facts.h"
#include "widgets/plan/plan_grid.h"

namespace moa::widgets {

PlanTable::PlanTable(PlanGrid *grid) : QAbstractTableModel(grid), grid_(grid) {}

void PlanTable::refresh() {
    const int rows = grid_->plan() && grid_->length() > 0 ? grid_->layers() * grid_->heads() : 0;
    if (rows != rows_) {
        beginResetModel();
        rows_ = rows;
        endResetModel();
    } else if (rows > 0) {
        Q_EMIT dataChanged(index(0, 0), index(rows - 1, Columns - 1));
    }
}

int PlanTable::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : rows_;
}

int PlanTable::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : Columns;
}

double PlanTable::number(int row, int column) const {
    const int layer = row / grid_->heads();
    const int head = row % grid_->heads();
    const engine::Rule &rule = grid_->plan()->rule(layer, head);
    switch (column) {
        case Layer: return layer;
        case Head: return head;
        case KvGroup: return grid_->kvGroup(head);
        case Alpha: return rule.alpha;
        case Beta: return rule.beta;
        case Span: return shownSpan(rule, grid_->length());
        case Density: return densityAt(rule, grid_->length());
        default: break;
    }
    if (!grid_->compared()) return std::nan("");
    return densityAt(rule, grid_->length()) - densityAt(grid_->compared()->rule(layer, head), grid_->length());
}

QVariant PlanTable::data(const QModelIndex &index, int role) const {
    if (!index.isValid() || index.row() >= rows_) return {};
    if (role == Qt::TextAlignmentRole) return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != kNumberRole) return {};
    const double value = number(index.row(), index.column());
    if (role == kNumberRole) return value;
    if (index.column() <= KvGroup) return QString::number(static_cast<int>(value));
    if (index.column() == Span) return countText(std::llround(value));
    return index.column() == Difference ? deltaText(value) : numberText(value);
}

QVariant PlanTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
        case Layer: return tr("Layer");
        case Head: return tr("Head");
        case KvGroup: return tr("kv group");
        case Alpha: return tr("Alpha (tokens)");
        case Beta: return tr("Beta");
        case Span: return tr("Span at %1 (tokens)").arg(tokenText(grid_->length()));
        case Density: return tr("kv density");
        default: return tr("Difference of density");
    }
}

}  // namespace moa::widgets
