#include "widgets/evaluate/cell_table.h"

#include <algorithm>

#include "widgets/common/number_text.h"
#include "widgets/common/table_export.h"

namespace moa::widgets {

Cell Cell::ofNumber(double value, const QString &why) {
    return {numberText(value), value, why, Tone::None, {}};
}

Cell Cell::ofCount(std::int64_t count) {
    return {countText(count), static_cast<double>(count), {}, Tone::None, {}};
}

Cell Cell::ofText(const QString &text, const QString &tip) {
    return {text, {}, tip, Tone::None, {}};
}

Cell Cell::ofSeries(const QString &label, const SeriesMark &mark, const QString &tip) {
    return {label, {}, tip, Tone::None, mark};
}

void CellTable::setCells(std::vector<Column> columns, std::vector<std::vector<Cell>> rows) {
    const bool sameShape =
        rows.size() == rows_.size() && std::ranges::equal(columns, columns_, {}, &Column::title, &Column::title);
    if (!sameShape) beginResetModel();
    columns_ = std::move(columns);
    rows_ = std::move(rows);
    if (!sameShape)
        endResetModel();
    else if (!rows_.empty() && !columns_.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

const Cell &CellTable::cell(int row, int column) const {
    return rows_.at(static_cast<size_t>(row)).at(static_cast<size_t>(column));
}

int CellTable::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int CellTable::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(columns_.size());
}

QVariant CellTable::data(const QModelIndex &index, int role) const {
    if (!index.isValid()) return {};
    const Cell &at = cell(index.row(), index.column());
    switch (role) {
        case Qt::DisplayRole: return at.text;
        case Qt::ToolTipRole: return at.tip.isEmpty() ? QVariant() : QVariant(at.tip);
        case Qt::TextAlignmentRole: return QVariant((at.number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        case kNumberRole: return at.number ? QVariant(*at.number) : QVariant();
        case kToneRole: return static_cast<int>(at.tone);
        case kMarkRole: return at.mark ? QVariant::fromValue(*at.mark) : QVariant();
        default: return {};
    }
}

QVariant CellTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return QAbstractTableModel::headerData(section, orientation, role);
    const Column &column = columns_.at(static_cast<size_t>(section));
    if (role == Qt::DisplayRole) return column.title;
    if (role == Qt::ToolTipRole && !column.tip.isEmpty()) return column.tip;
    if (role == Qt::TextAlignmentRole) {
        // Over numbers as they stand.
        const bool number = !rows_.empty() && cell(0, section).number.has_value();
        return QVariant((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    return {};
}

}  // namespace moa::widgets
