#include "widgets/compare/plan_difference.h"

#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "widgets/common/number_text.h"

namespace moa::widgets {

namespace {

constexpr int kTitleHeight = 18;
constexpr int kAxisHeight = 16;
constexpr int kAxisWidth = 20;
constexpr int kGap = 12;
constexpr int kGroupGap = 2;
constexpr double kLeastDifference = 1e-9;

QString shareText(double share) {
    const QString digits = QLocale().toString(std::lround(std::abs(share) * 100));
    return share < 0 && digits != QLatin1String("0") ? QChar(0x2212) + digits : digits;
}

}  // namespace

PlanDifference::PlanDifference(QWidget *parent) : QWidget(parent), twin_(new CellTable(this)) {
    setAccessibleName(tr("Density of every head in two plans"));
}

void PlanDifference::setPlans(const PlanDensities &a, const PlanDensities &b, int kvHeads) {
    a_ = a;
    b_ = b;
    groupSize_ = kvHeads > 0 ? std::max(1, a.heads / kvHeads) : 1;
    differing_ = 0;
    largest_ = 0;
    for (size_t i = 0; i < a_.values.size(); ++i) {
        const double difference = std::abs(b_.values[i] - a_.values[i]);
        largest_ = std::max(largest_, difference);
        if (difference > kLeastDifference) ++differing_;
    }
    if (largest_ == 0) largest_ = 1;
    setAccessibleDescription(tr("%n head(s) of %1 differ between %2 and %3", "", differing_)
                                 .arg(static_cast<int>(a_.values.size()))
                                 .arg(a_.label, b_.label));
    fillTwin();
    update();
}

double PlanDifference::value(int part, int layer, int head) const {
    const auto at = static_cast<size_t>(layer) * static_cast<size_t>(a_.heads) + static_cast<size_t>(head);
    if (part == A) return a_.values[at];
    return part == B ? b_.values[at] : b_.values[at] - a_.values[at];
}

QRectF PlanDifference::partRect(int part) const {
    const double wide = (width() - kAxisWidth - (kParts - 1) * kGap) / static_cast<double>(kParts);
    return {kAxisWidth + part * (wide + kGap), 0, wide, static_cast<double>(height())};
}

QRectF PlanDifference::cellRect(int part, int layer, int head) const {
    const QRectF area = partRect(part).adjusted(0, kTitleHeight, 0, -kAxisHeight);
    const int groups = std::max(1, a_.heads / groupSize_);
    const double wide = (area.width() - (groups - 1) * kGroupGap) / std::max(a_.heads, 1);
    const double tall = area.height() / std::max(a_.layers, 1);
    return {area.left() + head * wide + head / groupSize_ * kGroupGap, area.top() + layer * tall, wide, tall};
}

bool PlanDifference::event(QEvent *event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    for (int part = 0; part < kParts; ++part)
        for (int layer = 0; layer < a_.layers; ++layer)
            for (int head = 0; head < a_.heads; ++head) {
                const QRectF rect = cellRect(part, layer, head);
                if (!rect.contains(help->pos())) continue;
                QToolTip::showText(
                    help->globalPos(),
                    tr("Head %1.%2: kv density %3 in %4, %5 in %6, difference %7 points")
                        .arg(layer)
                        .arg(head)
                        .arg(percentText(value(A, layer, head)), a_.label, percentText(value(B, layer, head)), b_.label,
                             deltaText(value(Difference, layer, head) * 100)),
                    this, rect.toRect());
                return true;
            }
    QToolTip::hideText();
    return true;
}

void PlanDifference::paintEvent(QPaintEvent *) {
    if (a_.values.empty()) return;
    QPainter painter(this);
    painter.setFont(secondaryFont());
    const Theme theme = Theme::of(*this);
    for (int part = 0; part < kParts; ++part) paintPart(painter, theme, part);
    painter.setPen(theme.secondary);
    const double tall = cellRect(A, 0, 0).height();
    const int step = std::max(1, static_cast<int>(std::ceil(painter.fontMetrics().height() / tall)));
    for (int layer = 0; layer < a_.layers; layer += step)
        painter.drawText(QRectF(0, cellRect(A, layer, 0).top(), kAxisWidth - 4, tall),
                         Qt::AlignRight | Qt::AlignVCenter, QString::number(layer));
}

void PlanDifference::paintPart(QPainter &painter, const Theme &theme, int part) const {
    const QRectF area = partRect(part);
    const QString title =
        part == Difference ? tr("Difference, points") : tr("%1, %").arg(part == A ? a_.label : b_.label);
    const QFontMetrics metrics = painter.fontMetrics();
    painter.setPen(theme.text);
    painter.drawText(QRectF(area.topLeft(), QSizeF(area.width(), kTitleHeight - 2)), Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(title, Qt::ElideMiddle, static_cast<int>(area.width())));
    const int widest = metrics.horizontalAdvance(QStringLiteral("100"));
    for (int layer = 0; layer < a_.layers; ++layer)
        for (int head = 0; head < a_.heads; ++head) {
            const QRectF rect = cellRect(part, layer, head).adjusted(0, 0, -1, -1);
            const double at = value(part, layer, head);
            const QColor colour(part == Difference ? differences_.at(0.5 + at / largest_ / 2) : densities_.at(at));
            painter.fillRect(rect, colour);
            if (rect.width() < widest + 1 || rect.height() < metrics.ascent()) continue;
            painter.setPen(contrast(colour, Qt::black) > contrast(colour, Qt::white) ? Qt::black : Qt::white);
            painter.drawText(rect, Qt::AlignCenter | Qt::TextDontClip, shareText(at));
        }
    painter.setPen(theme.secondary);
    const double wide = cellRect(part, 0, 0).width();
    const int step =
        std::max(1, static_cast<int>(std::ceil((metrics.horizontalAdvance(QStringLiteral("00")) + 4) / wide)));
    for (int head = 0; head < a_.heads; head += step) {
        const QRectF cell = cellRect(part, a_.layers - 1, head);
        painter.drawText(QRectF(cell.center().x() - 12, cell.bottom(), 24, kAxisHeight), Qt::AlignCenter,
                         QString::number(head));
    }
}

void PlanDifference::fillTwin() {
    std::vector<std::vector<Cell>> rows;
    for (int layer = 0; layer < a_.layers; ++layer)
        for (int head = 0; head < a_.heads; ++head)
            rows.push_back({Cell::ofCount(layer), Cell::ofCount(head), Cell::ofNumber(value(A, layer, head) * 100),
                            Cell::ofNumber(value(B, layer, head) * 100),
                            Cell::ofNumber(value(Difference, layer, head) * 100)});
    twin_->setCells({{tr("Layer"), {}},
                     {tr("Head"), {}},
                     {tr("%1, kv density %").arg(a_.label), {}},
                     {tr("%1, kv density %").arg(b_.label), {}},
                     {tr("Difference, points"), {}}},
                    std::move(rows));
}

}  // namespace moa::widgets
