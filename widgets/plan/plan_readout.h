// What the optimizer answered: weighted loss, how far from the best at most, and per length the loss, its changes, and
// what more density would buy.
#pragma once

#include <QLabel>
#include <map>

#include "widgets/common/table_view.h"
#include "widgets/values/plan_data.h"

namespace moa::widgets {

// Losses by which a plan is compared with the one before it.
struct PlanLosses {
    double objective = 0;
    std::map<int, double> byLength;
    friend bool operator==(const PlanLosses &, const PlanLosses &) = default;
};

[[nodiscard]] PlanLosses lossesOf(const PlanAnswer &answer);

class PlanReadout : public QWidget {
    Q_OBJECT

public:
    explicit PlanReadout(QWidget *parent = nullptr);

    // An infeasible answer says why; numbers of the plan before it stay. `before`: nothing to compare with when empty.
    void setAnswer(const PlanAnswer &answer, const std::optional<PlanLosses> &before);
    void clear();

    [[nodiscard]] QAbstractItemModel *table() const { return table_->values(); }
    // The verdict in words, as a screen reader hears it.
    [[nodiscard]] QString verdict() const { return verdict_->text(); }

protected:
    void changeEvent(QEvent *event) override;

private:
    void fillTable(const PlanAnswer &answer);
    [[nodiscard]] ValueCell changeCell(double value, double reference, const QString &missing) const;
    [[nodiscard]] ValueCell priceCell(const PlanAnswer &answer, int length) const;
    void showVerdict(const PlanAnswer &answer);
    void recolour();

    QLabel *objective_;
    QLabel *change_;
    QLabel *verdict_;
    QLabel *details_;
    TableView *table_;
    std::optional<PlanAnswer> answer_;  // the last one with a plan
    std::optional<PlanLosses> before_;
    bool infeasible_ = false;
};

}  // namespace moa::widgets
