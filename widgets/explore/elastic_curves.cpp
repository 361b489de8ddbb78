#include "widgets/explore/elastic_curves.h"

#include <QEvent>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "widgets/common/number_text.h"
#include "widgets/explore/head_facts.h"
#include "widgets/theme/theme.h"

namespace moa::widgets {

namespace {

constexpr double kThin = 1;
constexpr double kBold = 3;
constexpr double kSmallMarker = 5;
constexpr double kMarker = 8;

double clippedSpan(const engine::Rule &rule, double length) {
    return std::clamp(rule.span(length), 0.0, length);
}

}  // namespace

ElasticCurves::ElasticCurves(Selection *selection, QWidget *parent) : QWidget(parent), selection_(selection) {
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid);
    spans_ = makeChart(tr("Span by length"), tr("length (tokens)"), tr("span (tokens)"));
    lossBySpan_ = makeChart(tr("Loss by span"), tr("span (tokens)"), tr("loss"));
    lossByLength_ = makeChart(tr("Loss by length"), tr("length (tokens)"), tr("loss"));
    spans_.plot->setTokenAxis(spans_.plot->xAxis);
    lossByLength_.plot->setTokenAxis(lossByLength_.plot->xAxis);
    spans_.plot->setTokenAxis(spans_.plot->yAxis, false);
    lossBySpan_.plot->setTokenAxis(lossBySpan_.plot->xAxis, false);
    spans_.panel->setFileName(QStringLiteral("span-by-length"));
    lossBySpan_.panel->setFileName(QStringLiteral("loss-by-span"));
    lossByLength_.panel->setFileName(QStringLiteral("loss-by-length"));
    for (Chart *chart : {&spans_, &lossBySpan_, &lossByLength_}) {
        connect(chart->plot, &CurvePlot::pointClicked, this, [this, chart](const QCPGraph *graph) {
            if (const auto at = chart->rules.find(graph); at != chart->rules.end()) pin(at->second);
        });
    }
    connect(selection, &Selection::changed, this, &ElasticCurves::refresh);
}

ElasticCurves::Chart ElasticCurves::makeChart(const QString &title, const QString &x, const QString &y) {
    Chart chart{new Panel(title, this), new CurvePlot, {}};
    chart.plot->setLabels(x, y);
    chart.plot->setAccessibleName(title);
    chart.panel->setContent(chart.plot);
    chart.panel->setTable(chart.plot->table());
    layout()->addWidget(chart.panel);
    return chart;
}

void ElasticCurves::setData(const ExploreData *explored) {
    data_ = explored;
    refresh();
}

std::vector<HeadId> ElasticCurves::chosen() const {
    const SelectionState &state = selection_->state();
    if (state.heads.empty() && state.current) return {*state.current};
    return {state.heads.begin(), state.heads.end()};
}

QVector<double> ElasticCurves::lengths() const {
    return {data_->loss.lengths.begin(), data_->loss.lengths.end()};
}

bool ElasticCurves::isEstimated(int length) const {
    const int index = lossLength(*data_, length);
    return index < 0 || (static_cast<size_t>(index) < data_->loss.estimated.size() &&
                         data_->loss.estimated[static_cast<size_t>(index)]);
}

void ElasticCurves::refresh() {
    const bool ready = data_ && !data_->grid.rules.empty() && !data_->loss.lengths.empty();
    for (Chart *chart : {&spans_, &lossBySpan_, &lossByLength_}) {
        chart->plot->clearCurves();
        chart->rules.clear();
        if (!ready)
            chart->panel->setEmpty(tr("Rules and losses appear here once a model is profiled."));
        else if (chosen().empty())
            chart->panel->setEmpty(tr("Select a head in the grid."));
        else
            chart->panel->clearEmpty();
    }
    if (!ready || chosen().empty()) return;
    drawSpans();
    drawLossBySpan();
    drawLossByLength();
}

// Markers of single points: filled where profiled, hollow where the rule extrapolates.
void ElasticCurves::addPoint(Chart &chart, const QString &name, int rule, double x, double y, const QColor &colour,
                             bool hollow, double size) {
    CurveStyle style{colour, 0, false, true, hollow, true};
    QCPGraph *graph = chart.plot->addCurve(name, {x}, {y}, style);
    graph->setLineStyle(QCPGraph::lsNone);
    QCPScatterStyle scatter = graph->scatterStyle();
    scatter.setSize(size);
    graph->setScatterStyle(scatter);
    chart.rules[graph] = rule;
}

