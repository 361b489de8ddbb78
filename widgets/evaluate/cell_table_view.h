// A CellTable on screen: sorted by numbers, filtered by text, copied by Ctrl+C.
#pragma once

#include <QSortFilterProxyModel>
#include <QTableView>
#include <functional>

#include "widgets/evaluate/cell_table.h"

namespace moa::widgets {

// Sorts numbers as numbers with what is not measured last, whichever way; texts as people do.
class CellSorter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit CellSorter(QObject *parent = nullptr) : QSortFilterProxyModel(parent) {}

    void setText(const QString &text);
    // A further condition on rows of the table; none: all.
    void setCondition(std::function<bool(int row)> condition);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    QString text_;
    std::function<bool(int)> condition_;
};

class CellTableView : public QTableView {
    Q_OBJECT

public:
    explicit CellTableView(const QString &accessibleName, QWidget *parent = nullptr);

    // Columns take the width of what they hold when the columns change, and share what is left.
    void setCells(std::vector<Column> columns, std::vector<std::vector<Cell>> rows);
    // Measures the columns anew: other rows are shown.
    void fitColumns();
    [[nodiscard]] CellTable *cells() const { return cells_; }
    // What is seen: sorted and filtered.
    [[nodiscard]] CellSorter *shown() const { return shown_; }
    // The current row of `cells`, -1: none.
    [[nodiscard]] int currentRow() const;
    [[nodiscard]] QSize sizeHint() const override { return {360, 160}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {160, 80}; }

Q_SIGNALS:
    void currentRowChanged(int row);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void spreadColumns();

    CellTable *cells_;
    CellSorter *shown_;
    QStringList titles_;
    std::vector<int> needed_;  // pixels of each column
    bool filled_ = false;
    bool spreading_ = false;
    bool userSized_ = false;  // a column was dragged: widths are the user's
};

}  // namespace moa::widgets
