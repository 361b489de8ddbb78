#include "widgets/plan/plan_grid.h"

#include <QHash>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "widgets/common/number_text.h"
#include "widgets/explore/head_facts.h"
#include "widgets/plan/plan_facts.h"
#include "widgets/plan/plan_table.h"
#include "widgets/theme/theme.h"

namespace moa::widgets {

namespace {

constexpr double kLeft = 24;    // layer numbers
constexpr double kTop = 20;     // head numbers
constexpr double kRight = 36;   // rules of a layer
constexpr double kBottom = 54;  // colour key and what it is the key of
constexpr double kMostWidth = 96;
constexpr double kMostHeight = 48;
constexpr double kLeastScale = 0.1;  // of differences: smaller ones must not look large

}  // namespace

PlanGrid::PlanGrid(Selection *selection, QWidget *parent)
    : QWidget(parent), selection_(selection), table_(new PlanTable(this)) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Plan, layers by heads"));
    connect(selection_, &Selection::changed, this, [this] {
        table_->refresh();
        update();
    });
}

void PlanGrid::setData(const PlanData &known) {
    if (layers_ != known.layers || heads_ != known.heads) anchor_.reset();
    layers_ = known.layers;
    heads_ = known.heads;
    kvHeads_ = known.kvHeads;
    if (plan_ && (plan_->layers != layers_ || plan_->heads != heads_)) plan_.reset();
    setProblem(known.problem);
    table_->refresh();
}

void PlanGrid::setProblem(const PlanProblem &problem) {
    problem_ = problem;
    update();
}

void PlanGrid::setPlan(const std::optional<engine::Plan> &plan) {
    plan_ = plan;
    if (plan_ && (plan_->layers != layers_ || plan_->heads != heads_)) plan_.reset();
    table_->refresh();
    update();
}

void PlanGrid::setCompared(const std::optional<engine::Plan> &other, const QString &name) {
    compared_ = other;
    comparedName_ = name;
    if (compared_ && (compared_->layers != layers_ || compared_->heads != heads_)) compared_.reset();
    table_->refresh();
    update();
}

int PlanGrid::kvGroup(int head) const {
    return kvHeads_ > 0 ? head / std::max(1, heads_ / kvHeads_) : head;
}

QAbstractItemModel *PlanGrid::table() const {
    return table_;
}

bool PlanGrid::isChanged(const HeadId &head) const {
    return plan_ && compared_ && plan_->rule(head.layer, head.head) != compared_->rule(head.layer, head.head);
}

int PlanGrid::changedHeads() const {
    int changed = 0;
    for (int i = 0; i < layers_ * heads_; ++i) changed += isChanged({i / heads_, i % heads_}) ? 1 : 0;
    return changed;
}

double PlanGrid::delta(const HeadId &head) const {
    return densityAt(plan_->rule(head.layer, head.head), length()) -
           densityAt(compared_->rule(head.layer, head.head), length());
}

double PlanGrid::largestDelta() const {
    double most = kLeastScale;
    for (int i = 0; i < layers_ * heads_; ++i) most = std::max(most, std::abs(delta({i / heads_, i % heads_})));
    return most;
}

QRectF PlanGrid::cellRect(const HeadId &head) const {
    if (layers_ < 1 || heads_ < 1) return {};
    const int groups = kvGroup(heads_ - 1) + 1;
    const double gap = groups == heads_ ? 0 : (width() > 8 * heads_ ? 4 : 2);
    const double w = std::clamp((width() - kLeft - kRight - gap * (groups - 1)) / heads_, 2.0, kMostWidth);
    const double h = std::clamp((height() - kTop - kBottom) / layers_, 2.0, kMostHeight);
    return {kLeft + w * head.head + gap * kvGroup(head.head), kTop + h * head.layer, w, h};
}

std::optional<HeadId> PlanGrid::headAt(const QPointF &position) const {
    if (layers_ < 1 || heads_ < 1) return {};
    const int layer = static_cast<int>(std::floor((position.y() - kTop) / cellRect({0, 0}).height()));
    if (layer < 0 || layer >= layers_) return {};
    for (int head = 0; head < heads_; ++head)
        if (cellRect({layer, head}).contains(position)) return HeadId{layer, head};
    return {};
}

void PlanGrid::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    const Theme theme = Theme::of(*this);
    if (!shows()) return;
    const auto texts = paintCells(painter, theme);
    paintLabels(painter, theme);
    paintKey(painter, theme);
    paintMarks(painter, theme);
    paintTexts(painter, texts);
}

