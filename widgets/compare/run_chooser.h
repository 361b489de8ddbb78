// Which runs are compared, two to four of them, and which one the others are measured against.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QListWidget>

#include "widgets/evaluate/run_facts.h"

namespace moa::widgets {

inline constexpr int kFewestCompared = 2;
inline constexpr int kMostCompared = 4;

class RunChooser : public QWidget {
    Q_OBJECT

public:
    explicit RunChooser(QWidget *parent = nullptr);

    // Every run with its mark; those of `chosen` are checked.
    void setRuns(const std::vector<RunEntry> &entries, const std::vector<RunSeries> &series, const QStringList &chosen);
    // In the order of the list.
    [[nodiscard]] QStringList chosen() const;
    // Empty: none is chosen.
    [[nodiscard]] QString baseline() const { return baseline_->currentData().toString(); }

Q_SIGNALS:
    void changed();

private:
    void follow();
    void fillBaselines();

    QListWidget *list_;
    QComboBox *baseline_;
    QLabel *hint_;
};

}  // namespace moa::widgets
