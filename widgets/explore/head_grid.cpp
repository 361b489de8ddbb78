#include "widgets/explore/head_grid.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "widgets/common/number_text.h"
#include "widgets/explore/constraint_menu.h"
#include "widgets/explore/head_facts.h"

namespace moa::widgets {

namespace {

constexpr double kLeft = 26;  // layer numbers
constexpr double kTop = 18;   // head numbers
constexpr double kKeyHeight = 36;
constexpr double kLeastCell = 6;
constexpr double kLargestCell = 44;
constexpr double kDragDistance = 5;

// Cells of one kv group touch; groups stand apart.
constexpr double kRoomyCell = 10;
constexpr double kRoomyGap = 5;
constexpr double kNarrowGap = 1;

double groupGap(double cell) {
    return cell < kRoomyCell ? kNarrowGap : kRoomyGap;
}

}  // namespace

HeadGrid::HeadGrid(Selection *selection, QWidget *parent) : QWidget(parent), selection_(selection) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Head grid"));
    connect(selection, &Selection::changed, this, &HeadGrid::refresh);
}

void HeadGrid::setData(const ExploreData *explored) {
    data_ = explored && explored->layers > 0 && explored->heads > 0 ? explored : nullptr;
    updateGeometry();
    refresh();
}

void HeadGrid::setMeasure(const QString &id) {
    measureId_ = id;
    refresh();
}

void HeadGrid::refresh() {
    measure_ = data_ ? measureAt(*data_, selection_->state().length, measureId_) : nullptr;
    if (measure_) {
        const auto finite = [](double v) { return std::isfinite(v); };
        std::vector<double> values;
        std::copy_if(measure_->values.begin(), measure_->values.end(), std::back_inserter(values), finite);
        scale_ = {};
        scale_.upper = values.empty() ? 1 : *std::max_element(values.begin(), values.end());
        scale_.lower = values.empty() ? 0 : std::min(0.0, *std::min_element(values.begin(), values.end()));
    }
    const SelectionState &state = selection_->state();
    QString summary = tr("%1 heads selected").arg(countText(static_cast<qint64>(state.heads.size())));
    if (data_ && state.current) summary += QStringLiteral(". ") + tipOf(*state.current);
    setAccessibleDescription(summary);
    update();
}

QSize HeadGrid::minimumSizeHint() const {
    const int heads = data_ ? data_->heads : 8;
    const int layers = data_ ? data_->layers : 8;
    const int groups = data_ ? std::max(1, data_->kvHeads) : 4;
    return {static_cast<int>(kLeft + heads * kLeastCell + groups),
            static_cast<int>(kTop + layers * kLeastCell + kKeyHeight)};
}

QRectF HeadGrid::cellRect(const HeadId &head) const {
    if (!data_) return {};
    const int groups = std::max(1, data_->kvHeads);
    const double down = (height() - kTop - kKeyHeight) / data_->layers;
    const auto largest = [&](double gap) {
        return std::floor(std::min((width() - kLeft - 2 - (groups - 1) * gap) / data_->heads, down));
    };
    const double roomy = largest(kRoomyGap);
    const double cell = std::clamp(roomy < kRoomyCell ? std::min(largest(kNarrowGap), kRoomyCell - 1) : roomy,
                                   kLeastCell, kLargestCell);
    const double gap = groupGap(cell);
    return {kLeft + head.head * cell + kvGroupOf(*data_, head) * gap, kTop + head.layer * cell, cell, cell};
}

std::optional<HeadId> HeadGrid::headAt(const QPointF &position) const {
    if (!data_) return std::nullopt;
    for (int head = 0; head < data_->heads; ++head) {
        const QRectF first = cellRect({0, head});
        if (position.x() < first.left() || position.x() >= first.right()) continue;
        const int layer = static_cast<int>(std::floor((position.y() - kTop) / first.height()));
        if (layer >= 0 && layer < data_->layers) return HeadId{layer, head};
    }
    return std::nullopt;
}

void HeadGrid::paintEvent(QPaintEvent *) {
    if (!data_) return;
    const Theme theme = Theme::of(*this);
    QPainter painter(this);
    paintCells(painter, theme);
    paintLabels(painter, theme);
    paintKey(painter, theme);
    paintSelection(painter, theme);
}

