#include "widgets/evaluate/cell_table_view.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QStyledItemDelegate>
#include <cmath>
#include <numeric>

#include "widgets/common/table_export.h"
#include "widgets/evaluate/series_mark.h"

namespace moa::widgets {

namespace {

constexpr int kRowHeight = 22;
constexpr int kWidestColumn = 240;

// Paints the mark of a series before the text and gives tones their colour.
class CellDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        if (!option->widget) return;
        const Theme theme = Theme::of(*option->widget);
        switch (static_cast<Tone>(index.data(kToneRole).toInt())) {
            case Tone::Good: option->palette.setColor(QPalette::Text, theme.good); break;
            case Tone::Bad: option->palette.setColor(QPalette::Text, theme.bad); break;
            case Tone::Quiet: option->palette.setColor(QPalette::Text, theme.secondary); break;
            case Tone::None: break;
        }
        const QVariant mark = index.data(kMarkRole);
        if (!mark.isValid()) return;
        const QPixmap pixmap = markPixmap(mark.value<SeriesMark>(), theme, option->widget->devicePixelRatioF());
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->decorationSize = pixmap.deviceIndependentSize().toSize();
        QIcon icon(pixmap);
        icon.addPixmap(pixmap, QIcon::Selected);  // not tinted by the selection
        option->icon = icon;
    }
};

}  // namespace

void CellSorter::setText(const QString &text) {
    text_ = text.trimmed();
    invalidateFilter();
}

void CellSorter::setCondition(std::function<bool(int)> condition) {
    condition_ = std::move(condition);
    invalidateFilter();
}

bool CellSorter::filterAcceptsRow(int row, const QModelIndex &parent) const {
    if (condition_ && !condition_(row)) return false;
    if (text_.isEmpty()) return true;
    for (int column = 0; column < sourceModel()->columnCount(parent); ++column)
        if (sourceModel()->index(row, column, parent).data().toString().contains(text_, Qt::CaseInsensitive))
            return true;
    return false;
}

bool CellSorter::lessThan(const QModelIndex &left, const QModelIndex &right) const {
    const QVariant a = left.data(kNumberRole);
    const QVariant b = right.data(kNumberRole);
    if (!a.isValid() || !b.isValid())
        return QString::localeAwareCompare(left.data().toString(), right.data().toString()) < 0;
    const double x = a.toDouble();
    const double y = b.toDouble();
    if (std::isnan(x) || std::isnan(y)) return (sortOrder() == Qt::AscendingOrder) == (std::isnan(y) && !std::isnan(x));
    return x < y;
}

CellTableView::CellTableView(const QString &accessibleName, QWidget *parent)
    : QTableView(parent), cells_(new CellTable(this)), shown_(new CellSorter(this)) {
    setAccessibleName(accessibleName);
    shown_->setSourceModel(cells_);
    setModel(shown_);
    setItemDelegate(new CellDelegate(this));
    setFont(bodyFont());
    horizontalHeader()->setFont(secondaryFont());
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSortIndicatorClearable(true);
    horizontalHeader()->setMinimumSectionSize(36);
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    setSortingEnabled(true);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(kRowHeight);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setFrameShape(NoFrame);
    setWordWrap(false);
    setTextElideMode(Qt::ElideMiddle);  // answers differ at their ends
    setHorizontalScrollMode(ScrollPerPixel);
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this] { userSized_ |= !spreading_; });
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this] { Q_EMIT currentRowChanged(currentRow()); });
}

void CellTableView::setCells(std::vector<Column> columns, std::vector<std::vector<Cell>> rows) {
    QStringList titles;
    for (const Column &column : columns) titles << column.title;
    const bool fill = titles != titles_ || (!filled_ && !rows.empty());
    filled_ = !rows.empty();
    cells_->setCells(std::move(columns), std::move(rows));
    if (!fill) return;
    titles_ = titles;
    fitColumns();
}

void CellTableView::fitColumns() {
    spreading_ = true;
    resizeColumnsToContents();
    spreading_ = false;
    needed_.clear();
    for (int column = 0; column < cells_->columnCount(); ++column)
        needed_.push_back(std::min(columnWidth(column), kWidestColumn));
    userSized_ = false;
    spreadColumns();
}

void CellTableView::spreadColumns() {
    if (userSized_ || needed_.empty()) return;
    const int spare = viewport()->width() - std::accumulate(needed_.begin(), needed_.end(), 0);
    const int margin = std::clamp(spare / static_cast<int>(needed_.size()), 0, kGrid);
    spreading_ = true;
    for (std::size_t column = 0; column < needed_.size(); ++column)
        setColumnWidth(static_cast<int>(column), needed_[column] + margin);
    spreading_ = false;
}

void CellTableView::resizeEvent(QResizeEvent *event) {
    QTableView::resizeEvent(event);
    spreadColumns();
}

int CellTableView::currentRow() const {
    const QModelIndex at = shown_->mapToSource(selectionModel()->currentIndex());
    return at.isValid() ? at.row() : -1;
}

void CellTableView::keyPressEvent(QKeyEvent *event) {
    if (event->matches(QKeySequence::Copy)) return copyTable(*shown_);
    QTableView::keyPressEvent(event);
}

}  // namespace moa::widgets
