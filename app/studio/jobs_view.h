// The Jobs dock: every job with its progress and time left, and what can be done with it.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QTableView>

#include "app/studio/job_list.h"

namespace moa::studio {

class JobsView : public QWidget {
    Q_OBJECT

public:
    // `jobs` outlives the view.
    explicit JobsView(JobList *jobs, QWidget *parent = nullptr);

private:
    void refresh();
    [[nodiscard]] std::vector<int> selected() const;

    JobList *jobs_;
    QTableView *table_;
    QLabel *empty_;
    QPushButton *cancel_;
    QPushButton *resume_;
};

}  // namespace moa::studio
