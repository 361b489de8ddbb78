// One metric of several runs by length: a curve each with its intervals as whiskers and its name at its end.
#pragma once

#include "widgets/common/curve_plot.h"
#include "widgets/evaluate/cell_table.h"

namespace moa::widgets {

class MetricPlot : public CurvePlot {
    Q_OBJECT

public:
    explicit MetricPlot(QWidget *parent = nullptr);

    // Series without this metric are left out.
    void setSeries(const std::vector<RunSeries> &series, const std::string &metric);
    [[nodiscard]] bool isEmpty() const { return curves_.empty(); }
    // Every point with its interval and n.
    [[nodiscard]] CellTable *twin() const { return twin_; }

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Curve {
        QString label;
        SeriesMark mark;
        bool dashed = false;
        std::vector<engine::EvaluationRow> rows;
    };
    void rebuild();
    void addWhiskers(QCPGraph *graph, const Curve &curve);
    void showAll();
    void fillTwin();

    std::string metric_;
    std::vector<Curve> curves_;
    CellTable *twin_;
};

}  // namespace moa::widgets