int PlanGrid::lastOfRun(const HeadId &first) const {
    const engine::Rule &rule = plan_->rule(first.layer, first.head);
    int last = first.head;
    while (last + 1 < heads_ && kvGroup(last + 1) == kvGroup(first.head) &&
           plan_->rule(first.layer, last + 1) == rule && isChanged({first.layer, last + 1}) == isChanged(first))
        ++last;
    return last;
}

std::vector<PlanGrid::Part> PlanGrid::partsOfRun(const HeadId &first) const {
    const SelectionState &state = selection_->state();
    const auto apart = [&](const HeadId &a, const HeadId &b) {
        return state.heads.contains(a) != state.heads.contains(b) || state.current == a || state.current == b;
    };
    std::vector<Part> parts{{first, cellRect(first)}};
    for (int head = first.head + 1; head <= lastOfRun(first); ++head) {
        const HeadId next{first.layer, head};
        if (apart({first.layer, head - 1}, next))
            parts.push_back({next, cellRect(next)});
        else
            parts.back().room = parts.back().room.united(cellRect(next));
    }
    return parts;
}

QRectF PlanGrid::labelRoom(const HeadId &first, const QString &text) const {
    constexpr double kFrames = 10;  // left and right, with some air
    const double wanted = QFontMetricsF(secondaryFont()).horizontalAdvance(text) + kFrames;
    const auto parts = partsOfRun(first);
    const auto widest = std::ranges::max_element(parts, {}, [](const Part &part) { return part.room.width(); });
    return widest->room.width() >= wanted ? widest->room : parts.front().room.united(parts.back().room);
}

std::vector<PlanGrid::CellText> PlanGrid::paintCells(QPainter &painter, const Theme &theme) const {
    std::vector<CellText> texts;
    const ColourMap map(compared_ ? ColourMapName::Diverging : ColourMapName::Viridis);
    const double most = compared_ ? largestDelta() : 1;
    const QFontMetricsF metrics(secondaryFont());
    const bool legible = cellRect({0, 0}).height() >= metrics.height();
    QHash<QString, double> widths;  // rules are few, cells are many, and measuring a text is slow
    const auto fits = [&](const QString &text, double width) {
        auto known = widths.find(text);
        if (known == widths.end()) known = widths.insert(text, metrics.horizontalAdvance(text) + 4);
        return *known <= width;
    };
    for (int layer = 0; layer < layers_; ++layer)
        for (int first = 0; first < heads_;) {
            const HeadId head{layer, first};
            const int last = lastOfRun(head);
            const QRectF room = cellRect(head).united(cellRect({layer, last}));
            QRgb fill = theme.window.rgb();
            if (!compared_)
                fill = map.at(densityAt(plan_->rule(layer, first), length()));
            else if (isChanged(head))
                fill = map.at(0.5 + delta(head) / most / 2);
            painter.fillRect(room.height() > 6 ? room.adjusted(0.5, 0.5, -0.5, -0.5) : room, QColor(fill));
            if (legible && (!compared_ || isChanged(head))) {
                const QString text = compared_ ? changeText(delta(head)) : shortRule(plan_->rule(layer, first));
                if (fits(text, room.width())) texts.push_back({labelRoom(head, text), text, QColor(fill)});
            }
            first = last + 1;
        }
    return texts;
}

void PlanGrid::paintTexts(QPainter &painter, const std::vector<CellText> &texts) const {
    painter.setFont(secondaryFont());
    const QFontMetricsF metrics(painter.font());
    const QColor dark = Theme::light().text;
    for (const auto &[room, text, fill] : texts) {
        // A frame may run through the middle of a group: its text stays legible.
        QRectF paper(0, 0, metrics.horizontalAdvance(text) + 4, metrics.height());
        paper.moveCenter(room.center());
        painter.fillRect(paper, fill);
        painter.setPen(contrast(fill, dark) > contrast(fill, Qt::white) ? dark : QColor(Qt::white));
        painter.drawText(room, Qt::AlignCenter, text);
    }
}

void PlanGrid::paintLabels(QPainter &painter, const Theme &theme) const {
    painter.setFont(secondaryFont());
    painter.setPen(theme.secondary);
    const QRectF first = cellRect({0, 0});
    const int layerStep = std::max(1, static_cast<int>(std::ceil(13 / first.height())));
    const int headStep = std::max(1, static_cast<int>(std::ceil(18 / first.width())));
    const double right = cellRect({0, heads_ - 1}).right();
    painter.drawText(QRectF(right, 0, kRight, kTop - 3), Qt::AlignHCenter | Qt::AlignBottom, tr("rules"));
    for (int layer = 0; layer < layers_; layer += layerStep) {
        const double y = cellRect({layer, 0}).center().y() - 8;
        painter.drawText(QRectF(0, y, kLeft - 6, 16), Qt::AlignRight | Qt::AlignVCenter, QString::number(layer));
        painter.drawText(QRectF(right, y, kRight, 16), Qt::AlignCenter,
                         QString::number(rulesOfLayer(*plan_, layer, length()).size()));
    }
    for (int head = 0; head < heads_; head += headStep)
        painter.drawText(QRectF(cellRect({0, head}).center().x() - 15, 0, 30, kTop - 3),
                         Qt::AlignHCenter | Qt::AlignBottom, QString::number(head));
}

