// What to evaluate: task, plans and baselines, lengths, samples; Run, Cancel and how far it is.
#pragma once

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "widgets/values/evaluate_data.h"

namespace moa::widgets {

class OrderForm : public QWidget {
    Q_OBJECT

public:
    explicit OrderForm(QWidget *parent = nullptr);

    // What was chosen stays chosen where it is still there.
    void setData(const EvaluateData &data);
    // As EvaluateData::shownPlan.
    void setShownPlan(const QString &name);
    // As EvaluatePage::setProgress.
    void setProgress(double fraction, const QString &line);
    [[nodiscard]] EvaluationOrder order() const;
    // Why Run is disabled; empty: it is not.
    [[nodiscard]] QString whyNot() const;

Q_SIGNALS:
    void runRequested(const moa::widgets::EvaluationOrder &order);
    void cancelRequested();

private:
    void buildTask(QVBoxLayout *column);
    void buildRun(QVBoxLayout *column);
    void fillPlans();
    void fillLengths(const std::vector<int> &lengths);
    void browse();
    void refresh();
    void cancel();

    QComboBox *task_;
    QWidget *textRow_;
    QLineEdit *text_;
    QWidget *plans_;
    QWidget *lengths_;
    QSpinBox *samples_;
    QComboBox *prefill_;
    QLabel *why_;
    QPushButton *run_;
    QPushButton *cancel_;
    QProgressBar *progress_;
    QLabel *line_;
    std::vector<QCheckBox *> planBoxes_;
    std::vector<QCheckBox *> lengthBoxes_;
    QStringList stored_;
    QString shownPlan_;
    bool canRun_ = false;
    bool running_ = false;
    QString whyNot_;
};

}  // namespace moa::widgets
