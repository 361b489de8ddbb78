// How the chosen heads could grow with the input: span against length for every rule, loss against span, loss against
// length. The rule of the plan is bold; markers are hollow where nothing was profiled. A click on a rule pins it.
#pragma once

#include <QWidget>
#include <map>

#include "widgets/common/curve_plot.h"
#include "widgets/common/panel.h"
#include "widgets/values/constraint_edit.h"
#include "widgets/values/explore_data.h"
#include "widgets/values/selection.h"

namespace moa::widgets {

class ElasticCurves : public QWidget {
    Q_OBJECT

public:
    explicit ElasticCurves(Selection *selection, QWidget *parent = nullptr);

    void setData(const ExploreData *explored);

Q_SIGNALS:
    void constraintRequested(const moa::widgets::ConstraintEdit &edit);

protected:
    void changeEvent(QEvent *event) override;

private:
    // One plot in its panel, and which rule each of its graphs stands for.
    struct Chart {
        Panel *panel = nullptr;
        CurvePlot *plot = nullptr;
        std::map<const QCPGraph *, int> rules;
    };
    Chart makeChart(const QString &title, const QString &x, const QString &y);
    void refresh();
    void drawSpans();
    void drawLossBySpan();
    void drawLossByLength();
    void addEnvelope(Chart &chart, const QString &name, const QVector<double> &x,
                     const std::vector<QVector<double>> &curves);
    void addPoint(Chart &chart, const QString &name, int rule, double x, double y, const QColor &colour, bool hollow,
                  double size);
    [[nodiscard]] std::vector<HeadId> chosen() const;
    // Lengths of the loss table, and whether each was profiled.
    [[nodiscard]] QVector<double> lengths() const;
    [[nodiscard]] bool isEstimated(int length) const;
    void pin(int rule);

    Selection *selection_;
    const ExploreData *data_ = nullptr;
    Chart spans_;
    Chart lossBySpan_;
    Chart lossByLength_;
};

}  // namespace moa::widgets
