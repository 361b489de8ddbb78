// The jobs of this window: waiting, running and done, for the Jobs dock.
#pragma once

#include <QAbstractTableModel>
#include <QElapsedTimer>
#include <QString>
#include <functional>
#include <stop_token>
#include <vector>

namespace moa::studio {

enum class JobState { Waiting, Running, Done, Cancelled, Failed };

class JobList : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Title, State, Progress, Detail, TimeLeft, kColumns };

    using QAbstractTableModel::QAbstractTableModel;

    // The number of the new job.
    int add(const QString &title);
    void setStop(int job, std::stop_source stop);
    // 0..1 of the whole job as far as known; negative: not known.
    void report(int job, double fraction, const QString &detail);
    void finish(int job, JobState state, const QString &detail);
    // What goes on with the job once it was cancelled or failed.
    void setAgain(int job, std::function<void()> again);
    [[nodiscard]] bool canResume(int job) const;
    void resume(int job);
    void cancel(int job);
    void cancelAll();
    [[nodiscard]] bool busy() const;
    // 0..1; negative: not known.
    [[nodiscard]] double fraction(int job) const { return rows_.at(static_cast<std::size_t>(job)).fraction; }
    [[nodiscard]] JobState state(int job) const { return rows_.at(static_cast<std::size_t>(job)).state; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void busyChanged(bool busy);

private:
    struct Row {
        QString title;
        std::stop_source stop;
        JobState state = JobState::Waiting;
        double fraction = -1;
        QString detail;
        QElapsedTimer started;
        std::function<void()> again;  // empty: it cannot go on
    };

    void changed(int job);
    [[nodiscard]] static QString stateText(JobState state);
    [[nodiscard]] static QString timeLeft(const Row &row);

    std::vector<Row> rows_;
};

}  // namespace moa::studio
