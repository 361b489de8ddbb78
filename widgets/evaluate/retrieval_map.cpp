#include "widgets/evaluate/retrieval_map.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "widgets/common/number_text.h"
#include "widgets/evaluate/series_mark.h"

namespace moa::widgets {

namespace {

constexpr const char *kMetric = "accuracy";
constexpr int kTitleMargin = 5;
constexpr int kAxisHeight = 18;
constexpr int kScaleWidth = 56;
constexpr int kScaleBar = 10;
constexpr int kLeastCell = 24;  // of "100"
constexpr int kWidestCell = 88;
constexpr int kGap = 14;

// Depths within one part in a million are one.
void addDepth(std::vector<double> &depths, double depth) {
    const auto same = [depth](double other) { return std::abs(depth - other) < 1e-6; };
    if (std::ranges::none_of(depths, same)) depths.push_back(depth);
}

}  // namespace

RetrievalMap::RetrievalMap(QWidget *parent) : QWidget(parent), twin_(new CellTable(this)) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Retrieval by length and depth"));
}

void RetrievalMap::setSeries(const std::vector<RunSeries> &series) {
    depths_.clear();
    lengths_.clear();
    grids_.clear();
    std::vector<const RunSeries *> shown;
    for (const RunSeries &one : series) {
        const size_t before = depths_.size();
        bool any = false;
        for (const auto *run : one.runs) {
            for (const auto &row : run->rows)
                if (row.metric == kMetric && row.depth) any = true, addDepth(depths_, *row.depth);
            if (run->task != "retrieval") continue;
            for (const auto &sample : run->samples)
                if (sample.depth) any = true, addDepth(depths_, *sample.depth);
        }
        if (!any && before == depths_.size()) continue;
        shown.push_back(&one);
        for (const auto *run : one.runs) {
            for (const auto &row : run->rows)
                if (row.metric == kMetric) lengths_.push_back(row.length);
            if (run->task == "retrieval")
                for (const auto &sample : run->samples) lengths_.push_back(sample.length);
        }
    }
    std::ranges::sort(depths_);
    std::ranges::sort(lengths_);
    lengths_.erase(std::unique(lengths_.begin(), lengths_.end()), lengths_.end());
    for (const RunSeries *one : shown) {
        Grid grid{one->label, one->mark, {}, std::vector<bool>(lengths_.size())};
        for (const double depth : depths_)
            for (size_t l = 0; l < lengths_.size(); ++l) {
                grid.cells.push_back(measure(*one, depth, lengths_[l]));
                if (!std::isnan(grid.cells.back().value)) grid.hasLength[l] = true;
            }
        grids_.push_back(std::move(grid));
    }
    current_.reset();
    fillTwin();
    updateGeometry();
    update();
}

RetrievalMap::Measured RetrievalMap::measure(const RunSeries &series, double depth, int length) const {
    if (const auto *row = series.row(kMetric, length, depth)) return {row->value, row->low, row->high, row->n};
    for (const auto *run : series.runs) {
        if (run->task != "retrieval") continue;
        int n = 0;
        double sum = 0;
        for (const auto &sample : run->samples)
            if (sample.length == length && sample.depth && std::abs(*sample.depth - depth) < 1e-6) {
                sum += sample.score;
                ++n;
            }
        if (n > 0) return {sum / n, kNan, kNan, n};
    }
    return {kNan, kNan, kNan, 0};
}

const RetrievalMap::Measured &RetrievalMap::at(const Place &place) const {
    return grids_[static_cast<size_t>(place.grid)]
        .cells[static_cast<size_t>(place.depth) * lengths_.size() + static_cast<size_t>(place.length)];
}

RetrievalMap::Layout RetrievalMap::layOut() const {
    const int count = std::max(static_cast<int>(grids_.size()), 1);
    const double nl = std::max<double>(static_cast<double>(lengths_.size()), 1);
    const double nd = std::max<double>(static_cast<double>(depths_.size()), 1);
    Layout out;
    out.left = QFontMetrics(secondaryFont()).horizontalAdvance(percentText(1)) + kGrid;
    const double room = width() - out.left - kScaleWidth;
    // Side by side while cells stay wide enough to read, then in several rows.
    const double least = nl * kLeastCell + kGap;
    out.columns = std::clamp(static_cast<int>(room / least), 1, count);
    const int rows = (count + out.columns - 1) / out.columns;
    out.columns = (count + rows - 1) / rows;
    out.grid = {room / out.columns, static_cast<double>(height()) / rows};
    const double wide = std::min((out.grid.width() - kGap) / nl, static_cast<double>(kWidestCell));
    out.grid.setWidth(wide * nl + kGap);
    const QFontMetrics metrics(secondaryFont());
    const int titleWidth = static_cast<int>(out.grid.width()) - kMarkSize - kTitleMargin;
    bool two = false;
    for (const Grid &grid : grids_) two = two || metrics.horizontalAdvance(grid.label) > titleWidth;
    out.title = metrics.height() * (two ? 2 : 1) + kTitleMargin;
    out.cell = {wide, (out.grid.height() - out.title - kAxisHeight) / nd};
    return out;
}

