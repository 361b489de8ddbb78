// The names of curves right of their last points, pushed apart where they would lie on each other.
#pragma once

#include <QPointer>
#include <vector>

#include "widgets/common/qcustomplot.h"
#include "widgets/evaluate/run_facts.h"

namespace moa::widgets {

class EndLabels : public QCPAbstractItem {
public:
    // Owned by the plot; clearItems() of the plot removes it.
    explicit EndLabels(QCustomPlot *plot);

    // The height follows the graph's last point.
    void add(QCPGraph *graph, const QString &text, const SeriesMark &mark);
    // Pixels the widest label needs right of the axes.
    [[nodiscard]] int widthNeeded() const;
    double selectTest(const QPointF &, bool, QVariant *) const override { return -1; }

protected:
    void draw(QCPPainter *painter) override;

private:
    struct Label {
        QPointer<QCPGraph> graph;
        QString text;
        SeriesMark mark;
    };
    std::vector<Label> labels_;
};

}  // namespace moa::widgets
