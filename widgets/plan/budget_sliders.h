// A slider and a number for each budget length, and the four densities the plan takes there.
#pragma once

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <array>
#include <map>
#include <vector>

#include "widgets/plan/value_slider.h"
#include "widgets/values/plan_data.h"

namespace moa::widgets {

class BudgetSliders : public QWidget {
    Q_OBJECT

public:
    explicit BudgetSliders(QWidget *parent = nullptr);

    // Emits nothing, and leaves a slider that is being moved alone.
    void setBudgets(const std::vector<engine::Budget> &budgets, bool linked, const std::vector<int> &profiled);
    void setDensities(const std::map<int, engine::Densities> &densities);
    // Ends what is being moved by keys or wheel.
    void finish();

    // Stands in the title of the panel.
    [[nodiscard]] QCheckBox *linked() const { return linked_; }
    // Slider and number of a length; nullptr: no budget there.
    [[nodiscard]] ValueSlider *slider(int length) const;

Q_SIGNALS:
    // Linked: all budgets move by the same amount. A lower bound keeps its share of the upper one.
    void edited(const std::vector<moa::engine::Budget> &budgets, bool linked, bool final);

private:
    struct Row {
        int length = 0;
        QLabel *name = nullptr;
        ValueSlider *upper = nullptr;
        std::array<QLabel *, 4> taken{};  // kv, causal, raw, cache
    };

    void rebuild(const std::vector<int> &profiled);
    [[nodiscard]] Row makeRow(int length, bool profiled);
    void move(std::size_t row, double percent, bool final);

    QGridLayout *grid_;
    QCheckBox *linked_;
    std::vector<Row> rows_;
    std::vector<engine::Budget> budgets_;
    std::vector<engine::Budget> before_;  // when the present move began
    bool moving_ = false;
};

}  // namespace moa::widgets
