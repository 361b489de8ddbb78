#include "widgets/common/curve_plot.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "widgets/common/curve_table.h"
#include "widgets/common/number_text.h"
#include "widgets/theme/theme.h"

namespace moa::widgets {

namespace {

constexpr double kReach = 10;      // pixels between mouse and point
constexpr double kReadable = 4.5;  // contrast of a text
constexpr double kMarkerSize = 6;
constexpr double kMargin = 0.06;  // of the range, around the data
constexpr double kStrip = 0.2;    // of the range, for labels below 0

// Logarithmic: ticks at powers of two. Linear: in even steps of one.
class TokenTicker : public QCPAxisTicker {
public:
    explicit TokenTicker(bool logarithmic) : logarithmic_(logarithmic) {}

protected:
    static constexpr int kMostTicks = 6;

    double getTickStep(const QCPRange &) override { return 1; }
    int getSubTickCount(double) override { return 0; }
    QVector<double> createTickVector(double, const QCPRange &range) override {
        QVector<double> ticks;
        if (!logarithmic_) {
            const double step = std::exp2(std::max(0.0, std::ceil(std::log2(range.size() / kMostTicks))));
            for (double tick = std::ceil(range.lower / step) * step; tick <= range.upper; tick += step) ticks << tick;
            return ticks;
        }
        const double last = std::floor(std::log2(std::max(range.upper, 1.0)));
        const double first = std::ceil(std::log2(std::max(range.lower, 1.0)));
        const double step = std::max(1.0, std::ceil((last - first + 1) / kMostTicks));
        for (double power = first; power <= last; power += step) ticks << std::exp2(power);
        return ticks;
    }
    QString getTickLabel(double tick, const QLocale &, QChar, int) override { return tokenText(tick); }

private:
    bool logarithmic_;
};

// Numbers as the rest of the window writes them, all labels of an axis with the same decimals.
class NumberTicker : public QCPAxisTicker {
public:
    NumberTicker() { setTickCount(5); }

protected:
    QVector<double> createTickVector(double step, const QCPRange &range) override {
        step_ = step;
        return QCPAxisTicker::createTickVector(step, range);
    }
    QString getTickLabel(double tick, const QLocale &, QChar, int) override {
        if (std::abs(tick) < step_ / 1000) return QStringLiteral("0");
        if (step_ < 1e-4) return numberText(tick);
        const QString text = QLocale().toString(std::abs(tick), 'f', decimals());
        return tick < 0 ? QChar(0x2212) + text : text;
    }

private:
    // As many as the step needs: 1 for 2.5.
    [[nodiscard]] int decimals() const {
        int count = 0;
        for (double step = step_; count < 6 && std::abs(step - std::round(step)) > 1e-6 * step; step *= 10) ++count;
        return count;
    }

