#include "widgets/evaluate/memory_bars.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <set>

#include "widgets/common/number_text.h"
#include "widgets/evaluate/series_mark.h"

namespace moa::widgets {

namespace {

constexpr int kRow = 16;
constexpr int kHeading = 17;
constexpr int kBar = 8;
constexpr int kWidestLabel = 110;

}  // namespace

MemoryBars::MemoryBars(QWidget *parent) : QWidget(parent), twin_(new CellTable(this)) {
    setAccessibleName(tr("Memory of the KV cache against dense"));
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::MinimumExpanding);
    setSizePolicy(policy);
}

void MemoryBars::setSeries(const std::vector<RunSeries> &series) {
    bars_.clear();
    std::set<int> lengths;
    for (const RunSeries &one : series)
        for (const int length : one.lengths("kv_bytes")) lengths.insert(length);
    for (const int length : lengths)
        for (const RunSeries &one : series) {
            const auto *bytes = one.row("kv_bytes", length);
            if (!bytes) continue;
            const auto *dense = one.row("dense_kv_bytes", length);
            bars_.push_back({length, one.label, one.mark, bytes->value, dense ? dense->value : kNan});
        }
    QStringList summary;
    for (const Bar &bar : bars_) summary << barText(bar);
    setAccessibleDescription(summary.join(QStringLiteral("; ")));
    fillTwin();
    setMinimumHeight(static_cast<int>(tall()));
    updateGeometry();
    update();
}

double MemoryBars::tall() const {
    double height = 0;
    int length = 0;
    for (const Bar &bar : bars_) {
        if (bar.length != length) height += kHeading;
        length = bar.length;
        height += kRow;
    }
    return height;
}

std::vector<QRectF> MemoryBars::barRows() const {
    std::vector<QRectF> rows;
    double y = 0;
    int length = 0;
    for (const Bar &bar : bars_) {
        if (bar.length != length) y += kHeading;
        length = bar.length;
        rows.emplace_back(0, y, width(), kRow);
        y += kRow;
    }
    return rows;
}

QString MemoryBars::barText(const Bar &bar) const {
    const QString where = tr("%1 at %2 tokens").arg(bar.label, countText(bar.length));
    if (std::isnan(bar.dense)) return tr("%1: %2").arg(where, bytesText(bar.bytes));
    return tr("%1: %2 of the dense cache's %3, %4")
        .arg(where, bytesText(bar.bytes), bytesText(bar.dense), percentText(bar.bytes / bar.dense));
}

bool MemoryBars::event(QEvent *event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const auto rows = barRows();
    for (size_t i = 0; i < rows.size(); ++i)
        if (rows[i].contains(help->pos())) {
            QToolTip::showText(help->globalPos(), barText(bars_[i]), this);
            return true;
        }
    QToolTip::hideText();
    return true;
}

void MemoryBars::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(secondaryFont());
    const Theme theme = Theme::of(*this);
    const QFontMetrics metrics = painter.fontMetrics();
    int labels = 0;
    int values = 0;
    double most = 0;
    for (const Bar &bar : bars_) {
        labels = std::max(labels, metrics.horizontalAdvance(bar.label));
        values = std::max(values, metrics.horizontalAdvance(bytesText(bar.bytes)));
        most = std::max(most, bar.bytes);
    }
    labels = std::min(labels, kWidestLabel) + kMarkSize + 8;
    const int shares = metrics.horizontalAdvance(percentText(0.1234)) + kGrid;
    values += kGrid;
    const double track = std::max(20.0, static_cast<double>(width() - labels - values - shares - 2 * kGrid));
    const auto rows = barRows();
    for (size_t i = 0; i < rows.size(); ++i) {
        const Bar &bar = bars_[i];
        const QRectF &row = rows[i];
        const auto flags = [](Qt::Alignment side) { return static_cast<int>(side | Qt::AlignVCenter); };
        if (i == 0 || bars_[i - 1].length != bar.length) {
            painter.setPen(theme.secondary);
            painter.drawText(QRectF(0, row.top() - kHeading, width(), kHeading), flags(Qt::AlignLeft),
                             tr("%1 tokens").arg(countText(bar.length)));
        }
        drawMark(painter, {kMarkSize / 2.0 + 1, row.center().y()}, bar.mark, theme);
        painter.setPen(theme.text);
        painter.drawText(QRectF(kMarkSize + 6, row.top(), labels, kRow), flags(Qt::AlignLeft),
                         metrics.elidedText(bar.label, Qt::ElideRight, kWidestLabel));
        const QRectF whole(labels + kGrid, row.center().y() - kBar / 2.0, track, kBar);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.border);
        painter.drawRect(whole);
        const double share = bar.bytes / (std::isnan(bar.dense) ? most : bar.dense);
        painter.setBrush(theme.series(bar.mark.series));
        painter.drawRect(QRectF(whole.topLeft(), QSizeF(track * std::min(share, 1.0), kBar)));
        painter.setPen(theme.text);
        painter.drawText(QRectF(whole.right(), row.top(), values, kRow), flags(Qt::AlignRight), bytesText(bar.bytes));
        painter.setPen(theme.secondary);
        painter.drawText(QRectF(whole.right() + values, row.top(), shares, kRow), flags(Qt::AlignRight),
                         std::isnan(bar.dense) ? notMeasured() : percentText(share));
    }
}

void MemoryBars::fillTwin() {
    const double mebi = metricInfo("kv_bytes").scale;
    std::vector<std::vector<Cell>> rows;
    for (const Bar &bar : bars_) {
        rows.push_back({Cell::ofSeries(bar.label, bar.mark), Cell::ofCount(bar.length),
                        Cell::ofNumber(bar.bytes * mebi),
                        Cell::ofNumber(bar.dense * mebi, tr("The dense cache's memory is not known")),
                        Cell::ofNumber(bar.bytes / bar.dense * 100)});
    }
    twin_->setCells({{tr("Plan"), {}},
                     {tr("Length"), {}},
                     {tr("KV cache, MiB"), tr("Memory the caches really allocated")},
                     {tr("Dense, MiB"), tr("Memory a dense cache takes for the same tokens")},
                     {tr("Share, %"), tr("Of the dense cache")}},
                    std::move(rows));
}

}  // namespace moa::widgets
