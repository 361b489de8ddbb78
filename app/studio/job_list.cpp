#include "app/studio/job_list.h"

#include <algorithm>
#include <utility>

#include "widgets/common/number_text.h"

namespace moa::studio {

int JobList::add(const QString &title) {
    const bool before = busy();
    const int row = static_cast<int>(rows_.size());
    beginInsertRows({}, row, row);
    rows_.push_back({title, std::stop_source(std::nostopstate), JobState::Waiting, -1, {}, {}, {}});
    endInsertRows();
    if (!before) Q_EMIT busyChanged(true);
    return row;
}

void JobList::setStop(int job, std::stop_source stop) {
    rows_[static_cast<std::size_t>(job)].stop = std::move(stop);
}

void JobList::report(int job, double fraction, const QString &detail) {
    auto &row = rows_[static_cast<std::size_t>(job)];
    if (row.state == JobState::Waiting) {
        row.state = JobState::Running;
        row.started.start();
    }
    row.fraction = fraction;
    row.detail = detail;
    changed(job);
}

void JobList::finish(int job, JobState state, const QString &detail) {
    auto &row = rows_[static_cast<std::size_t>(job)];
    row.state = state;
    row.fraction = state == JobState::Done ? 1 : row.fraction;
    row.detail = detail;
    changed(job);
    if (!busy()) Q_EMIT busyChanged(false);
}

void JobList::setAgain(int job, std::function<void()> again) {
    rows_[static_cast<std::size_t>(job)].again = std::move(again);
}

bool JobList::canResume(int job) const {
    const auto &row = rows_[static_cast<std::size_t>(job)];
    return row.again && (row.state == JobState::Cancelled || row.state == JobState::Failed);
}

// It goes on as a job of its own, once.
void JobList::resume(int job) {
    if (!canResume(job)) return;
    const auto again = std::exchange(rows_[static_cast<std::size_t>(job)].again, {});
    again();
}

void JobList::cancel(int job) {
    rows_[static_cast<std::size_t>(job)].stop.request_stop();
}

void JobList::cancelAll() {
    for (auto &row : rows_)
        if (row.state == JobState::Waiting || row.state == JobState::Running) row.stop.request_stop();
}

bool JobList::busy() const {
    return std::ranges::any_of(
        rows_, [](const Row &row) { return row.state == JobState::Waiting || row.state == JobState::Running; });
}

void JobList::changed(int job) {
    Q_EMIT dataChanged(index(job, 0), index(job, kColumns - 1));
}

int JobList::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int JobList::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : kColumns;
}

QString JobList::stateText(JobState state) {
    switch (state) {
        case JobState::Waiting: return tr("waiting");
        case JobState::Running: return tr("running");
        case JobState::Done: return tr("done");
        case JobState::Cancelled: return tr("cancelled");
        case JobState::Failed: return tr("failed");
    }
    return {};
}

QString JobList::timeLeft(const Row &row) {
    if (row.state != JobState::Running || row.fraction < 0.02) return {};
    const double seconds = static_cast<double>(row.started.elapsed()) / 1000;
    return widgets::durationText(seconds / row.fraction * (1 - row.fraction));
}

QVariant JobList::data(const QModelIndex &index, int role) const {
    const auto &row = rows_[static_cast<std::size_t>(index.row())];
    if (role == Qt::ToolTipRole) return row.detail;
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
        case Title: return row.title;
        case State: return stateText(row.state);
        case Progress: return row.fraction < 0 ? QVariant() : widgets::percentText(row.fraction);
        case Detail: return row.detail;
        case TimeLeft: return timeLeft(row);
        default: return {};
    }
}

QVariant JobList::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
        case Title: return tr("Job");
        case State: return tr("State");
        case Progress: return tr("Progress");
        case Detail: return tr("Detail");
        case TimeLeft: return tr("Time left");
        default: return {};
    }
}

}  // namespace moa::studio