void PlanGrid::paintKey(QPainter &painter, const Theme &theme) const {
    const QRectF last = cellRect({layers_ - 1, heads_ - 1});
    const QRectF bar(kLeft, last.bottom() + 8, std::max(120.0, last.right() - kLeft), 8);
    const ColourMap map(compared_ ? ColourMapName::Diverging : ColourMapName::Viridis);
    for (double x = 0; x < bar.width(); ++x)
        painter.fillRect(QRectF(bar.left() + x, bar.top(), 1, bar.height()), QColor(map.at(x / bar.width())));
    const double most = compared_ ? largestDelta() : 1;
    painter.setFont(secondaryFont());
    painter.setPen(theme.secondary);
    const QRectF text(bar.left(), bar.bottom() + 2, bar.width(), 16);
    painter.drawText(text, Qt::AlignLeft, compared_ ? changeText(-most) : percentText(0));
    painter.drawText(text, Qt::AlignRight, compared_ ? changeText(most) : percentText(1));
    const QRectF below = text.translated(0, 17);
    const QString title = compared_ ? tr("kv density less %1's: %2 of %3 heads differ")
                                          .arg(comparedName_)
                                          .arg(changedHeads())
                                          .arg(layers_ * heads_)
                                    : tr("kv density at %1").arg(tokenText(length()));
    painter.drawText(below, Qt::AlignHCenter,
                     painter.fontMetrics().elidedText(title, Qt::ElideMiddle, static_cast<int>(text.width())));
}

// Pinned and excluded units, selection, current head.
void PlanGrid::paintMarks(QPainter &painter, const Theme &theme) const {
    painter.setRenderHint(QPainter::Antialiasing);
    const int size = problem_.queryHeads || kvHeads_ < 1 ? 1 : std::max(1, heads_ / kvHeads_);
    const auto corner = [&](int layer, int unit, const QColor &colour) {
        if (layer < 0 || layer >= layers_ || unit < 0 || unit * size >= heads_) return;
        const QPointF at = cellRect({layer, unit * size}).topLeft();
        const double leg = std::min(9.0, cellRect({0, 0}).height() * 0.6);
        painter.setPen(QPen(theme.panel, 1));
        painter.setBrush(colour);
        painter.drawPolygon(QPolygonF{at, at + QPointF(leg, 0), at + QPointF(0, leg)});
    };
    painter.setBrush(Qt::NoBrush);
    const auto frame = [&](const QRectF &room, const QColor &colour, double width) {
        const QRectF cell = room.adjusted(1, 1, -1, -1);
        // Two lines, so that the frame is seen on dark and on light cells.
        painter.setPen(QPen(theme.panel, width + 2));
        painter.drawRect(cell);
        painter.setPen(QPen(colour, width));
        painter.drawRect(cell);
    };
    const SelectionState &state = selection_->state();
    for (int layer = 0; layer < layers_ && !state.heads.empty(); ++layer)
        for (int first = 0; first < heads_; first = lastOfRun({layer, first}) + 1)
            for (const Part &part : partsOfRun({layer, first}))
                if (state.heads.contains(part.head)) frame(part.room, theme.text, 1.5);
    if (state.current && state.current->layer < layers_ && state.current->head < heads_)
        frame(cellRect(*state.current), hasFocus() ? theme.accent : theme.text, 2.5);
    for (const RulePin &pin : problem_.pins) corner(pin.layer, pin.unit, theme.series(Series::Limit));
    for (const auto &[layer, unit] : problem_.exclude) corner(layer, unit, theme.series(Series::Dense));
}

QString PlanGrid::tipOf(const HeadId &head) const {
    const engine::Rule &rule = plan_->rule(head.layer, head.head);
    QStringList lines{tr("Layer %1, head %2 (kv group %3)").arg(head.layer).arg(head.head).arg(kvGroup(head.head)),
                      tr("Rule %1: %2 of %3 tokens")
                          .arg(ruleText(rule), countText(std::llround(shownSpan(rule, length()))), countText(length())),
                      tr("kv density %1 at %2").arg(percentText(densityAt(rule, length())), tokenText(length()))};
    if (compared_)
        lines << (isChanged(head) ? tr("%1: %2, density differs by %3")
                                        .arg(comparedName_, ruleText(compared_->rule(head.layer, head.head)),
                                             changeText(delta(head)))
                                  : tr("The same in %1").arg(comparedName_));
    const int unit = problem_.queryHeads ? head.head : kvGroup(head.head);
    const auto ours = [&](const RulePin &pin) { return pin.layer == head.layer && pin.unit == unit; };
    if (std::ranges::any_of(problem_.pins, ours)) lines << tr("Pinned to its rule");
    if (std::ranges::find(problem_.exclude, std::pair(head.layer, unit)) != problem_.exclude.end())
        lines << tr("Kept dense");
    return lines.join('\n');
}

