#include "widgets/explore/head_table.h"

#include <QHeaderView>
#include <QMenu>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QVBoxLayout>
#include <cmath>
#include <utility>

#include "widgets/common/table_export.h"
#include "widgets/explore/constraint_menu.h"
#include "widgets/theme/theme.h"

namespace moa::widgets {

HeadFilter::HeadFilter(QObject *parent) : QSortFilterProxyModel(parent) {
    setSortRole(kNumberRole);
}

void HeadFilter::setText(const QString &text) {
    text_ = text.trimmed();
    invalidateFilter();
}

void HeadFilter::sort(int column, Qt::SortOrder order) {
    column_ = std::max(column, 0);
    QSortFilterProxyModel::sort(column, order);
    invalidateFilter();
}

bool HeadFilter::filterAcceptsRow(int row, const QModelIndex &parent) const {
    if (text_.isEmpty()) return true;
    const QString rest = text_.mid(1).trimmed();
    bool isNumber = false;
    const double limit = rest.toDouble(&isNumber);
    if (isNumber && (text_[0] == '>' || text_[0] == '<')) {
        const double value = sourceModel()->index(row, column_, parent).data(kNumberRole).toDouble();
        return text_[0] == '>' ? value > limit : value < limit;
    }
    for (int column = 0; column < sourceModel()->columnCount(parent); ++column)
        if (sourceModel()->index(row, column, parent).data().toString().contains(text_, Qt::CaseInsensitive))
            return true;
    return false;
}

bool HeadFilter::lessThan(const QModelIndex &left, const QModelIndex &right) const {
    const double a = left.data(kNumberRole).toDouble();
    const double b = right.data(kNumberRole).toDouble();
    // What is not measured stands last, whichever way.
    if (std::isnan(a) || std::isnan(b)) return (sortOrder() == Qt::AscendingOrder) == (std::isnan(b) && !std::isnan(a));
    return a < b;
}

HeadTable::HeadTable(Selection *selection, QWidget *parent)
    : QWidget(parent),
      selection_(selection),
      model_(new HeadTableModel(this)),
      filter_(new HeadFilter(this)),
      box_(new QLineEdit(this)),
      view_(new QTableView(this)) {
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid);
    column->addWidget(box_);
    column->addWidget(view_, 1);
    box_->setPlaceholderText(tr("Filter: 4.   or   > 0.1"));
    box_->setToolTip(tr("Text in any column, or a comparison with the sorted column such as > 0.1"));
    box_->setAccessibleName(tr("Filter heads"));
    box_->setClearButtonEnabled(true);
    filter_->setSourceModel(model_);
    view_->setModel(filter_);
    view_->setAccessibleName(tr("Table of heads"));
    view_->setFont(numberFont());
    view_->setSortingEnabled(true);
    view_->sortByColumn(0, Qt::AscendingOrder);
    view_->setSelectionBehavior(QAbstractItemView::SelectRows);
    view_->setShowGrid(false);
    view_->setAlternatingRowColors(true);
    view_->setFrameShape(QFrame::NoFrame);
    view_->verticalHeader()->hide();
    view_->verticalHeader()->setDefaultSectionSize(22);
    view_->horizontalHeader()->setHighlightSections(false);
    view_->horizontalHeader()->setFont(secondaryFont());
    view_->horizontalHeader()->setMinimumSectionSize(36);
    view_->setContextMenuPolicy(Qt::CustomContextMenu);
    view_->setTabKeyNavigation(false);
    connect(box_, &QLineEdit::textChanged, this, [this](const QString &text) {
        {
            const QScopedValueRollback guard(following_, true);  // hiding a row is not deselecting its head
            filter_->setText(text);
        }
        follow(selection_->state());
    });
    connect(selection, &Selection::changed, this, &HeadTable::follow);
    connect(view_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &HeadTable::tell);
    connect(view_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &HeadTable::tell);
    connect(view_, &QTableView::customContextMenuRequested, this, &HeadTable::showMenu);
}

void HeadTable::setData(const ExploreData *explored) {
    data_ = explored;
    {
        const QScopedValueRollback guard(following_, true);
        const bool hadPlan = std::exchange(hasPlan_, explored && explored->plan);
        const int columns = model_->columnCount();
        model_->setData(explored, selection_->state().length);
        if (model_->columnCount() != columns || hadPlan != hasPlan_) view_->resizeColumnsToContents();
    }
    follow(selection_->state());
}

void HeadTable::follow(const SelectionState &state) {
    if (following_) return;
    const QScopedValueRollback guard(following_, true);
    if (state.length != model_->length()) model_->setData(data_, state.length);
    QItemSelection rows;
    for (const HeadId &head : state.heads) {
        const QModelIndex index = filter_->mapFromSource(model_->index(model_->rowOf(head), 0));
        if (index.isValid()) rows.select(index, index);
    }
    view_->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    if (!state.current) return;
    const QModelIndex current = filter_->mapFromSource(model_->index(model_->rowOf(*state.current), 0));
    if (!current.isValid()) return;
    const int across = view_->horizontalScrollBar()->value();
    view_->selectionModel()->setCurrentIndex(current, QItemSelectionModel::NoUpdate);
    view_->scrollTo(current);
    view_->horizontalScrollBar()->setValue(across);
}

void HeadTable::tell() {
    if (following_ || !data_) return;
    const QScopedValueRollback guard(following_, true);
    HeadSet heads;
    for (const QModelIndex &index : view_->selectionModel()->selectedRows())
        heads.insert(model_->headOf(filter_->mapToSource(index).row()));
    const QModelIndex at = view_->selectionModel()->currentIndex();
    auto current = at.isValid() ? std::optional(model_->headOf(filter_->mapToSource(at).row())) : std::nullopt;
    if (current && !heads.contains(*current)) current = heads.empty() ? std::nullopt : std::optional(*heads.begin());
    selection_->selectHeads(heads, current);
}

void HeadTable::showMenu(const QPoint &position) {
    if (!data_) return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addConstraintActions(*menu, *data_, selection_->state().heads, selection_->state().length,
                         [this](const ConstraintEdit &edit) { Q_EMIT constraintRequested(edit); });
    menu->popup(view_->viewport()->mapToGlobal(position));
}

}  // namespace moa::widgets
