#include "widgets/explore/head_table_model.h"

#include <cmath>
#include <limits>

#include "widgets/common/number_text.h"
#include "widgets/common/table_export.h"
#include "widgets/explore/head_facts.h"

namespace moa::widgets {

void HeadTableModel::setData(const ExploreData *data, int length) {
    const LengthMaps *maps = data ? mapsAt(*data, length) : nullptr;
    const int rows = data ? data->layers * data->heads : 0;
    const int columns = FirstMeasure + (maps ? static_cast<int>(maps->measures.size()) : 0);
    // While a slider moves only numbers change: a reset would lose scroll and selection.
    const bool sameShape = rows == rows_ && columns == columns_ && rows > 0;
    if (!sameShape) beginResetModel();
    data_ = data;
    length_ = length;
    rows_ = rows;
    columns_ = columns;
    if (!sameShape)
        endResetModel();
    else
        Q_EMIT dataChanged(index(0, 0), index(rows - 1, columns - 1));
}

HeadId HeadTableModel::headOf(int row) const {
    return {row / data_->heads, row % data_->heads};
}

int HeadTableModel::rowOf(const HeadId &head) const {
    return data_ ? head.layer * data_->heads + head.head : -1;
}

int HeadTableModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : rows_;
}

int HeadTableModel::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : columns_;
}

const Measure *HeadTableModel::measureOf(int column) const {
    const LengthMaps *maps = data_ && column >= FirstMeasure ? mapsAt(*data_, length_) : nullptr;
    return maps ? &maps->measures[static_cast<size_t>(column - FirstMeasure)] : nullptr;
}

QVariant HeadTableModel::data(const QModelIndex &index, int role) const {
    if (!index.isValid() || !data_) return {};
    const HeadId head = headOf(index.row());
    switch (role) {
        case Qt::DisplayRole: return textOf(head, index.column());
        case kNumberRole: return numberOf(head, index.column());
        case Qt::TextAlignmentRole: return QVariant(Qt::AlignRight | Qt::AlignVCenter);
        case Qt::ToolTipRole:
            if (const Measure *measure = measureOf(index.column()))
                return std::isnan(valueOf(*data_, *measure, head)) ? measure->missing : measure->tip;
            return tr("Layer %1, head %2 (kv group %3)").arg(head.layer).arg(head.head).arg(kvGroupOf(*data_, head));
        default: return {};
    }
}

QString HeadTableModel::textOf(const HeadId &head, int column) const {
    const auto rule = currentRule(*data_, head);
    switch (column) {
        case Head: return headText(head);
        case Group: return QString::number(kvGroupOf(*data_, head));
        case RuleColumn: return rule ? ruleText(*rule) : notMeasured();
        case Span: return rule ? countText(std::llround(rule->span(length_))) : notMeasured();
        default: return numberText(numberOf(head, column));
    }
}

double HeadTableModel::numberOf(const HeadId &head, int column) const {
    const auto rule = currentRule(*data_, head);
    switch (column) {
        case Head: return rowOf(head);
        case Group: return kvGroupOf(*data_, head);
        case RuleColumn: return rule ? ruleIndex(*data_, *rule) : std::numeric_limits<double>::quiet_NaN();
        case Span: return rule ? rule->span(length_) : std::numeric_limits<double>::quiet_NaN();
        default: return valueOf(*data_, *measureOf(column), head);
    }
}

QVariant HeadTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (const Measure *measure = measureOf(section)) {
        if (role == Qt::ToolTipRole) return measure->tip;
        if (role != Qt::DisplayRole) return {};
        return measure->unit.isEmpty() ? measure->title : QStringLiteral("%1 (%2)").arg(measure->title, measure->unit);
    }
    if (role == Qt::ToolTipRole && section == Group) return tr("kv group: heads that share keys and values");
    if (role == Qt::ToolTipRole && section == RuleColumn) return tr("Span in tokens at length N, as the plan has it");
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Head: return tr("Head");
        case Group: return tr("kv");
        case RuleColumn: return tr("Rule");
        case Span: return tr("Span at %1").arg(tokenText(length_));
        default: return {};
    }
}

}  // namespace moa::widgets
