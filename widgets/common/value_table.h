// A table of values: what every table view and table twin shows.
#pragma once

#include <QAbstractTableModel>
#include <QColor>
#include <QString>
#include <QVariant>
#include <limits>
#include <vector>

namespace moa::widgets {

// Role by which tables sort: the cell's number, or its text.
inline constexpr int kSortRole = Qt::UserRole;

struct ValueColumn {
    QString title;  // with its unit
    QString tip;
};

struct ValueCell {
    QString text;
    QVariant sort;  // number or text to sort by; a number aligns right
    QString tip;    // why it was not measured, the interval ...
    QColor colour;  // of the text; invalid: as usual
    QColor swatch;  // a small square of this colour before the text; invalid: none
    bool bold = false;
};

// What a cell that was not measured sorts by: below everything. A double: INFINITY is a float.
inline constexpr double kNotMeasured = -std::numeric_limits<double>::infinity();

// A cell for a number as numberText writes it.
[[nodiscard]] ValueCell numberCell(double value, const QString &tip = {});
[[nodiscard]] ValueCell textCell(const QString &text, const QString &tip = {});

class ValueTable : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void setTable(std::vector<ValueColumn> columns, std::vector<std::vector<ValueCell>> rows);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<ValueColumn> columns_;
    std::vector<std::vector<ValueCell>> rows_;
};

}  // namespace moa::widgets