void HeadGrid::paintCells(QPainter &painter, const Theme &theme) const {
    const ColourMap map(scale_.map);
    for (int i = 0; i < data_->layers * data_->heads; ++i) {
        const HeadId head{i / data_->heads, i % data_->heads};
        const QRectF cell = cellRect(head);
        const QRectF inner = cell.width() > 9 ? cell.adjusted(0.5, 0.5, -0.5, -0.5) : cell;
        const double value = measure_ ? valueOf(*data_, *measure_, head) : std::nan("");
        if (std::isnan(value)) {
            // Not measured: an empty box with a dash, apart from any value's colour.
            painter.setPen(theme.border);
            painter.drawRect(inner.adjusted(1, 1, -2, -2));
            painter.drawLine(QPointF(inner.center().x() - 2, inner.center().y()),
                             QPointF(inner.center().x() + 2, inner.center().y()));
        } else {
            painter.fillRect(inner, QColor(map.at(scale_.position(value))));
        }
    }
}

void HeadGrid::paintLabels(QPainter &painter, const Theme &theme) const {
    painter.setFont(secondaryFont());
    painter.setPen(theme.secondary);
    const double cell = cellRect({0, 0}).width();
    const int layerStep = std::max(1, static_cast<int>(std::ceil(13 / cell)));
    const int headStep = std::max(1, static_cast<int>(std::ceil(18 / cell)));
    for (int layer = 0; layer < data_->layers; layer += layerStep)
        painter.drawText(QRectF(0, cellRect({layer, 0}).center().y() - 8, kLeft - 6, 16),
                         Qt::AlignRight | Qt::AlignVCenter, QString::number(layer));
    for (int head = 0; head < data_->heads; head += headStep)
        painter.drawText(QRectF(cellRect({0, head}).center().x() - 15, 0, 30, kTop - 3),
                         Qt::AlignHCenter | Qt::AlignBottom, QString::number(head));
}

void HeadGrid::paintKey(QPainter &painter, const Theme &theme) const {
    if (!measure_) return;
    const QRectF last = cellRect({data_->layers - 1, data_->heads - 1});
    const QRectF bar(kLeft, last.bottom() + 8, std::max(60.0, last.right() - kLeft), 8);
    const ColourMap map(scale_.map);
    for (double x = 0; x < bar.width(); ++x)
        painter.fillRect(QRectF(bar.left() + x, bar.top(), 1, bar.height()), QColor(map.at(x / bar.width())));
    painter.setPen(theme.secondary);
    const QRectF text(bar.left(), bar.bottom() + 2, bar.width(), 16);
    const QString lower = numberText(scale_.lower);
    const QString upper = measureText(*measure_, scale_.upper);
    painter.drawText(text, Qt::AlignLeft, lower);
    painter.drawText(text, Qt::AlignRight, upper);
    // The measure's name where it fits between its limits: the chooser above says it too.
    const QFontMetrics metrics = painter.fontMetrics();
    const int sides = 2 * (std::max(metrics.horizontalAdvance(lower), metrics.horizontalAdvance(upper)) + kGrid);
    if (metrics.horizontalAdvance(measure_->title) + sides <= text.width())
        painter.drawText(text, Qt::AlignHCenter, measure_->title);
}

void HeadGrid::paintSelection(QPainter &painter, const Theme &theme) const {
    const SelectionState &state = selection_->state();
    painter.setBrush(Qt::NoBrush);
    const auto frame = [&](const HeadId &head, const QColor &colour, double width) {
        const QRectF cell = cellRect(head);
        // Two lines, so that the frame is seen on dark and on light cells.
        painter.setPen(QPen(theme.panel, width + 2));
        painter.drawRect(cell.adjusted(1, 1, -1, -1));
        painter.setPen(QPen(colour, width));
        painter.drawRect(cell.adjusted(1, 1, -1, -1));
    };
    for (const HeadId &head : state.heads)
        if (head.layer < data_->layers && head.head < data_->heads) frame(head, theme.text, 1.5);
    if (state.current) frame(*state.current, hasFocus() ? theme.accent : theme.text, 2.5);
    if (!band_.isNull()) {
        QColor fill = theme.accent;
        fill.setAlphaF(0.15F);
        painter.fillRect(band_, fill);
        painter.setPen(theme.accent);
        painter.drawRect(band_);
    }
}

void HeadGrid::resizeEvent(QResizeEvent *) {
    update();
}

void HeadGrid::changeEvent(QEvent *event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) update();
}

QString HeadGrid::tipOf(const HeadId &head) const {
    QStringList lines{
        tr("Layer %1, head %2 (kv group %3)").arg(head.layer).arg(head.head).arg(kvGroupOf(*data_, head))};
    if (measure_) {
        const double value = valueOf(*data_, *measure_, head);
        lines << QStringLiteral("%1: %2").arg(measure_->title, measureText(*measure_, value));
        if (std::isnan(value) && !measure_->missing.isEmpty()) lines << measure_->missing;
    }
    if (const auto rule = currentRule(*data_, head)) lines << tr("Rule: %1 tokens").arg(ruleText(*rule));
    if (measure_ && !measure_->tip.isEmpty()) lines << measure_->tip;
    return lines.join('\n');
}

