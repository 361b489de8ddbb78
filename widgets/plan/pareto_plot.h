// What plans cost at one length against another, or against density: the Pareto candidates, the project's other plans,
// and as ghosts the present plan, the uniform one and the dense model.
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QWidget>
#include <optional>
#include <vector>

#include "widgets/common/curve_plot.h"
#include "widgets/common/value_table.h"
#include "widgets/values/plan_data.h"

namespace moa::widgets {

// The arrow keys walk along the plans that can be loaded, Enter or a click loads one.
class ParetoPlot : public QWidget {
    Q_OBJECT

public:
    explicit ParetoPlot(QWidget *parent = nullptr);

    // Candidates and stored plans; losses are per profiled length.
    void setData(const PlanData &known);
    // The ghosts; an empty name: none.
    void setGhosts(const ParetoPoint &present, const ParetoPoint &uniform);

    [[nodiscard]] CurvePlot *plot() const { return plot_; }
    [[nodiscard]] QComboBox *xAxis() const { return x_; }
    [[nodiscard]] QComboBox *yAxis() const { return y_; }
    [[nodiscard]] QCheckBox *dominated() const { return dominated_; }
    [[nodiscard]] QAbstractItemModel *values() { return &values_; }
    // Names of the plans on the front of the two axes shown, by x.
    [[nodiscard]] QStringList front() const;

Q_SIGNALS:
    void loadRequested(const QString &name);

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class Kind { Candidate, Stored, Imported };
    struct Entry {
        ParetoPoint point;
        Kind kind = Kind::Candidate;
    };

    [[nodiscard]] double value(const ParetoPoint &point, const QComboBox *axis) const;
    [[nodiscard]] bool isShown(const Entry &entry) const;
    // Not dominated on the two axes shown, by x.
    [[nodiscard]] std::vector<const Entry *> frontEntries() const;
    void fillAxes(const std::vector<int> &lengths);
    void refresh();
    void refreshGhosts();
    void addPoints();
    void fitView();
    void fillValues();
    void step(int by);

    CurvePlot *plot_;
    QComboBox *x_;
    QComboBox *y_;
    QCheckBox *dominated_;
    QLabel *outside_;
    ValueTable values_;
    std::vector<int> lengths_;
    std::vector<Entry> entries_;
    ParetoPoint present_;
    ParetoPoint uniform_;
    std::vector<QCPAbstractPlottable *> ghosts_;
    std::vector<QCPAbstractItem *> ghostLabels_;
    QString current_;
};

}  // namespace moa::widgets
