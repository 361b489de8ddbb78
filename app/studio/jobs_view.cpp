#include "app/studio/jobs_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/theme/theme.h"

namespace moa::studio {

using namespace widgets;

namespace {

// The share that is done as a thin bar under its number.
class ShareDelegate : public QStyledItemDelegate {
public:
    ShareDelegate(const JobList *jobs, QObject *parent) : QStyledItemDelegate(parent), jobs_(jobs) {}

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override {
        QStyledItemDelegate::paint(painter, option, index);
        const double share = jobs_->fraction(index.row());
        if (share < 0 || jobs_->state(index.row()) != JobState::Running) return;
        const QRectF track(option.rect.left() + 4, option.rect.bottom() - 3, option.rect.width() - 8, 2);
        painter->fillRect(track, option.palette.color(QPalette::Mid));
        painter->fillRect(QRectF(track.topLeft(), QSizeF(track.width() * std::min(share, 1.0), 2)),
                          option.palette.color(QPalette::Highlight));
    }

private:
    const JobList *jobs_;
};

}  // namespace

JobsView::JobsView(JobList *jobs, QWidget *parent)
    : QWidget(parent),
      jobs_(jobs),
      table_(new QTableView),
      empty_(new QLabel(tr("Nothing runs. Profiles, fronts, evaluations and reports are listed here."))),
      cancel_(new QPushButton(tr("Cancel"))),
      resume_(new QPushButton(tr("Go on"))) {
    table_->setModel(jobs);
    table_->setItemDelegateForColumn(JobList::Progress, new ShareDelegate(jobs, this));
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(3 * kGrid);
    table_->horizontalHeader()->setSectionResizeMode(JobList::Detail, QHeaderView::Stretch);
    table_->horizontalHeader()->setSectionResizeMode(JobList::Title, QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->setSelectionBehavior(QTableView::SelectRows);
    table_->setShowGrid(false);
    table_->setFrameShape(QFrame::NoFrame);
    table_->setAccessibleName(tr("Jobs"));
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setForegroundRole(QPalette::PlaceholderText);
    cancel_->setToolTip(tr("Cancels the selected jobs, or all; what is finished stays"));
    resume_->setToolTip(tr("Goes on with the selected jobs, or the last one, where they stopped"));
    auto *buttons = new QVBoxLayout;
    buttons->setContentsMargins(0, kGrid / 2, kGrid, kGrid / 2);
    buttons->setSpacing(kGrid / 2);
    buttons->addWidget(cancel_);
    buttons->addWidget(resume_);
    buttons->addStretch(1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(empty_, 1);
    row->addWidget(table_, 1);
    row->addLayout(buttons);
    connect(jobs, &QAbstractItemModel::rowsInserted, table_, &QTableView::scrollToBottom);
    connect(jobs, &QAbstractItemModel::rowsInserted, this, &JobsView::refresh);
    connect(jobs, &QAbstractItemModel::dataChanged, this, &JobsView::refresh);
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &JobsView::refresh);
    connect(cancel_, &QPushButton::clicked, this, [this] {
        const auto rows = selected();
        for (const int job : rows) jobs_->cancel(job);
        if (rows.empty()) jobs_->cancelAll();
    });
    connect(resume_, &QPushButton::clicked, this, [this] {
        auto rows = selected();
        if (rows.empty()) rows = {jobs_->rowCount() - 1};
        for (const int job : rows) jobs_->resume(job);
        table_->clearSelection();
    });
    refresh();
}

std::vector<int> JobsView::selected() const {
    std::vector<int> jobs;
    for (const auto &row : table_->selectionModel()->selectedRows()) jobs.push_back(row.row());
    return jobs;
}

void JobsView::refresh() {
    const int last = jobs_->rowCount() - 1;
    empty_->setVisible(last < 0);
    table_->setVisible(last >= 0);
    cancel_->setEnabled(jobs_->busy());
    const auto rows = selected();
    resume_->setEnabled(rows.empty() ? last >= 0 && jobs_->canResume(last)
                                     : std::ranges::any_of(rows, [this](int job) { return jobs_->canResume(job); }));
}

}  // namespace moa::studio
