#include "widgets/plan/validation_plot.h"

#include <algorithm>
#include <cmath>

#include "widgets/common/number_text.h"
#include "widgets/theme/theme.h"

namespace moa::widgets {

namespace {

constexpr std::size_t kMostNames = 24;  // more would overlap
constexpr double kTextContrast = 4.5;   // contrast of a text

}  // namespace

ValidationPlot::ValidationPlot(QWidget *parent) : CurvePlot(parent) {
    setAccessibleName(tr("Validation of the candidates"));
    setInteractions(QCP::iNone);
    yAxis->setRangeReversed(true);
    connect(this, &CurvePlot::pointClicked, this, [this](QCPGraph *, double, double y) {
        const auto row = static_cast<std::size_t>(std::lround(y));
        if (row < points_.size()) Q_EMIT loadRequested(points_[row].plan);
    });
}

void ValidationPlot::setPoints(const std::vector<ValidationPoint> &points) {
    points_ = points;
    // NaN last: an order with NaN in it is none.
    const auto key = [](const ValidationPoint &p) { return std::isnan(p.loss) ? INFINITY : p.loss; };
    std::ranges::stable_sort(points_, {}, key);
    refresh();
    fillValues();
}

void ValidationPlot::addWhiskers(const QVector<int> &rows, const CurveStyle &style, const QString &name) {
    QVector<double> losses;
    QVector<double> places;
    QVector<double> below;
    QVector<double> above;
    for (const int row : rows) {
        const ValidationPoint &point = points_[static_cast<std::size_t>(row)];
        losses << point.loss;
        places << row;
        below << point.loss - point.low;
        above << point.high - point.loss;
    }
    QCPGraph *graph = addCurve(name, losses, places, style);
    graph->setLineStyle(QCPGraph::lsNone);
    auto *whiskers = new QCPErrorBars(xAxis, yAxis);
    whiskers->removeFromLegend();
    whiskers->setDataPlottable(graph);
    whiskers->setErrorType(QCPErrorBars::etKeyError);
    whiskers->setData(below, above);
    whiskers->setPen(QPen(style.colour, 1));
    whiskers->setWhiskerWidth(6);
}

void ValidationPlot::refresh() {
    clearPlottables();
    clearItems();
    if (points_.empty()) return replot(QCustomPlot::rpQueuedReplot);
    const Theme theme = Theme::of(*this);
    QVector<int> others;
    QVector<int> chosen;
    QSharedPointer<QCPAxisTickerText> names(new QCPAxisTickerText);
    double low = INFINITY;
    double high = -INFINITY;
    const auto step = (points_.size() + kMostNames - 1) / kMostNames;
    for (std::size_t i = 0; i < points_.size(); ++i) {
        const ValidationPoint &point = points_[i];
        if (i % step == 0 || point.chosen) names->addTick(static_cast<double>(i), point.plan);
        if (!std::isfinite(point.loss)) continue;
        (point.chosen ? chosen : others) << static_cast<int>(i);
        low = std::min({low, point.loss, point.low});
        high = std::max({high, point.loss, point.high});
    }
    // A graph's keys are sorted: the rows are, as they are ordered by loss.
    if (!others.isEmpty()) addWhiskers(others, {theme.series(Series::Plan), 1.5, false, true, true}, tr("Candidate"));
    if (!chosen.isEmpty()) {
        addWhiskers(chosen, {theme.series(Series::Plan), 1.5, false, true, false}, tr("Chosen"));
        auto *label = new QCPItemText(this);
        const ValidationPoint &best = points_[static_cast<std::size_t>(chosen.first())];
        label->position->setCoords(std::isfinite(best.high) ? best.high : best.loss, chosen.first());
        label->setPositionAlignment(Qt::AlignLeft | Qt::AlignVCenter);
        label->setPadding(QMargins(kGrid, 0, 0, 0));
        label->setFont(secondaryFont());
        const QColor colour = theme.series(Series::Plan);
        label->setColor(contrast(colour, theme.panel) >= kTextContrast ? colour : theme.text);
        label->setText(tr("chosen"));
        label->setClipToAxisRect(false);
    }
    yAxis->setTicker(names);
    setLabels(tr("Loss at %1, mean over sources, with 95 % interval").arg(tokenText(points_.front().length)),
              QString());
    const double margin = high > low ? (high - low) * 0.12 : std::max(std::abs(high), 1e-6) * 0.1;
    if (std::isfinite(low)) xAxis->setRange(low - margin, high + margin * 1.5);
    yAxis->setRange(-0.6, static_cast<double>(points_.size()) - 0.4);
    replot(QCustomPlot::rpQueuedReplot);
}

void ValidationPlot::fillValues() {
    std::vector<std::vector<ValueCell>> rows;
    QString best;
    for (const ValidationPoint &point : points_) {
        rows.push_back({textCell(point.plan), numberCell(point.length), numberCell(point.loss), numberCell(point.low),
                        numberCell(point.high), numberCell(point.n),
                        textCell(point.chosen ? tr("chosen") : QString())});
        if (point.chosen) best = tr("%1 was chosen with loss %2").arg(point.plan, numberText(point.loss));
    }
    values_.setTable({{tr("Plan"), {}},
                      {tr("Length"), {}},
                      {tr("Loss"), {}},
                      {tr("Low"), {}},
                      {tr("High"), {}},
                      {tr("Samples"), {}},
                      {tr("Choice"), {}}},
                     std::move(rows));
    setAccessibleDescription(best);
}

void ValidationPlot::changeEvent(QEvent *event) {
    CurvePlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) refresh();
}

}  // namespace moa::widgets