bool PlanGrid::event(QEvent *event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const auto head = shows() ? headAt(help->pos()) : std::nullopt;
    if (head) {
        QToolTip::showText(help->globalPos(), tipOf(*head), this);
    } else if (shows() && help->pos().x() > cellRect({0, heads_ - 1}).right()) {
        const auto row = headAt(QPointF(cellRect({0, 0}).center().x(), help->pos().y()));
        QStringList rules;
        if (row)
            for (const engine::Rule &rule : rulesOfLayer(*plan_, row->layer, length())) rules << ruleText(rule);
        QToolTip::showText(help->globalPos(),
                           row ? tr("Rules of layer %1: %2").arg(row->layer).arg(rules.join("; ")) : QString(), this);
    } else {
        QToolTip::hideText();
    }
    return true;
}

void PlanGrid::changeEvent(QEvent *event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) update();
}

HeadSet PlanGrid::rectangle(const HeadId &a, const HeadId &b) const {
    HeadSet heads;
    for (int layer = std::min(a.layer, b.layer); layer <= std::max(a.layer, b.layer); ++layer)
        for (int head = std::min(a.head, b.head); head <= std::max(a.head, b.head); ++head) heads.insert({layer, head});
    return heads;
}

void PlanGrid::mousePressEvent(QMouseEvent *event) {
    const auto hit = headAt(event->position());
    if (!hit || event->button() != Qt::LeftButton) return;
    const SelectionState &state = selection_->state();
    if (event->modifiers() & Qt::ShiftModifier) {
        if (!anchor_) anchor_ = state.current.value_or(*hit);
        return selection_->selectHeads(rectangle(*anchor_, *hit), hit);
    }
    anchor_ = hit;
    if (!(event->modifiers() & Qt::ControlModifier)) return selection_->selectHeads({*hit}, hit);
    HeadSet heads = state.heads;
    if (heads.erase(*hit) > 0)
        return selection_->selectHeads(heads, heads.empty() ? std::nullopt : std::optional(*heads.begin()));
    heads.insert(*hit);
    selection_->selectHeads(heads, hit);
}

void PlanGrid::contextMenuEvent(QContextMenuEvent *event) {
    const bool byMouse = event->reason() == QContextMenuEvent::Mouse;
    const auto hit = byMouse ? headAt(event->pos()) : selection_->state().current;
    if (!hit) return;
    if (!selection_->state().heads.contains(*hit)) selection_->selectHeads({*hit}, hit);
    Q_EMIT menuRequested(byMouse ? event->globalPos() : mapToGlobal(cellRect(*hit).center().toPoint()));
}

void PlanGrid::keyPressEvent(QKeyEvent *event) {
    if (layers_ < 1 || heads_ < 1) return QWidget::keyPressEvent(event);
    const SelectionState &state = selection_->state();
    HeadId at = state.current.value_or(HeadId{0, 0});
    switch (event->key()) {
        case Qt::Key_Left: --at.head; break;
        case Qt::Key_Right: ++at.head; break;
        case Qt::Key_Up: --at.layer; break;
        case Qt::Key_Down: ++at.layer; break;
        case Qt::Key_Home: at.head = 0; break;
        case Qt::Key_End: at.head = heads_ - 1; break;
        case Qt::Key_Space: {
            HeadSet heads = state.heads;
            if (heads.erase(at) == 0) heads.insert(at);
            return selection_->selectHeads(heads, at);
        }
        default:
            if (event->matches(QKeySequence::SelectAll))
                return selection_->selectHeads(rectangle({0, 0}, {layers_ - 1, heads_ - 1}), at);
            return QWidget::keyPressEvent(event);
    }
    at = {std::clamp(at.layer, 0, layers_ - 1), std::clamp(at.head, 0, heads_ - 1)};
    if (!(event->modifiers() & Qt::ShiftModifier)) {
        anchor_ = at;
        return selection_->selectHeads({at}, at);
    }
    if (!anchor_) anchor_ = state.current.value_or(at);
    selection_->selectHeads(rectangle(*anchor_, at), at);
}

}  // namespace moa::widgets