QRectF RetrievalMap::cellRect(const Place &place) const {
    const Layout at = layOut();
    const double x = at.left + place.grid % at.columns * at.grid.width() + place.length * at.cell.width();
    const double y = place.grid / at.columns * at.grid.height() + at.title + place.depth * at.cell.height();
    return {QPointF(x, y), at.cell};
}

QString RetrievalMap::cellText(const Place &place) const {
    const Grid &grid = grids_[static_cast<size_t>(place.grid)];
    const auto length = static_cast<size_t>(place.length);
    const QString where =
        tr("%1, %2 tokens, depth %3")
            .arg(grid.label, countText(lengths_[length]), percentText(depths_[static_cast<size_t>(place.depth)]));
    const Measured &cell = at(place);
    if (std::isnan(cell.value))
        return grid.hasLength[length] ? tr("%1: not measured, no question was asked here").arg(where)
                                      : tr("%1: not measured, no run at this length").arg(where);
    const QString value = tr("%1: %2 right, n = %3").arg(where, percentText(cell.value), countText(cell.n));
    if (std::isnan(cell.low)) return value;
    return tr("%1, 95 % interval %2 to %3").arg(value, percentText(cell.low), percentText(cell.high));
}

std::optional<RetrievalMap::Place> RetrievalMap::placeAt(const QPointF &position) const {
    for (int g = 0; g < static_cast<int>(grids_.size()); ++g) {
        const QRectF first = cellRect({g, 0, 0});
        const QPointF in = position - first.topLeft();
        const Place place{g, static_cast<int>(std::floor(in.y() / first.height())),
                          static_cast<int>(std::floor(in.x() / first.width()))};
        if (place.depth >= 0 && place.depth < static_cast<int>(depths_.size()) && place.length >= 0 &&
            place.length < static_cast<int>(lengths_.size()))
            return place;
    }
    return {};
}

bool RetrievalMap::event(QEvent *event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    if (const auto place = placeAt(help->pos()))
        QToolTip::showText(help->globalPos(), cellText(*place), this, cellRect(*place).toRect());
    else
        QToolTip::hideText();
    return true;
}

void RetrievalMap::setCurrent(const Place &place) {
    current_ = place;
    setAccessibleDescription(cellText(place));
    update();
}

void RetrievalMap::mousePressEvent(QMouseEvent *event) {
    if (const auto place = placeAt(event->position())) setCurrent(*place);
}

void RetrievalMap::focusInEvent(QFocusEvent *event) {
    QWidget::focusInEvent(event);
    if (!current_ && !grids_.empty()) setCurrent({});
}

void RetrievalMap::keyPressEvent(QKeyEvent *event) {
    if (grids_.empty()) return QWidget::keyPressEvent(event);
    Place to = current_.value_or(Place{});
    const int lengths = static_cast<int>(lengths_.size());
    int column = to.grid * lengths + to.length;  // left and right walk through all maps
    switch (event->key()) {
        case Qt::Key_Left: --column; break;
        case Qt::Key_Right: ++column; break;
        case Qt::Key_Up: to.depth = std::max(to.depth - 1, 0); break;
        case Qt::Key_Down: to.depth = std::min(to.depth + 1, static_cast<int>(depths_.size()) - 1); break;
        default: return QWidget::keyPressEvent(event);
    }
    column = std::clamp(column, 0, lengths * static_cast<int>(grids_.size()) - 1);
    setCurrent({column / lengths, to.depth, column % lengths});
    QToolTip::showText(mapToGlobal(cellRect(*current_).bottomRight().toPoint()), cellText(*current_), this);
}

void RetrievalMap::paintEvent(QPaintEvent *) {
    if (grids_.empty()) return;
    QPainter painter(this);
    const Theme theme = Theme::of(*this);
    painter.setFont(secondaryFont());
    for (int g = 0; g < static_cast<int>(grids_.size()); ++g) paintGrid(painter, theme, g);
    paintScale(painter, theme);
    if (!current_ || !hasFocus()) return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.accent, 2));
    painter.drawRect(cellRect(*current_).adjusted(0, 0, -1, -1));
}

