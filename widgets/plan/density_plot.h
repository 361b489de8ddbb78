// The curve people decide by: least loss against density, with the present plan on it and as ghosts what other plans
// cost: uniform windows, the dense model, imported plans.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QWidget>
#include <optional>
#include <vector>

#include "widgets/common/curve_plot.h"
#include "widgets/common/value_table.h"
#include "widgets/values/plan_data.h"

namespace moa::widgets {

// A plan in the plot: at the least budget, the same at every length, that it keeps to.
struct PlacedPlan {
    QString name;
    double density = 0;          // kv, the largest over the lengths with a budget
    std::vector<double> losses;  // per length of the curve
    friend bool operator==(const PlacedPlan &, const PlacedPlan &) = default;
};

// A click on the curve chooses that density, one on a plan loads it; the arrow keys walk along the curve, Enter
// chooses.
class DensityPlot : public QWidget {
    Q_OBJECT

public:
    explicit DensityPlot(QWidget *parent = nullptr);

    // `stale`: of an older problem, shown faded; nothing can be chosen from it.
    void setCurve(const DensityCurve &curve, bool stale);
    // The plan that is shown; its losses are empty when there is none.
    void setPresent(const PlacedPlan &present);
    // Imported plans.
    void setPlans(const std::vector<PlacedPlan> &plans);

    [[nodiscard]] CurvePlot *plot() const { return plot_; }
    // Weighted loss, or the loss at one length.
    [[nodiscard]] QComboBox *quantity() const { return quantity_; }
    [[nodiscard]] QAbstractItemModel *values() { return &values_; }
    // What is said below the plot.
    [[nodiscard]] QString note() const { return note_->text(); }

Q_SIGNALS:
    // A budget for every length, 0..1.
    void densityChosen(double density);
    void loadRequested(const QString &name);

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    // The quantity shown, of losses per length of the curve; NaN: not known.
    [[nodiscard]] double value(const std::vector<double> &losses) const;
    [[nodiscard]] std::vector<const DensityPoint *> found() const;
    void fillQuantities();
    void refresh();
    void refreshPresent();
    void addGhosts();
    void addMarks();
    void fitView();
    void fillValues();
    void showNote();
    void step(int by);

    CurvePlot *plot_;
    QComboBox *quantity_;
    QLabel *note_;
    ValueTable values_;
    DensityCurve curve_;
    bool stale_ = false;
    PlacedPlan present_;
    std::vector<PlacedPlan> plans_;
    QPointer<QCPGraph> line_;
    QPointer<QCPGraph> presentMark_;
    QPointer<QCPItemText> presentLabel_;
    QPointer<QCPGraph> currentMark_;
    bool heightened_ = false;        // the view, for a present plan far above the curve
    std::optional<double> current_;  // density the keyboard stands on
};

}  // namespace moa::widgets
