#include "widgets/plan/constraint_model.h"

#include <algorithm>
#include <cmath>

#include "widgets/common/number_text.h"
#include "widgets/common/table_export.h"
#include "widgets/explore/head_facts.h"

namespace moa::widgets {

namespace {

int orAll(const std::optional<int> &value) {
    return value.value_or(-1);
}

std::optional<int> place(int value) {
    return value < 0 ? std::nullopt : std::optional(value);
}

std::optional<double> tokens(int value) {
    return value < 0 ? std::nullopt : std::optional<double>(value);
}

}  // namespace

void ConstraintModel::setProblem(const PlanProblem &problem) {
    const bool sameRows = problem.pins.size() == problem_.pins.size() &&
                          problem.exclude.size() == problem_.exclude.size() &&
                          problem.spanBounds.size() == problem_.spanBounds.size();
    if (!sameRows) beginResetModel();
    problem_ = problem;
    if (!sameRows)
        endResetModel();
    else if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
}

void ConstraintModel::setShape(int layers, int unitsPerLayer, const std::vector<engine::Rule> &rules) {
    layers_ = layers;
    unitsPerLayer_ = unitsPerLayer;
    rules_ = rules;
}

void ConstraintModel::setPrices(const std::map<int, double> &prices) {
    if (prices == prices_) return;
    prices_ = prices;
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, Price), index(rowCount() - 1, Price));
}

void ConstraintModel::removeConstraints(const std::vector<int> &rows) {
    if (rows.empty()) return;
    PlanProblem problem = problem_;
    std::vector<int> last = rows;
    std::ranges::sort(last, std::greater{});
    for (const int row : last) {
        if (isPin(row))
            problem.pins.erase(problem.pins.begin() + row);
        else if (isBound(row))
            problem.spanBounds.erase(problem.spanBounds.begin() + (row - pins() - dense()));
        else
            problem.exclude.erase(problem.exclude.begin() + (row - pins()));
    }
    setProblem(problem);
    Q_EMIT edited(problem_);
}

int ConstraintModel::most(int column) const {
    if (column == Layer) return std::max(0, layers_ - 1);
    if (column == Unit) return std::max(0, unitsPerLayer_ - 1);
    return 1 << 20;
}

int ConstraintModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : pins() + dense() + static_cast<int>(problem_.spanBounds.size());
}

int ConstraintModel::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : Columns;
}

double ConstraintModel::price(int row) const {
    if (isBound(row)) return std::nan("");
    const auto [layer, unit] = isPin(row) ? std::pair(problem_.pins[static_cast<std::size_t>(row)].layer,
                                                      problem_.pins[static_cast<std::size_t>(row)].unit)
                                          : problem_.exclude[static_cast<std::size_t>(row - pins())];
    const auto at = prices_.find(layer * unitsPerLayer_ + unit);
    return at == prices_.end() ? std::nan("") : at->second;
}

// What setData takes back; a double where it is not a whole number.
QVariant ConstraintModel::number(int row, int column) const {
    if (column == Price) return price(row);
    if (isPin(row)) {
        const RulePin &pin = problem_.pins[static_cast<std::size_t>(row)];
        if (column == Layer) return pin.layer;
        if (column == Unit) return pin.unit;
        if (column == Limit) return static_cast<int>(std::ranges::find(rules_, pin.rule) - rules_.begin());
        return {};
    }
    if (!isBound(row)) {
        const auto &[layer, unit] = problem_.exclude[static_cast<std::size_t>(row - pins())];
        return column == Layer ? QVariant(layer) : column == Unit ? QVariant(unit) : QVariant();
    }
    const engine::SpanBound &bound = problem_.spanBounds[static_cast<std::size_t>(row - pins() - dense())];
    if (column == Layer) return orAll(bound.layer);
    if (column == Unit) return orAll(bound.unit);
    const std::optional<double> &limit = column == Limit ? bound.minSpan : bound.maxSpan;
    return limit ? QVariant(*limit) : QVariant(-1);
}

QString ConstraintModel::text(int row, int column) const {
    if (column == Kind) return isPin(row) ? tr("pin") : isBound(row) ? tr("span") : tr("dense");
    if (column == Price) return numberText(price(row));
    if (column == Limit && isPin(row)) return ruleText(problem_.pins[static_cast<std::size_t>(row)].rule);
    const QVariant value = number(row, column);
    if (!value.isValid()) return {};
    if (column == Layer || column == Unit) return value.toInt() < 0 ? tr("all") : QString::number(value.toInt());
    if (value.toDouble() < 0) return tr("any");
    return (column == Limit ? QChar(0x2265) : QChar(0x2264)) + countText(std::llround(value.toDouble()));
}