void RetrievalMap::paintGrid(QPainter &painter, const Theme &theme, int grid) const {
    const Grid &shown = grids_[static_cast<size_t>(grid)];
    const Layout at = layOut();
    const QRectF first = cellRect({grid, 0, 0});
    const QFontMetrics metrics = painter.fontMetrics();
    drawMark(painter, {first.left() + kMarkSize / 2.0, first.top() - at.title + metrics.height() / 2.0 + 1}, shown.mark,
             theme);
    painter.setPen(theme.text);
    // Over the gap to the next map, too; "plan, block prefill" is broken at its comma.
    const QRectF title(first.left() + kMarkSize + kTitleMargin, first.top() - at.title,
                       at.grid.width() - kMarkSize - kTitleMargin, at.title - 2);
    QStringList lines{shown.label};
    if (metrics.horizontalAdvance(shown.label) > title.width())
        lines = {shown.label.section(QStringLiteral(", "), 0, 0), shown.label.section(QStringLiteral(", "), 1)};
    for (QString &line : lines) line = metrics.elidedText(line, Qt::ElideRight, static_cast<int>(title.width()));
    painter.drawText(title, Qt::AlignLeft | Qt::AlignTop, lines.join('\n'));
    const int depths = static_cast<int>(depths_.size());
    const int lengths = static_cast<int>(lengths_.size());
    for (int d = 0; d < depths; ++d)
        for (int l = 0; l < lengths; ++l) paintCell(painter, theme, {grid, d, l});
    painter.setPen(theme.secondary);
    for (int l = 0; l < lengths; ++l) {
        const QRectF cell = cellRect({grid, depths - 1, l});
        painter.drawText(QRectF(cell.left(), cell.bottom(), cell.width(), kAxisHeight), Qt::AlignCenter,
                         tokenText(lengths_[static_cast<size_t>(l)]));
    }
    if (grid % at.columns != 0) return;
    // Depth is written at the first map of a row, as often as there is room.
    const int step = std::max(1, static_cast<int>(std::ceil(painter.fontMetrics().height() / at.cell.height())));
    for (int d = 0; d < depths; d += step) {
        const QRectF cell = cellRect({grid, d, 0});
        painter.drawText(QRectF(0, cell.top(), at.left - 6, cell.height()), Qt::AlignRight | Qt::AlignVCenter,
                         QLocale().toString(std::lround(depths_[static_cast<size_t>(d)] * 100)) + QStringLiteral(" %"));
    }
}

void RetrievalMap::paintCell(QPainter &painter, const Theme &theme, const Place &place) const {
    const QRectF rect = cellRect(place).adjusted(0, 0, -1, -1);
    const Measured &cell = at(place);
    if (std::isnan(cell.value)) {
        painter.fillRect(rect, QBrush(theme.border, Qt::BDiagPattern));
        painter.setPen(theme.secondary);
        painter.drawText(rect, Qt::AlignCenter, notMeasured());
        return;
    }
    const QColor colour(colours_.at(cell.value));
    painter.fillRect(rect, colour);
    const QString text = QLocale().toString(std::lround(cell.value * 100));
    if (painter.fontMetrics().horizontalAdvance(text) + 2 > rect.width() ||
        painter.fontMetrics().ascent() > rect.height())
        return;
    painter.setPen(contrast(colour, Qt::black) > contrast(colour, Qt::white) ? Qt::black : Qt::white);
    painter.drawText(rect, Qt::AlignCenter | Qt::TextDontClip, text);
}

void RetrievalMap::paintScale(QPainter &painter, const Theme &theme) const {
    const QRectF first = cellRect({0, 0, 0});
    const QRectF last = cellRect({0, static_cast<int>(depths_.size()) - 1, 0});
    const Layout at = layOut();
    const double x = at.left + at.columns * at.grid.width();
    const QRectF bar(x, first.top(), kScaleBar, last.bottom() - first.top() - 1);
    for (int y = 0; y < static_cast<int>(bar.height()); ++y)
        painter.fillRect(QRectF(bar.left(), bar.top() + y, bar.width(), 1), QColor(colours_.at(1 - y / bar.height())));
    painter.setPen(theme.secondary);
    const double line = painter.fontMetrics().height();
    for (const double share : {0.0, 0.5, 1.0}) {
        const double y = std::clamp(bar.bottom() - share * bar.height() - line / 2, bar.top(), bar.bottom() - line);
        painter.drawText(QRectF(bar.right() + 4, y, kScaleWidth - kScaleBar, line), Qt::AlignLeft | Qt::AlignVCenter,
                         QLocale().toString(std::lround(share * 100)) + QStringLiteral(" %"));
    }
}

void RetrievalMap::fillTwin() {
    std::vector<std::vector<Cell>> rows;
    for (int g = 0; g < static_cast<int>(grids_.size()); ++g)
        for (int l = 0; l < static_cast<int>(lengths_.size()); ++l)
            for (int d = 0; d < static_cast<int>(depths_.size()); ++d) {
                const Measured &cell = at({g, d, l});
                const Grid &grid = grids_[static_cast<size_t>(g)];
                rows.push_back({Cell::ofSeries(grid.label, grid.mark), Cell::ofCount(lengths_[static_cast<size_t>(l)]),
                                Cell::ofNumber(depths_[static_cast<size_t>(d)] * 100),
                                Cell::ofNumber(cell.value * 100, cellText({g, d, l})), Cell::ofNumber(cell.low * 100),
                                Cell::ofNumber(cell.high * 100), Cell::ofCount(cell.n)});
            }
    twin_->setCells({{tr("Plan"), {}},
                     {tr("Length"), {}},
                     {tr("Depth, %"), tr("0 %: start of the prompt")},
                     {tr("Accuracy, %"), {}},
                     {tr("Low"), tr("Lower end of the 95 % interval")},
                     {tr("High"), tr("Upper end of the 95 % interval")},
                     {tr("n"), tr("Questions")}},
                    std::move(rows));
}

}  // namespace moa::widgets
