#include "widgets/map/map_readout.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "widgets/common/number_text.h"
#include "widgets/map/map_view.h"

namespace moa::widgets {

namespace {

// Gives the texts of this file a context for translators.
struct MapReadoutText {
    Q_DECLARE_TR_FUNCTIONS(MapReadout)
};

float valueAt(const MapContent &content, const MapCell &cell) {
    return content.values.get()[static_cast<size_t>(cell.query) * content.n + cell.key];
}

// "5,120 'lion'" or, for a block, "5,120-5,183".
QString place(const MapContent &content, int cell) {
    const int first = cell * content.tokensPerCell;
    if (content.tokensPerCell > 1)
        return countText(first) + QChar(0x2013) + countText(first + content.tokensPerCell - 1);
    if (cell >= content.texts.size()) return countText(first);
    QString text = content.texts[cell];
    return QStringLiteral("%1  \u201C%2\u201D").arg(countText(first), text.replace('\n', QChar(0x21B5)));
}

}  // namespace

MapCell brightestCell(const MapContent &content, const QPointF &cell, double cellsPerPixel) {
    const auto index = [&](double v) { return std::clamp(static_cast<int>(std::floor(v)), 0, content.n - 1); };
    MapCell best{index(cell.y()), index(cell.x())};
    if (cellsPerPixel <= 1) return best;
    const int reach = static_cast<int>(std::ceil(cellsPerPixel / 2));
    float most = -1;
    const MapCell centre = best;
    for (int q = std::max(0, centre.query - reach); q <= std::min(content.n - 1, centre.query + reach); ++q) {
        for (int k = std::max(0, centre.key - reach); k <= std::min(q, centre.key + reach); ++k) {
            const float value = std::abs(valueAt(content, {q, k}));
            if (value > most) {
                most = value;
                best = {q, k};
            }
        }
    }
    return best;
}

QStringList readoutLines(const MapContent &content, const MapCell &cell) {
    const bool masked = cell.key > cell.query;
    const QString value =
        masked ? MapReadoutText::tr("masked (a key after its query)") : numberText(valueAt(content, cell));
    QStringList lines{MapReadoutText::tr("query  %1").arg(place(content, cell.query)),
                      MapReadoutText::tr("key  %1").arg(place(content, cell.key))};
    if (!masked)
        lines << MapReadoutText::tr("distance  %1").arg(countText((cell.query - cell.key) * content.tokensPerCell));
    return lines << QStringLiteral("%1  %2").arg(content.quantity, value);
}

void paintReadout(QPainter &painter, const QRectF &area, const QStringList &lines, const Theme &theme) {
    constexpr double kPadding = 6;
    painter.setFont(secondaryFont());
    const QFontMetricsF metrics(painter.font());
    double width = 0;
    for (const QString &line : lines) width = std::max(width, metrics.horizontalAdvance(line));
    const double height = metrics.lineSpacing() * static_cast<double>(lines.size());
    QRectF box(0, 0, width + 2 * kPadding, height + 2 * kPadding);
    box.moveTopRight(area.topRight() + QPointF(-kGrid, kGrid));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.border);
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(box, 4, 4);
    painter.setPen(theme.text);
    painter.drawText(box.adjusted(kPadding, kPadding, 0, 0), Qt::AlignLeft | Qt::AlignTop, lines.join('\n'));
}

}  // namespace moa::widgets