void ElasticCurves::addEnvelope(Chart &chart, const QString &name, const QVector<double> &x,
                                const std::vector<QVector<double>> &curves) {
    QVector<double> low = curves.front();
    QVector<double> high = curves.front();
    for (const QVector<double> &curve : curves) {
        for (qsizetype i = 0; i < x.size(); ++i) {
            low[i] = std::min(low[i], curve[i]);
            high[i] = std::max(high[i], curve[i]);
        }
    }
    QColor colour = Theme::of(*this).series(Series::Plan);
    QCPGraph *lower = chart.plot->addCurve(tr("%1, least").arg(name), x, low, {colour});
    QCPGraph *upper = chart.plot->addCurve(tr("%1, largest").arg(name), x, high, {colour});
    colour.setAlphaF(0.2F);
    upper->setBrush(colour);
    upper->setChannelFillGraph(lower);
}

void ElasticCurves::drawSpans() {
    const Theme theme = Theme::of(*this);
    const std::vector<HeadId> heads = chosen();
    const QVector<double> x = lengths();
    const auto spansOf = [&x](const engine::Rule &rule) {
        QVector<double> y;
        for (const double length : x) y << clippedSpan(rule, length);
        return y;
    };
    for (size_t r = 0; r < data_->grid.rules.size(); ++r) {
        const engine::Rule &rule = data_->grid.rules[r];
        QCPGraph *graph = spans_.plot->addCurve(ruleText(rule), x, spansOf(rule),
                                                {theme.border.darker(theme.dark ? 70 : 115), kThin, false, false});
        spans_.rules[graph] = static_cast<int>(r);
    }
    std::vector<QVector<double>> current;
    for (const HeadId &head : heads)
        if (const auto rule = currentRule(*data_, head)) current.push_back(spansOf(*rule));
    spans_.panel->setSubtitle(heads.size() > 1  ? tr("%1 heads").arg(countText(static_cast<qint64>(heads.size())))
                              : current.empty() ? tr("no plan yet")
                                                : ruleText(*currentRule(*data_, heads.front())));
    if (heads.size() > 1 && !current.empty()) {
        addEnvelope(spans_, tr("Spans of the plan"), x, current);
    } else if (!current.empty()) {
        const QColor colour = theme.series(Series::Plan);
        const QString name = ruleText(*currentRule(*data_, heads.front()));
        const int rule = ruleIndex(*data_, *currentRule(*data_, heads.front()));
        spans_.plot->addCurve(name, x, current.front(), {colour, kBold, false, false});
        for (qsizetype i = 0; i < x.size(); ++i)
            addPoint(spans_, name, rule, x[i], current.front()[i], colour, isEstimated(static_cast<int>(x[i])),
                     kMarker);
    }
    spans_.plot->fit(true);
}

