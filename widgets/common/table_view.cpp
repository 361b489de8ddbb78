#include "widgets/common/table_view.h"

#include <QHeaderView>
#include <QKeyEvent>

#include <utility>

#include "widgets/common/table_export.h"
#include "widgets/theme/theme.h"

namespace moa::widgets {

TableView::TableView(QWidget *parent) : QTableView(parent) {
    shown_.setSourceModel(&values_);
    shown_.setSortRole(kSortRole);
    shown_.setFilterKeyColumn(-1);
    shown_.setFilterCaseSensitivity(Qt::CaseInsensitive);
    setModel(&shown_);
    setSortingEnabled(true);
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    horizontalHeader()->setSortIndicatorClearable(true);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(3 * kGrid);
    setSelectionBehavior(SelectRows);
    setEditTriggers(NoEditTriggers);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setFrameShape(NoFrame);
    setWordWrap(false);
    setHorizontalScrollMode(ScrollPerPixel);
}

void TableView::setTable(std::vector<ValueColumn> columns, std::vector<std::vector<ValueCell>> rows) {
    const int before = values_.columnCount();
    const int rowsBefore = values_.rowCount();
    values_.setTable(std::move(columns), std::move(rows));
    if (before != values_.columnCount() || (rowsBefore == 0) != (values_.rowCount() == 0)) resizeColumnsToContents();
}

void TableView::setFilter(const QString &text) {
    shown_.setFilterFixedString(text);
}

std::vector<int> TableView::selectedRows() const {
    std::vector<int> rows;
    const auto selected = selectionModel()->selectedRows();
    for (const auto &index : selected) rows.push_back(shown_.mapToSource(index).row());
    return rows;
}

void TableView::selectRow(int row) {
    const auto index = shown_.mapFromSource(values_.index(row, 0));
    if (index.isValid()) QTableView::selectRow(index.row());
}

void TableView::keyPressEvent(QKeyEvent *event) {
    if (event->matches(QKeySequence::Copy)) {
        copyTable(shown_);
        return;
    }
    QTableView::keyPressEvent(event);
}

}  // namespace moa::widgets
