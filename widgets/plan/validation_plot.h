// Loss of each candidate at an unseen length, with its interval; the chosen one is marked.
#pragma once

#include <vector>

#include "widgets/common/curve_plot.h"
#include "widgets/common/value_table.h"
#include "widgets/values/plan_data.h"

namespace moa::widgets {

class ValidationPlot : public CurvePlot {
    Q_OBJECT

public:
    explicit ValidationPlot(QWidget *parent = nullptr);

    // Best on top.
    void setPoints(const std::vector<ValidationPoint> &points);
    [[nodiscard]] const std::vector<ValidationPoint> &points() const { return points_; }
    [[nodiscard]] QAbstractItemModel *values() { return &values_; }

Q_SIGNALS:
    void loadRequested(const QString &plan);

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void fillValues();
    void addWhiskers(const QVector<int> &rows, const CurveStyle &style, const QString &name);

    std::vector<ValidationPoint> points_;
    ValueTable values_;
};

}  // namespace moa::widgets
