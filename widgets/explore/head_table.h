// The sortable table of heads with its filter box; it shares the selection of the grid.
#pragma once

#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QWidget>

#include "widgets/explore/head_table_model.h"
#include "widgets/values/constraint_edit.h"
#include "widgets/values/selection.h"

namespace moa::widgets {

// Rows whose head, rule or numbers contain the text; "layer 4" or "4." narrows to a layer, "> 0.1" compares the sorted
// column.
class HeadFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit HeadFilter(QObject *parent);
    void setText(const QString &text);
    void sort(int column, Qt::SortOrder order) override;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    QString text_;
    int column_ = 0;
};

class HeadTable : public QWidget {
    Q_OBJECT

public:
    explicit HeadTable(Selection *selection, QWidget *parent = nullptr);

    void setData(const ExploreData *explored);
    // What "Copy table" copies: as sorted and filtered.
    [[nodiscard]] QAbstractItemModel *model() { return filter_; }

Q_SIGNALS:
    void constraintRequested(const moa::widgets::ConstraintEdit &edit);

private:
    void follow(const SelectionState &state);
    void tell();
    void showMenu(const QPoint &position);

    Selection *selection_;
    const ExploreData *data_ = nullptr;
    HeadTableModel *model_;
    HeadFilter *filter_;
    QLineEdit *box_;
    QTableView *view_;
    bool hasPlan_ = false;
    bool following_ = false;  // the selection came from outside: don't send it back
};

}  // namespace moa::widgets
