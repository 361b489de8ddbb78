#include "widgets/plan/span_histogram.h"

#include <algorithm>
#include <cmath>

#include "widgets/common/number_text.h"
#include "widgets/plan/plan_facts.h"
#include "widgets/theme/theme.h"

namespace moa::widgets {

namespace {

QVector<double> countSpans(const engine::Plan &plan, int length) {
    QVector<double> counts(SpanHistogram::kBins, 0);
    for (const engine::Rule &rule : plan.rules) {
        const double share = shownSpan(rule, length) / length * SpanHistogram::kBins;
        // Upper ends belong to their bin: a span of the whole length lies in the last one.
        ++counts[std::clamp(static_cast<int>(std::ceil(share)) - 1, 0, SpanHistogram::kBins - 1)];
    }
    return counts;
}

double meanSpan(const engine::Plan &plan, int length) {
    double sum = 0;
    for (const engine::Rule &rule : plan.rules) sum += shownSpan(rule, length);
    return plan.rules.empty() ? 0 : sum / static_cast<double>(plan.rules.size());
}

}  // namespace

SpanHistogram::SpanHistogram(QWidget *parent) : CurvePlot(parent) {
    setInteractions(QCP::iNone);
    setAccessibleName(tr("Histogram of spans"));
}

void SpanHistogram::setPlans(const std::optional<engine::Plan> &plan, const std::optional<engine::Plan> &compared,
                             const QString &comparedName, int length) {
    plan_ = plan;
    compared_ = compared;
    comparedName_ = comparedName;
    length_ = length;
    refresh();
}

void SpanHistogram::addBars(const QVector<double> &counts, const QString &name, bool outlined) {
    const Theme theme = Theme::of(*this);
    const double width = static_cast<double>(length_) / kBins;
    QVector<double> middles;
    QVector<double> heights;
    for (int i = 0; i < kBins; ++i) {
        middles << (i + 0.5) * width;
        heights << (counts[i] > 0 ? counts[i] : std::nan(""));  // no line for an empty bin
    }
    auto *bars = new QCPBars(xAxis, yAxis);
    bars->setName(name);
    bars->setWidth(width * 0.86);
    const QColor colour = theme.series(outlined ? Series::SecondPlan : Series::Plan);
    bars->setPen(outlined ? QPen(colour, 1.5) : QPen(Qt::NoPen));
    bars->setBrush(outlined ? QBrush(Qt::NoBrush) : QBrush(colour));
    bars->setData(middles, heights, true);
    if (outlined) return;
    for (int i = 0; i < kBins; ++i) {
        if (counts[i] == 0) continue;
        auto *label = new QCPItemText(this);
        label->position->setCoords(middles[i], counts[i]);
        label->setPositionAlignment(Qt::AlignHCenter | Qt::AlignBottom);
        label->setFont(secondaryFont());
        label->setColor(theme.secondary);
        label->setText(QString::number(static_cast<int>(counts[i])));
        label->setClipToAxisRect(false);
    }
}

void SpanHistogram::refresh() {
    clearPlottables();
    clearItems();
    if (!plan_ || length_ < 1) {
        bins_.setTable({}, {});
        return replot(QCustomPlot::rpQueuedReplot);
    }
    const QVector<double> counts = countSpans(*plan_, length_);
    const QVector<double> others = compared_ ? countSpans(*compared_, length_) : QVector<double>();
    addBars(counts, tr("This plan"), false);
    if (compared_) addBars(others, comparedName_, true);
    double most = *std::max_element(counts.begin(), counts.end());
    if (compared_) most = std::max(most, *std::max_element(others.begin(), others.end()));

    const Theme theme = Theme::of(*this);
    const double mean = meanSpan(*plan_, length_);
    auto *line = new QCPItemLine(this);
    line->setPen(QPen(theme.text, 1, Qt::DashLine));
    line->start->setCoords(mean, 0);
    line->end->setCoords(mean, most * 1.14);
    auto *label = new QCPItemText(this);
    label->position->setCoords(mean, most * 1.2);
    const bool right = mean < 0.7 * length_;
    label->setPositionAlignment((right ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    label->setPadding(QMargins(4, 0, 4, 0));
    label->setFont(secondaryFont());
    label->setColor(theme.text);
    label->setText(tr("mean %1 tokens").arg(countText(std::llround(mean))));

    QSharedPointer<QCPAxisTickerText> ticker(new QCPAxisTickerText);
    for (int quarter = 0; quarter <= 4; ++quarter) {
        const double at = length_ * quarter / 4.0;
        ticker->addTick(at, tokenText(at));
    }
    xAxis->setTicker(ticker);
    xAxis->setRange(0, length_ * 1.02);
    yAxis->setRange(0, most * 1.28);
    setLabels(tr("Span at %1 (tokens)").arg(tokenText(length_)), tr("Query heads"));
    replot(QCustomPlot::rpQueuedReplot);

    std::vector<std::vector<ValueCell>> rows;
    for (int i = 0; i < kBins; ++i) {
        rows.push_back({numberCell(static_cast<double>(length_) * i / kBins),
                        numberCell(static_cast<double>(length_) * (i + 1) / kBins), numberCell(counts[i])});
        if (compared_) rows.back().push_back(numberCell(others[i]));
    }
    std::vector<ValueColumn> columns{{tr("Above (tokens)"), {}}, {tr("Up to (tokens)"), {}}, {tr("Query heads"), {}}};
    if (compared_) columns.push_back({comparedName_, {}});
    bins_.setTable(std::move(columns), std::move(rows));
    setAccessibleDescription(tr("%1 heads, mean span %2 of %3 tokens")
                                 .arg(plan_->rules.size())
                                 .arg(countText(std::llround(mean)), countText(length_)));
}

void SpanHistogram::changeEvent(QEvent *event) {
    CurvePlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) refresh();
}

}  // namespace moa::widgets