    double step_ = 1;
};

QCPRange widened(QCPRange range, bool logarithmic) {
    if (logarithmic) {
        const double factor = range.upper > range.lower ? std::pow(range.upper / range.lower, kMargin) : 1.5;
        return {range.lower / factor, range.upper * factor};
    }
    const double margin = range.size() > 0 ? range.size() * kMargin : std::max(std::abs(range.upper), 1.0) * kMargin;
    return {range.lower - margin, range.upper + margin};
}

// Where a label of this size beside `point` covers the least of `ink`; all in pixels.
QRectF bestPlace(const QPointF &point, const QSizeF &size, const QRectF &inside, const std::vector<QPointF> &ink,
                 const std::vector<QRectF> &taken) {
    static constexpr std::array<QPointF, 8> kSides{
        {{1, 0}, {0, -1}, {0, 1}, {-1, 0}, {1, -1}, {1, 1}, {-1, -1}, {-1, 1}}};
    constexpr qint64 kOutside = 1000;  // worse than any ink
    qint64 least = std::numeric_limits<qint64>::max();
    QRectF best;
    for (const QPointF &side : kSides) {
        QRectF room(QPointF(), size);
        room.moveCenter(point + QPointF(side.x() * (size.width() / 2 + kGrid), side.y() * (size.height() / 2 + kGrid)));
        constexpr double kMarker = kMarkerSize / 2;
        const QRectF around = room.adjusted(-kMarker, -kMarker, kMarker, kMarker);
        qint64 cost = std::ranges::count_if(ink, [&](const QPointF &pixel) { return around.contains(pixel); });
        if (!inside.contains(room)) cost += 2 * kOutside;
        for (const QRectF &other : taken) cost += other.intersects(room) ? kOutside : 0;
        if (cost >= least) continue;
        least = cost;
        best = room;
    }
    return best;
}

}  // namespace

CurvePlot::CurvePlot(QWidget *parent) : QCustomPlot(parent), table_(new CurveTable(this)) {
    setMinimumSize(160, 90);
    axisRect()->setMinimumMargins(QMargins(0, kGrid, kGrid, 0));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAutoAddPlottableToLegend(false);  // curves are labelled directly
    setPlottingHint(QCP::phFastPolylines);
    setNoAntialiasingOnDrag(true);
    setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    for (QCPAxis *axis : {xAxis, yAxis}) {
        axis->setTicker(QSharedPointer<QCPAxisTicker>(new NumberTicker));
        axis->setSubTicks(false);
    }
    addLayer(QStringLiteral("readout"), nullptr, QCustomPlot::limAbove);
    layer(QStringLiteral("readout"))->setMode(QCPLayer::lmBuffered);
    connect(this, &QCustomPlot::mouseDoubleClick, this, [this] { goHome(); });
    // Only then the axes know their pixels.
    connect(this, &QCustomPlot::afterLayout, this, &CurvePlot::placeLabels);
    applyTheme();
}

QCPGraph *CurvePlot::addCurve(const QString &name, const QVector<double> &x, const QVector<double> &y,
                              const CurveStyle &style) {
    QCPGraph *graph = addGraph();
    graph->setName(name);
    graph->setData(x, y, true);
    QPen pen(style.colour, style.width);
    if (style.dashed) pen.setStyle(Qt::DashLine);
    graph->setPen(pen);
    if (style.markers) {
        const QColor fill = style.hollow ? Theme::of(*this).panel : style.colour;
        graph->setScatterStyle(
            QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(style.colour, 1.5), QBrush(fill), kMarkerSize));
    }
    graph->setProperty("readout", style.readout);
    return graph;
}

QCPItemText *CurvePlot::labelCurve(QCPGraph *graph, const QString &text, LabelAt at) {
    const auto points = graph->data();
    if (points->isEmpty()) return nullptr;
    const auto point = points->constEnd() - 1;
    auto *label = new QCPItemText(this);
    label->position->setAxes(xAxis, yAxis);
    label->position->setCoords(point->key, point->value);
    label->setClipToAxisRect(false);
    if (at == LabelAt::BelowEnd) {
        label->setPositionAlignment(Qt::AlignHCenter | Qt::AlignTop);
        label->setPadding(QMargins(0, kGrid / 2 + 2, 0, 0));
        labelsBelow_ = true;
    } else {
        freeLabels_.push_back({label, point->key, point->value});
    }
    label->setFont(secondaryFont());
    const Theme theme = Theme::of(*this);
    const QColor colour = graph->pen().color();
    label->setColor(contrast(colour, theme.panel) >= kReadable ? colour : theme.text);
    label->setText(text);
    return label;
}

// Pixels of every point and of steps along the lines between them.
std::vector<QPointF> CurvePlot::ink() const {
    constexpr int kSteps = 12;
    std::vector<QPointF> pixels;
    for (int g = 0; g < graphCount(); ++g) {
        std::optional<QPointF> last;
        for (const QCPGraphData &point : *graph(g)->data()) {
            const QPointF at = graph(g)->coordsToPixels(point.key, point.value);
            for (int i = 1; last && i < kSteps; ++i) pixels.push_back(*last + (at - *last) * i / kSteps);
            pixels.push_back(at);
            last = at;
        }
    }
    return pixels;
}

