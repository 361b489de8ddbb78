// How many heads have which span at one length, of the plan and of one it is compared with.
#pragma once

#include <optional>

#include "engine/values/plan.h"
#include "widgets/common/curve_plot.h"
#include "widgets/common/value_table.h"

namespace moa::widgets {

class SpanHistogram : public CurvePlot {
    Q_OBJECT

public:
    static constexpr int kBins = 16;  // of equal width from 0 to the length

    explicit SpanHistogram(QWidget *parent = nullptr);

    void setPlans(const std::optional<engine::Plan> &plan, const std::optional<engine::Plan> &compared,
                  const QString &comparedName, int length);

    [[nodiscard]] QAbstractItemModel *bins() { return &bins_; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void addBars(const QVector<double> &counts, const QString &name, bool outlined);

    ValueTable bins_;
    std::optional<engine::Plan> plan_;
    std::optional<engine::Plan> compared_;
    QString comparedName_;
    int length_ = 0;
};

}  // namespace moa::widgets
