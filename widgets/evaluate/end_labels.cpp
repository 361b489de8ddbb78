#include "widgets/evaluate/end_labels.h"

#include <algorithm>

#include "widgets/evaluate/series_mark.h"

namespace moa::widgets {

namespace {

constexpr int kMarkSpace = kMarkSize + 6;
constexpr int kWidestLabelText = 130;

}  // namespace

EndLabels::EndLabels(QCustomPlot *plot) : QCPAbstractItem(plot) {
    setClipToAxisRect(false);
    setSelectable(false);
}

void EndLabels::add(QCPGraph *graph, const QString &text, const SeriesMark &mark) {
    labels_.push_back({graph, text, mark});
}

int EndLabels::widthNeeded() const {
    const QFontMetrics metrics(secondaryFont());
    int widest = 0;
    for (const Label &label : labels_) widest = std::max(widest, metrics.horizontalAdvance(label.text));
    return kGrid + kMarkSpace + std::min(widest, kWidestLabelText) + 2;
}

void EndLabels::draw(QCPPainter *painter) {
    const Theme theme = Theme::of(*parentPlot());
    const QFontMetrics metrics(secondaryFont());
    const double line = metrics.height();
    const QRect area = parentPlot()->axisRect()->rect();
    std::vector<std::pair<double, const Label *>> placed;
    for (const Label &label : labels_) {
        if (!label.graph || label.graph->data()->isEmpty()) continue;
        const auto last = label.graph->data()->constEnd() - 1;
        const double y = label.graph->valueAxis()->coordToPixel(last->value);
        placed.emplace_back(std::clamp(y, static_cast<double>(area.top()), static_cast<double>(area.bottom())), &label);
    }
    std::ranges::stable_sort(placed, {}, &std::pair<double, const Label *>::first);
    for (size_t i = 1; i < placed.size(); ++i) placed[i].first = std::max(placed[i].first, placed[i - 1].first + line);
    // Pushed below the axes: back up again from the end.
    double limit = area.bottom() + line / 2;
    for (auto at = placed.rbegin(); at != placed.rend(); ++at) {
        at->first = std::min(at->first, limit);
        limit = at->first - line;
    }
    painter->setFont(secondaryFont());
    for (const auto &[y, label] : placed) {
        const double x = area.right() + kGrid;
        drawMark(*painter, {x + kMarkSize / 2.0, y}, label->mark, theme);
        painter->setPen(theme.text);
        painter->drawText(QPointF(x + kMarkSpace, y + (metrics.ascent() - metrics.descent()) / 2.0),
                          metrics.elidedText(label->text, Qt::ElideRight, kWidestLabelText));
    }
}

}  // namespace moa::widgets