void CurvePlot::placeLabels() {
    std::erase_if(freeLabels_, [](const FreeLabel &label) { return label.text.isNull(); });
    if (freeLabels_.empty()) return;
    const auto pixels = ink();
    std::vector<QRectF> taken;
    for (const FreeLabel &label : freeLabels_) {
        const QFontMetricsF metrics(label.text->font());
        const QSizeF size(metrics.horizontalAdvance(label.text->text()), metrics.height());
        const QPointF point(xAxis->coordToPixel(label.x), yAxis->coordToPixel(label.y));
        taken.push_back(bestPlace(point, size, axisRect()->rect(), pixels, taken));
        label.text->setPositionAlignment(Qt::AlignCenter);
        label.text->position->setPixelPosition(taken.back().center());
    }
}

void CurvePlot::clearCurves() {
    clearGraphs();
    clearItems();
    freeLabels_.clear();
    labelsBelow_ = false;
    table_->refresh();
}

void CurvePlot::setTokenAxis(QCPAxis *axis, bool logarithmic) {
    axis->setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    axis->setTicker(QSharedPointer<QCPAxisTicker>(new TokenTicker(logarithmic)));
}

void CurvePlot::setLabels(const QString &x, const QString &y) {
    xAxis->setLabel(x);
    yAxis->setLabel(y);
}

void CurvePlot::fit(bool fromZero) {
    table_->refresh();
    bool anyX = false;
    bool anyY = false;
    QCPRange x;
    QCPRange y;
    for (int g = 0; g < graphCount(); ++g) {
        const auto sign = [](const QCPAxis *axis) {
            return axis->scaleType() == QCPAxis::stLogarithmic ? QCP::sdPositive : QCP::sdBoth;
        };
        bool found = false;
        const QCPRange gx = graph(g)->getKeyRange(found, sign(xAxis));
        if (found) x = anyX ? x.expanded(gx) : gx;
        anyX |= found;
        const QCPRange gy = graph(g)->getValueRange(found, sign(yAxis));
        if (found) y = anyY ? y.expanded(gy) : gy;
        anyY |= found;
    }
    if (!anyX || !anyY) return replot(QCustomPlot::rpQueuedReplot);
    homeX_ = widened(x, xAxis->scaleType() == QCPAxis::stLogarithmic);
    homeY_ = widened(fromZero ? QCPRange(std::min(0.0, y.lower), std::max(0.0, y.upper)) : y,
                     yAxis->scaleType() == QCPAxis::stLogarithmic);
    if (fromZero && y.lower >= 0) homeY_.lower = labelsBelow_ ? -kStrip * homeY_.upper : 0;
    goHome();
}

QAbstractItemModel *CurvePlot::table() {
    return table_;
}

void CurvePlot::goHome() {
    if (homeX_.size() <= 0 || homeY_.size() <= 0) return;
    xAxis->setRange(homeX_);
    yAxis->setRange(homeY_);
    replot(QCustomPlot::rpQueuedReplot);
}

void CurvePlot::applyTheme() {
    const Theme theme = Theme::of(*this);
    setBackground(QBrush(theme.panel));
    for (QCPAxis *axis : {xAxis, yAxis}) {
        axis->setBasePen(QPen(theme.border));
        axis->setTickPen(QPen(theme.border));
        axis->setTickLength(0, 4);
        axis->setTickLabelFont(secondaryFont());
        axis->setTickLabelColor(theme.secondary);
        axis->setLabelFont(secondaryFont());
        axis->setLabelColor(theme.secondary);
        axis->setLabelPadding(4);
        axis->grid()->setPen(QPen(theme.border, 1));
        axis->grid()->setZeroLinePen(QPen(theme.border, 1));
    }
    replot(QCustomPlot::rpQueuedReplot);
}

// QCustomPlot 2.1.0 takes the ratio once, when it is made.
void CurvePlot::applyDevicePixelRatio() {
    if (bufferDevicePixelRatio() != devicePixelRatioF()) {
        setBufferDevicePixelRatio(devicePixelRatioF());
        replot(QCustomPlot::rpQueuedReplot);
    }
}