bool HeadGrid::event(QEvent *event) {
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const auto head = headAt(help->pos());
        head ? QToolTip::showText(help->globalPos(), tipOf(*head), this) : QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

HeadSet HeadGrid::rectangle(const HeadId &a, const HeadId &b) const {
    HeadSet heads;
    for (int layer = std::min(a.layer, b.layer); layer <= std::max(a.layer, b.layer); ++layer)
        for (int head = std::min(a.head, b.head); head <= std::max(a.head, b.head); ++head) heads.insert({layer, head});
    return heads;
}

void HeadGrid::mousePressEvent(QMouseEvent *event) {
    if (event->button() == Qt::LeftButton) pressed_ = event->position();
}

void HeadGrid::mouseMoveEvent(QMouseEvent *event) {
    if (!pressed_ || (event->position() - *pressed_).manhattanLength() < kDragDistance) return;
    band_ = QRectF(*pressed_, event->position()).normalized();
    update();
}

void HeadGrid::mouseReleaseEvent(QMouseEvent *event) {
    if (!data_ || !pressed_ || event->button() != Qt::LeftButton) return;
    pressed_.reset();
    HeadSet heads = event->modifiers() & Qt::ControlModifier ? selection_->state().heads : HeadSet{};
    if (const QRectF band = std::exchange(band_, QRectF()); !band.isNull()) {
        std::optional<HeadId> first;
        for (int i = 0; i < data_->layers * data_->heads; ++i) {
            const HeadId head{i / data_->heads, i % data_->heads};
            if (!band.intersects(cellRect(head))) continue;
            heads.insert(head);
            if (!first) first = head;
        }
        update();
        if (first) selection_->selectHeads(heads, first);
        return;
    }
    const auto hit = headAt(event->position());
    if (!hit) return;
    if (event->modifiers() & Qt::ShiftModifier) {
        if (!anchor_) anchor_ = selection_->state().current.value_or(*hit);
        return selection_->selectHeads(rectangle(*anchor_, *hit), hit);
    }
    anchor_ = hit;
    if (event->modifiers() & Qt::ControlModifier && heads.erase(*hit) > 0) {
        const auto current = heads.empty() ? std::nullopt : std::optional(*heads.begin());
        return selection_->selectHeads(heads, current);
    }
    heads.insert(*hit);
    selection_->selectHeads(heads, hit);
}

void HeadGrid::contextMenuEvent(QContextMenuEvent *event) {
    if (!data_) return;
    const auto hit = headAt(event->pos());
    if (event->reason() == QContextMenuEvent::Mouse && hit && !selection_->state().heads.contains(*hit))
        selection_->selectHeads({*hit}, hit);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addConstraintActions(*menu, *data_, selection_->state().heads, selection_->state().length,
                         [this](const ConstraintEdit &edit) { Q_EMIT constraintRequested(edit); });
    menu->addSeparator();
    menu->addAction(tr("Select all heads"), QKeySequence::SelectAll, this, &HeadGrid::selectAll);
    menu->popup(event->globalPos());
}

void HeadGrid::selectAll() {
    if (data_)
        selection_->selectHeads(rectangle({0, 0}, {data_->layers - 1, data_->heads - 1}),
                                selection_->state().current.value_or(HeadId{}));
}

void HeadGrid::keyPressEvent(QKeyEvent *event) {
    if (!data_) return QWidget::keyPressEvent(event);
    if (event->matches(QKeySequence::SelectAll)) return selectAll();
    HeadId current = selection_->state().current.value_or(HeadId{});
    if (event->key() == Qt::Key_Space) {
        HeadSet heads = selection_->state().heads;
        if (heads.erase(current) == 0) heads.insert(current);
        return selection_->selectHeads(heads, current);
    }
    const int right = (event->key() == Qt::Key_Right) - (event->key() == Qt::Key_Left);
    const int down = (event->key() == Qt::Key_Down) - (event->key() == Qt::Key_Up);
    if (!right && !down) return QWidget::keyPressEvent(event);
    if (!anchor_ || !(event->modifiers() & Qt::ShiftModifier)) anchor_ = current;
    current.layer = std::clamp(current.layer + down, 0, data_->layers - 1);
    current.head = std::clamp(current.head + right, 0, data_->heads - 1);
    if (event->modifiers() & Qt::ShiftModifier) return selection_->selectHeads(rectangle(*anchor_, current), current);
    // With Ctrl the current head moves alone: Space then adds it.
    if (event->modifiers() & Qt::ControlModifier) return selection_->selectHeads(selection_->state().heads, current);
    anchor_ = current;
    selection_->selectHeads({current}, current);
}

}  // namespace moa::widgets
