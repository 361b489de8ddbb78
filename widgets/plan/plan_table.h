// The table twin of the plan grid: one row a query head. It reads the grid when it is asked.
#pragma once

#include <QAbstractTableModel>

namespace moa::widgets {

class PlanGrid;

class PlanTable : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Layer, Head, KvGroup, Alpha, Beta, Span, Density, Difference, Columns };

    explicit PlanTable(PlanGrid *grid);

    // Call after the grid changed.
    void refresh();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] double number(int row, int column) const;

    PlanGrid *grid_;
    int rows_ = 0;
};

}  // namespace moa::widgets
