// The head grid as a table: one row a head, every measure a column.
#pragma once

#include <QAbstractTableModel>

#include "widgets/values/explore_data.h"

namespace moa::widgets {

class HeadTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    // `data` stays where it is until the next call; nullptr: no rows. Resets only where the shape changed.
    void setData(const ExploreData *data, int length);

    [[nodiscard]] int length() const noexcept { return length_; }
    [[nodiscard]] HeadId headOf(int row) const;
    [[nodiscard]] int rowOf(const HeadId &head) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    enum Column { Head, Group, RuleColumn, Span, FirstMeasure };
    [[nodiscard]] const Measure *measureOf(int column) const;
    [[nodiscard]] QString textOf(const HeadId &head, int column) const;
    [[nodiscard]] double numberOf(const HeadId &head, int column) const;

    const ExploreData *data_ = nullptr;
    int length_ = 0;
    int rows_ = 0;
    int columns_ = 0;
};

}  // namespace moa::widgets