QString ConstraintModel::tip(int row, int column) const {
    if (column == Price)
        return isBound(row) ? tr("What a span bound costs is not worked out")
               : std::isnan(price(row))
                   ? tr("Not known for this plan yet")
                   : tr("How much less the weighted loss would be without it, in the relaxed problem");
    if (isPin(row)) return tr("This unit must take this rule: its span in tokens at length N");
    if (isBound(row)) return tr("Rules whose span in tokens leaves these limits at any length are forbidden");
    return tr("This unit keeps everything: it stays dense");
}

QVariant ConstraintModel::data(const QModelIndex &index, int role) const {
    if (!index.isValid()) return {};
    switch (role) {
        case Qt::DisplayRole: return text(index.row(), index.column());
        case Qt::EditRole: return number(index.row(), index.column());
        case Qt::ToolTipRole: return tip(index.row(), index.column());
        case Qt::TextAlignmentRole:
            return QVariant((index.column() == Kind ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
        case kNumberRole: {
            if (index.column() == Price) return price(index.row());
            const bool wordy = index.column() == Kind || (index.column() == Limit && isPin(index.row()));
            const QVariant value = number(index.row(), index.column());
            return wordy || !value.isValid() || value.toDouble() < 0 ? QVariant() : value;
        }
        default: return {};
    }
}

QVariant ConstraintModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::DisplayRole) {
        switch (section) {
            case Kind: return tr("Kind");
            case Layer: return tr("Layer");
            case Unit: return tr("Unit");
            case Limit: return tr("Rule / least");
            case AtMost: return tr("Most");
            default: return tr("Costs");
        }
    }
    if (role == Qt::ToolTipRole) {
        switch (section) {
            case Unit: return tr("kv group or query head, counted in its layer from 0");
            case Limit: return tr("Pins: the rule. Span bounds: tokens the span must have at least");
            case AtMost: return tr("Tokens the span may have at most");
            case Price: return tr("Loss this constraint costs");
            default: return {};
        }
    }
    return {};
}

Qt::ItemFlags ConstraintModel::flags(const QModelIndex &index) const {
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    const bool place = index.column() == Layer || index.column() == Unit;
    const bool limit = (index.column() == Limit && (isPin(index.row()) || isBound(index.row()))) ||
                       (index.column() == AtMost && isBound(index.row()));
    return place || limit ? flags | Qt::ItemIsEditable : flags;
}

bool ConstraintModel::setData(const QModelIndex &cell, const QVariant &value, int role) {
    if (role != Qt::EditRole || !(flags(cell) & Qt::ItemIsEditable) || value == number(cell.row(), cell.column()))
        return false;
    const int row = cell.row();
    const int column = cell.column();
    const int v = value.toInt();
    if (v > most(column) || (v < 0 && !isBound(row))) return false;
    if (isPin(row)) {
        RulePin &pin = problem_.pins[static_cast<std::size_t>(row)];
        if (column == Limit && v >= static_cast<int>(rules_.size())) return false;
        if (column == Layer) pin.layer = v;
        if (column == Unit) pin.unit = v;
        if (column == Limit) pin.rule = rules_[static_cast<std::size_t>(v)];
    } else if (!isBound(row)) {
        auto &[layer, unit] = problem_.exclude[static_cast<std::size_t>(row - pins())];
        (column == Layer ? layer : unit) = v;
    } else {
        engine::SpanBound &bound = problem_.spanBounds[static_cast<std::size_t>(row - pins() - dense())];
        if (column == Layer) bound.layer = place(v);
        if (column == Unit) bound.unit = place(v);
        // A unit is a unit of a layer.
        if (column == Layer && !bound.layer) bound.unit.reset();
        if (column == Unit && bound.unit && !bound.layer) bound.layer = 0;
        if (column == Limit) bound.minSpan = tokens(v);
        if (column == AtMost) bound.maxSpan = tokens(v);
    }
    Q_EMIT dataChanged(index(row, 0), index(row, Columns - 1));
    Q_EMIT edited(problem_);
    return true;
}

}  // namespace moa::widgets