void CurvePlot::changeEvent(QEvent *event) {
    QCustomPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) applyTheme();
}

void CurvePlot::showEvent(QShowEvent *event) {
    QCustomPlot::showEvent(event);
    applyDevicePixelRatio();
    if (QWindow *handle = window()->windowHandle())
        connect(handle, &QWindow::screenChanged, this, &CurvePlot::applyDevicePixelRatio, Qt::UniqueConnection);
}

CurvePlot::Hit CurvePlot::hitAt(const QPointF &position) const {
    Hit best;
    double bestDistance = kReach;
    for (int g = 0; g < graphCount(); ++g) {
        QCPGraph *candidate = graph(g);
        if (!candidate->visible() || !candidate->property("readout").toBool()) continue;
        for (const QCPGraphData &point : *candidate->data()) {
            const QPointF delta = candidate->coordsToPixels(point.key, point.value) - position;
            const double distance = std::hypot(delta.x(), delta.y());
            // Later curves lie on top.
            if (distance <= bestDistance) {
                bestDistance = distance;
                best = {candidate, point.key, point.value};
            }
        }
    }
    return best;
}

void CurvePlot::showReadout(const Hit &hit) {
    if (!hit.graph) {
        if (!readout_ || !readout_->visible()) return;
        readout_->setVisible(false);
        tracer_->setVisible(false);
        return layer(QStringLiteral("readout"))->replot();
    }
    if (!readout_) {
        readout_ = new QCPItemText(this);
        tracer_ = new QCPItemTracer(this);
        readout_->setLayer(QStringLiteral("readout"));
        tracer_->setLayer(QStringLiteral("readout"));
        tracer_->setStyle(QCPItemTracer::tsCircle);
        tracer_->setSize(10);
        readout_->setPadding(QMargins(6, 4, 6, 4));
        readout_->setTextAlignment(Qt::AlignLeft);
        readout_->setFont(secondaryFont());
        readout_->setClipToAxisRect(false);
    }
    const Theme theme = Theme::of(*this);
    readout_->setBrush(theme.panel);
    readout_->setPen(QPen(theme.border));
    readout_->setColor(theme.text);
    readout_->setText(
        tr("%1\n%2: %3\n%4: %5")
            .arg(hit.graph->name(), xAxis->label(), numberText(hit.x), yAxis->label(), numberText(hit.y)));
    const QPointF at = hit.graph->coordsToPixels(hit.x, hit.y);
    const bool right = at.x() > width() / 2.0;
    const bool low = at.y() > height() / 2.0;
    readout_->setPositionAlignment((right ? Qt::AlignRight : Qt::AlignLeft) | (low ? Qt::AlignBottom : Qt::AlignTop));
    readout_->position->setPixelPosition(at + QPointF(right ? -kGrid : kGrid, low ? -kGrid : kGrid));
    tracer_->position->setCoords(hit.x, hit.y);
    tracer_->setPen(QPen(theme.text, 1.5));
    readout_->setVisible(true);
    tracer_->setVisible(true);
    layer(QStringLiteral("readout"))->replot();
}

void CurvePlot::mouseMoveEvent(QMouseEvent *event) {
    QCustomPlot::mouseMoveEvent(event);
    showReadout(event->buttons() ? Hit{} : hitAt(event->position()));
}

void CurvePlot::mousePressEvent(QMouseEvent *event) {
    QCustomPlot::mousePressEvent(event);
    pressed_ = event->pos();
}

void CurvePlot::mouseReleaseEvent(QMouseEvent *event) {
    QCustomPlot::mouseReleaseEvent(event);
    if (event->button() != Qt::LeftButton || (event->pos() - pressed_).manhattanLength() > 3) return;
    if (const Hit hit = hitAt(event->position()); hit.graph) Q_EMIT pointClicked(hit.graph, hit.x, hit.y);
}

void CurvePlot::leaveEvent(QEvent *event) {
    QCustomPlot::leaveEvent(event);
    showReadout({});
}

}  // namespace moa::widgets
