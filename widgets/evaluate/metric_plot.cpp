#include "widgets/evaluate/metric_plot.h"

#include <QEvent>
#include <algorithm>

#include "widgets/common/number_text.h"
#include "widgets/evaluate/end_labels.h"
#include "widgets/evaluate/series_mark.h"

namespace moa::widgets {

namespace {

constexpr double kShareTop = 105;  // room for the marks of 100 %
constexpr double kMargin = 0.08;

}  // namespace

MetricPlot::MetricPlot(QWidget *parent) : CurvePlot(parent), twin_(new CellTable(this)) {
    setTokenAxis(xAxis);
    // After the base class took its home, which knows nothing of whiskers.
    connect(this, &QCustomPlot::mouseDoubleClick, this, [this] { showAll(); });
}

void MetricPlot::setSeries(const std::vector<RunSeries> &series, const std::string &metric) {
    metric_ = metric;
    curves_.clear();
    for (const RunSeries &one : series) {
        Curve curve{one.label, one.mark, one.runs.empty() ? false : isBlockPrefill(*one.runs.front()), {}};
        for (const int length : one.lengths(metric)) curve.rows.push_back(*one.row(metric, length));
        if (!curve.rows.empty()) curves_.push_back(std::move(curve));
    }
    rebuild();
    fillTwin();
}

void MetricPlot::changeEvent(QEvent *event) {
    CurvePlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) rebuild();
}

void MetricPlot::rebuild() {
    clearPlottables();  // whiskers are no graphs
    clearCurves();
    const Theme theme = Theme::of(*this);
    const MetricInfo info = metricInfo(metric_);
    setLabels(tr("Length, tokens"), info.heading());
    auto *labels = new EndLabels(this);
    QStringList summary;
    for (const Curve &curve : curves_) {
        QVector<double> x;
        QVector<double> y;
        for (const auto &row : curve.rows) {
            x << row.length;
            y << row.value * info.scale;
        }
        const CurveStyle style{theme.series(curve.mark.series), 1.5, curve.dashed, true, curve.mark.hollow, true};
        QCPGraph *graph = addCurve(curve.label, x, y, style);
        graph->setScatterStyle(scatterStyle(curve.mark, theme));
        addWhiskers(graph, curve);
        labels->add(graph, curve.label, curve.mark);
        summary << tr("%1: %2 at %3").arg(curve.label, rowText(curve.rows.back()), tokenText(x.last()));
    }
    axisRect()->setMinimumMargins(QMargins(0, kGrid, curves_.empty() ? kGrid : labels->widthNeeded(), 0));
    setAccessibleName(tr("%1 by length").arg(info.title));
    setAccessibleDescription(summary.join(QStringLiteral("; ")));
    fit();
    showAll();
}

void MetricPlot::addWhiskers(QCPGraph *graph, const Curve &curve) {
    const double scale = metricInfo(metric_).scale;
    QVector<double> below;
    QVector<double> above;
    for (const auto &row : curve.rows) {
        below << std::max(row.value - row.low, 0.0) * scale;
        above << std::max(row.high - row.value, 0.0) * scale;
    }
    auto *whiskers = new QCPErrorBars(xAxis, yAxis);
    whiskers->setDataPlottable(graph);
    whiskers->setData(below, above);
    whiskers->setPen(QPen(graph->pen().color(), 1));
    whiskers->setWhiskerWidth(5);
    whiskers->setSymbolGap(8);
    whiskers->removeFromLegend();
}

void MetricPlot::showAll() {
    if (curves_.empty()) return;
    const MetricInfo info = metricInfo(metric_);
    double low = curves_[0].rows[0].value;
    double high = low;
    for (const Curve &curve : curves_)
        for (const auto &row : curve.rows) {
            low = std::min({low, row.low, row.value});
            high = std::max({high, row.high, row.value});
        }
    low *= info.scale;
    high *= info.scale;
    const bool share = info.unit == QLatin1String("%");
    const double margin = std::max((high - low) * kMargin, high * 0.01);
    if (share)
        yAxis->setRange(0, kShareTop);
    else
        yAxis->setRange(info.higherIsBetter ? 0 : low - margin, high + margin);
    replot(QCustomPlot::rpQueuedReplot);
}

void MetricPlot::fillTwin() {
    const MetricInfo info = metricInfo(metric_);
    std::vector<std::vector<Cell>> rows;
    for (const Curve &curve : curves_)
        for (const auto &row : curve.rows) {
            rows.push_back({Cell::ofSeries(curve.label, curve.mark), Cell::ofCount(row.length),
                            Cell::ofNumber(row.value * info.scale), Cell::ofNumber(row.low * info.scale),
                            Cell::ofNumber(row.high * info.scale), Cell::ofCount(row.n)});
        }
    twin_->setCells({{tr("Plan"), {}},
                     {tr("Length"), tr("Tokens of the prompt")},
                     {info.heading(), info.meaning},
                     {tr("Low"), tr("Lower end of the 95 % interval")},
                     {tr("High"), tr("Upper end of the 95 % interval")},
                     {tr("n"), tr("Samples")}},
                    std::move(rows));
}

}  // namespace moa::widgets
