// A table of values on screen: sortable, filtered by text, copied by Ctrl+C.
#pragma once

#include <QSortFilterProxyModel>
#include <QTableView>

#include "widgets/common/value_table.h"

namespace moa::widgets {

class TableView : public QTableView {
    Q_OBJECT

public:
    explicit TableView(QWidget *parent = nullptr);

    // Columns get their width from what they hold when the shape changes.
    void setTable(std::vector<ValueColumn> columns, std::vector<std::vector<ValueCell>> rows);
    // Rows with this text in any column; empty: all.
    void setFilter(const QString &text);
    [[nodiscard]] ValueTable *values() { return &values_; }
    [[nodiscard]] QSortFilterProxyModel *shown() { return &shown_; }
    // Rows of `values` that are selected.
    [[nodiscard]] std::vector<int> selectedRows() const;
    void selectRow(int row);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    [[nodiscard]] QSize sizeHint() const override { return {320, 160}; }

private:
    ValueTable values_;
    QSortFilterProxyModel shown_;
};

}  // namespace moa::widgets
