#include "widgets/common/value_table.h"

#include <QFont>
#include <QPixmap>
#include <cmath>

#include "widgets/common/number_text.h"
#include "widgets/common/table_export.h"
#include "widgets/theme/theme.h"

namespace moa::widgets {

namespace {

// Not measured sorts below everything and is a NaN to whoever asks for the number.
QVariant numberOf(const ValueCell &cell) {
    if (cell.sort.typeId() == QMetaType::QString) return {};
    if (cell.sort.typeId() == QMetaType::Double && std::isinf(cell.sort.toDouble())) return std::nan("");
    return cell.sort;
}

}  // namespace

ValueCell numberCell(double value, const QString &tip) {
    return {numberText(value), std::isnan(value) ? kNotMeasured : value, tip, {}, {}, false};
}

ValueCell textCell(const QString &text, const QString &tip) {
    return {text, text, tip, {}, {}, false};
}

void ValueTable::setTable(std::vector<ValueColumn> columns, std::vector<std::vector<ValueCell>> rows) {
    // A reset loses selection and scroll position: only when the shape changed.
    bool sameShape = columns.size() == columns_.size() && rows.size() == rows_.size();
    for (std::size_t c = 0; sameShape && c < columns.size(); ++c) sameShape = columns[c].title == columns_[c].title;
    if (!sameShape) beginResetModel();
    columns_ = std::move(columns);
    rows_ = std::move(rows);
    if (!sameShape)
        endResetModel();
    else if (!rows_.empty() && !columns_.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int ValueTable::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int ValueTable::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(columns_.size());
}

QVariant ValueTable::data(const QModelIndex &index, int role) const {
    if (!index.isValid()) return {};
    const auto &row = rows_[static_cast<std::size_t>(index.row())];
    const auto column = static_cast<std::size_t>(index.column());
    if (column >= row.size()) return {};
    const auto &cell = row[column];
    switch (role) {
        case Qt::DisplayRole: return cell.text;
        case Qt::ToolTipRole: return cell.tip.isEmpty() ? QVariant() : cell.tip;
        case kSortRole: return cell.sort;
        case kNumberRole: return numberOf(cell);
        case Qt::ForegroundRole: return cell.colour.isValid() ? QVariant(cell.colour) : QVariant();
        case Qt::DecorationRole: return cell.swatch.isValid() ? QVariant(cell.swatch) : QVariant();
        case Qt::TextAlignmentRole: {
            const bool number = cell.sort.typeId() == QMetaType::Double || cell.sort.typeId() == QMetaType::Int;
            return QVariant((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        }
        case Qt::FontRole: {
            if (!cell.bold) return {};
            QFont font = bodyFont();
            font.setBold(true);
            return font;
        }
        default: return {};
    }
}

QVariant ValueTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    const auto &column = columns_[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole) return column.title;
    if (role == Qt::ToolTipRole) return column.tip;
    // Over numbers, at the right as they are.
    if (role == Qt::TextAlignmentRole && !rows_.empty()) return data(index(0, section), role);
    return {};
}

}  // namespace moa::widgets