void ElasticCurves::drawLossBySpan() {
    const Theme theme = Theme::of(*this);
    const std::vector<HeadId> heads = chosen();
    const auto rules = static_cast<int>(data_->grid.rules.size());
    const std::vector<int> &all = data_->loss.lengths;
    lossBySpan_.panel->setSubtitle(heads.size() > 1 ? tr("%1 heads").arg(countText(static_cast<qint64>(heads.size())))
                                                    : tr("kv group %1").arg(kvGroupOf(*data_, heads.front())));
    lossBySpan_.plot->yAxis->setLabel(heads.size() > 1 ? tr("mean loss") : tr("loss"));
    for (size_t n = 0; n < all.size(); ++n) {
        std::vector<std::pair<double, double>> points;
        for (int r = 0; r < rules; ++r) {
            double loss = 0;
            for (const HeadId &head : heads) loss += data_->loss.at(static_cast<int>(n), unitOf(*data_, head), r);
            points.emplace_back(clippedSpan(data_->grid.rules[static_cast<size_t>(r)], all[n]),
                                loss / static_cast<double>(heads.size()));
        }
        std::sort(points.begin(), points.end());
        QVector<double> x;
        QVector<double> y;
        for (const auto &[span, loss] : points) {
            x << span;
            y << loss;
        }
        // The longer the length, the stronger the colour.
        const double strength = 0.35 + 0.65 * static_cast<double>(n + 1) / static_cast<double>(all.size());
        QColor colour = theme.series(Series::Plan);
        const QColor &paper = theme.panel;
        colour = QColor::fromRgbF(static_cast<float>(paper.redF() + (colour.redF() - paper.redF()) * strength),
                                  static_cast<float>(paper.greenF() + (colour.greenF() - paper.greenF()) * strength),
                                  static_cast<float>(paper.blueF() + (colour.blueF() - paper.blueF()) * strength));
        const bool estimated = isEstimated(all[n]);
        const QString name = estimated ? tr("%1 (estimate)").arg(tokenText(all[n])) : tokenText(all[n]);
        QCPGraph *graph = lossBySpan_.plot->addCurve(name, x, y, {colour, 1.5, estimated, true, estimated, true});
        QCPScatterStyle scatter = graph->scatterStyle();
        scatter.setSize(kSmallMarker);
        graph->setScatterStyle(scatter);
        lossBySpan_.plot->labelCurve(graph, tokenText(all[n]), CurvePlot::LabelAt::BelowEnd);
        if (heads.size() > 1) continue;
        if (const auto rule = currentRule(*data_, heads.front()); rule && ruleIndex(*data_, *rule) >= 0)
            addPoint(lossBySpan_, ruleText(*rule), ruleIndex(*data_, *rule), clippedSpan(*rule, all[n]),
                     data_->loss.at(static_cast<int>(n), unitOf(*data_, heads.front()), ruleIndex(*data_, *rule)),
                     theme.series(Series::Limit), estimated, kMarker);
    }
    lossBySpan_.plot->fit(true);
}

void ElasticCurves::drawLossByLength() {
    const Theme theme = Theme::of(*this);
    const std::vector<HeadId> heads = chosen();
    const QVector<double> x = lengths();
    const auto lossesOf = [&](const HeadId &head, int rule) {
        QVector<double> y;
        for (int n = 0; n < x.size(); ++n) y << data_->loss.at(n, unitOf(*data_, head), rule);
        return y;
    };
    std::vector<QVector<double>> current;
    for (const HeadId &head : heads) {
        const auto rule = currentRule(*data_, head);
        if (rule && ruleIndex(*data_, *rule) >= 0) current.push_back(lossesOf(head, ruleIndex(*data_, *rule)));
    }
    lossByLength_.panel->setSubtitle(current.empty()    ? tr("no plan yet")
                                     : heads.size() > 1 ? tr("plan")
                                                        : tr("every rule"));
    if (heads.size() > 1) {
        if (!current.empty()) addEnvelope(lossByLength_, tr("Losses of the plan"), x, current);
    } else {
        for (int r = 0; r < static_cast<int>(data_->grid.rules.size()); ++r) {
            QCPGraph *graph = lossByLength_.plot->addCurve(
                ruleText(data_->grid.rules[static_cast<size_t>(r)]), x, lossesOf(heads.front(), r),
                {theme.border.darker(theme.dark ? 70 : 115), kThin, false, false});
            lossByLength_.rules[graph] = r;
        }
        if (!current.empty()) {
            const QColor colour = theme.series(Series::Plan);
            const int rule = ruleIndex(*data_, *currentRule(*data_, heads.front()));
            const QString name = ruleText(*currentRule(*data_, heads.front()));
            lossByLength_.plot->addCurve(name, x, current.front(), {colour, kBold, false, false});
            for (qsizetype i = 0; i < x.size(); ++i)
                addPoint(lossByLength_, name, rule, x[i], current.front()[i], colour,
                         isEstimated(static_cast<int>(x[i])), kMarker);
        }
    }
    lossByLength_.plot->fit(true);
}

void ElasticCurves::pin(int rule) {
    const std::vector<HeadId> heads = chosen();
    if (rule < 0 || heads.empty()) return;
    Q_EMIT constraintRequested({ConstraintEdit::Kind::Pin,
                                HeadSet(heads.begin(), heads.end()),
                                data_->grid.rules[static_cast<size_t>(rule)],
                                {},
                                {}});
}

void ElasticCurves::changeEvent(QEvent *event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) refresh();
}

}  // namespace moa::widgets
