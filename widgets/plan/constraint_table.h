// Pins, span bounds and exclusions as rows that can be edited and taken away, and the limits of the whole plan.
#pragma once

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>
#include <functional>

#include "widgets/plan/constraint_model.h"
#include "widgets/values/constraint_edit.h"
#include "widgets/values/selection.h"

namespace moa::widgets {

class ConstraintTable : public QWidget {
    Q_OBJECT

public:
    // `selection` outlives the table.
    explicit ConstraintTable(Selection *selection, QWidget *parent = nullptr);

    // Emits nothing.
    void setData(const PlanData &data);
    void setProblem(const PlanProblem &problem);
    // Rules, losses and prices of the present plan.
    void setAnswer(const PlanAnswer &answer);

    // The entries that constrain the selected heads; `apply` is called with what was chosen.
    void fillMenu(QMenu &menu, const std::function<void(const ConstraintEdit &)> &apply) const;

    [[nodiscard]] ConstraintModel *model() { return &model_; }
    [[nodiscard]] QTableView *view() const { return view_; }

Q_SIGNALS:
    void edited(const moa::widgets::PlanProblem &problem);

private:
    void buildLimits();
    void showWeights();
    void removeSelected();
    void change(PlanProblem problem);

    Selection *selection_;
    ConstraintModel model_;
    QTableView *view_;
    QComboBox *rulesPerLayer_;
    QComboBox *units_;
    QGridLayout *weightGrid_;
    std::vector<std::pair<int, QDoubleSpinBox *>> weights_;
    QToolButton *add_;
    QPushButton *remove_;
    int layers_ = 0;
    int heads_ = 0;
    int kvHeads_ = 0;
    std::vector<int> lengths_;  // of the loss
    engine::RuleGrid grid_;
    std::optional<engine::Plan> plan_;
    PlanProblem problem_;
};

}  // namespace moa::widgets
