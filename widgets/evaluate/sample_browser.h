// Every question of a run with its answer, and what the other runs answered to the same question.
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>

#include "widgets/evaluate/cell_table_view.h"

namespace moa::widgets {

class SampleBrowser : public QWidget {
    Q_OBJECT

public:
    explicit SampleBrowser(QWidget *parent = nullptr);

    // The chosen run stays chosen while it is there; at first the latest of the last series that has wrong answers.
    void setRuns(const std::vector<RunEntry> &entries, const std::vector<RunSeries> &series);
    [[nodiscard]] QString runName() const { return run_->currentData().toString(); }

private:
    [[nodiscard]] const RunEntry *chosen() const;
    void showRun();
    void showOthers();

    std::vector<RunEntry> entries_;
    std::vector<SeriesMark> marks_;  // of each entry
    QStringList labels_;             // of each entry
    QComboBox *run_;
    QCheckBox *onlyWrong_;
    QLineEdit *search_;
    CellTableView *samples_;
    QLabel *question_;
    CellTableView *others_;
};

}  // namespace moa::widgets
