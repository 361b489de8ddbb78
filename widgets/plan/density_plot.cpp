#include "widgets/plan/density_plot.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "widgets/common/number_text.h"
#include "widgets/theme/theme.h"

namespace moa::widgets {

namespace {

constexpr int kAllLengths = -1;      // item data of the quantity; else the index of a length
constexpr double kGhostReach = 1.6;  // a ghost may heighten the view by this much
constexpr double kToPercent = 100;
constexpr double kTextOnPanel = 4.5;     // contrast
constexpr const char *kMarks = "marks";  // a layer

QCPScatterStyle scatterMark(QCPScatterStyle::ScatterShape shape, const QColor &colour, double size) {
    return {shape, QPen(colour, 2), Qt::NoBrush, size};
}

}  // namespace

DensityPlot::DensityPlot(QWidget *parent)
    : QWidget(parent), plot_(new CurvePlot(this)), quantity_(new QComboBox(this)), note_(new QLabel(this)) {
    note_->setFont(secondaryFont());
    note_->setForegroundRole(QPalette::PlaceholderText);
    note_->setWordWrap(true);
    auto *controls = new QHBoxLayout;
    controls->setSpacing(kGrid);
    controls->addWidget(quantity_);
    controls->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid / 2);
    column->addLayout(controls);
    column->addWidget(plot_, 1);
    column->addWidget(note_);
    quantity_->setAccessibleName(tr("Quantity"));
    quantity_->setToolTip(tr("What the curve shows: the weighted loss that plans minimise, or the loss at one length"));
    plot_->setAccessibleName(tr("Loss against density"));
    plot_->installEventFilter(this);
    // What moves with every answer is drawn apart from the curves.
    plot_->addLayer(kMarks, nullptr, QCustomPlot::limAbove);
    plot_->layer(kMarks)->setMode(QCPLayer::lmBuffered);
    connect(quantity_, &QComboBox::currentIndexChanged, this, &DensityPlot::refresh);
    connect(plot_, &CurvePlot::pointClicked, this, [this](QCPGraph *graph, double x, double) {
        const QString name = graph->property("plan").toString();
        if (!name.isEmpty()) return Q_EMIT loadRequested(name);
        if (graph == line_ && !stale_) Q_EMIT densityChosen(x / kToPercent);
    });
}

void DensityPlot::fillQuantities() {
    QStringList texts{tr("Weighted loss")};
    for (const int length : curve_.lengths) texts << tr("Loss at %1").arg(tokenText(length));
    QStringList known;
    for (int i = 0; i < quantity_->count(); ++i) known << quantity_->itemText(i);
    if (texts == known) return;
    const QSignalBlocker quiet(quantity_);
    quantity_->clear();
    for (int i = 0; i < texts.size(); ++i) quantity_->addItem(texts[i], i == 0 ? kAllLengths : i - 1);
}

void DensityPlot::setCurve(const DensityCurve &curve, bool stale) {
    if (stale == stale_ && curve == curve_) return;
    curve_ = curve;
    stale_ = stale;
    fillQuantities();
    fillValues();
    refresh();
}

void DensityPlot::setPresent(const PlacedPlan &present) {
    if (present == present_) return;
    present_ = present;
    refreshPresent();
}

void DensityPlot::setPlans(const std::vector<PlacedPlan> &plans) {
    if (plans == plans_) return;
    plans_ = plans;
    refresh();
}

double DensityPlot::value(const std::vector<double> &losses) const {
    if (losses.size() != curve_.lengths.size() || losses.empty()) return kNan;
    const int index = quantity_->currentData().toInt();
    if (index != kAllLengths) return losses[static_cast<std::size_t>(index)];
    const auto &weights = curve_.problem.weights;
    double sum = 0;
    for (std::size_t i = 0; i < losses.size(); ++i) {
        const auto weight = weights.find(curve_.lengths[i]);
        sum += (weight == weights.end() ? 1 : weight->second) * losses[i];
    }
    return sum;
}

std::vector<const DensityPoint *> DensityPlot::found() const {
    std::vector<const DensityPoint *> points;
    for (const DensityPoint &point : curve_.points)
        if (std::isfinite(value(point.losses))) points.push_back(&point);
    return points;
}

void DensityPlot::refresh() {
    plot_->clearCurves();
    plot_->setLabels(tr("Budget at every length (% of kv)"), quantity_->currentText());
    const Theme theme = Theme::of(*this);
    addGhosts();
    QVector<double> x;
    QVector<double> y;
    for (const DensityPoint *point : found()) {
        x << point->density * kToPercent;
        y << value(point->losses);
    }
    const QColor colour = stale_ ? theme.secondary : theme.series(Series::Plan);
    line_ = plot_->addCurve(tr("Best plan"), x, y, {colour, 2, false, true, false, true});
    line_->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, colour, colour, 4));
    addMarks();
    showNote();
    fitView();
    refreshPresent();
    plot_->replot(QCustomPlot::rpQueuedReplot);
}

// Behind the curve: what is reached without choosing.
void DensityPlot::addGhosts() {
    const Theme theme = Theme::of(*this);
    QVector<double> x;
    QVector<double> y;
    for (const DensityPoint &point : curve_.points) {
        const double loss = value(point.uniformLoss);
        if (!std::isfinite(loss)) continue;
        x << point.density * kToPercent;
        y << loss;
    }
    if (!x.isEmpty()) {
        const CurveStyle dashed{theme.series(Series::Uniform), 1.5, true, false, false, true};
        plot_->addCurve(tr("Uniform window"), x, y, dashed);
        // Named where it is far from the curve.
        const qsizetype at = x.size() / 3;
        plot_->labelCurve(plot_->addCurve({}, {x[at]}, {y[at]}, {dashed.colour, 1.5, false, false, false, false}),
                          tr("uniform"));
    }
    const auto ghost = [&](const PlacedPlan &plan, Series series, QCPScatterStyle::ScatterShape shape) {
        const double loss = value(plan.losses);
        if (!std::isfinite(loss)) return;
        const QColor colour = theme.series(series);
        QCPGraph *graph =
            plot_->addCurve(plan.name, {plan.density * kToPercent}, {loss}, {colour, 1.5, false, true, true, true});
        graph->setScatterStyle(scatterMark(shape, colour, 9));
        if (series == Series::Imported) graph->setProperty("plan", plan.name);
        plot_->labelCurve(graph, plan.name);
    };
    ghost({tr("dense"), 1, std::vector<double>(curve_.lengths.size(), 0)}, Series::Dense, QCPScatterStyle::ssCross);
    for (const PlacedPlan &plan : plans_) ghost(plan, Series::Imported, QCPScatterStyle::ssSquare);
}

void DensityPlot::addMarks() {
    const Theme theme = Theme::of(*this);
    const auto add = [&](const QString &name, const QColor &colour, QCPScatterStyle::ScatterShape shape, double size) {
        QCPGraph *graph = plot_->addCurve(name, {}, {}, {colour, 1.5, false, true, true, false});
        graph->setScatterStyle(scatterMark(shape, colour, size));
        graph->setLayer(kMarks);
        return graph;
    };
    const QColor colour = theme.series(Series::Plan);
    presentMark_ = add(tr("this plan"), colour, QCPScatterStyle::ssDiamond, 12);
    currentMark_ = add({}, theme.accent, QCPScatterStyle::ssCircle, 14);
    presentLabel_ = new QCPItemText(plot_);
    presentLabel_->setLayer(kMarks);
    presentLabel_->setClipToAxisRect(false);
    presentLabel_->setFont(secondaryFont());
    presentLabel_->setColor(contrast(colour, theme.panel) >= kTextOnPanel ? colour : theme.text);
    presentLabel_->setPadding(QMargins(kGrid, 2, kGrid, 4));
    presentLabel_->setText(tr("this plan"));
}

// Moves with every answer: the curve stays as it is.
void DensityPlot::refreshPresent() {
    if (!presentMark_ || !presentLabel_ || !currentMark_) return;
    const double x = present_.density * kToPercent;
    const double y = value(present_.losses);
    const bool known = std::isfinite(y);
    presentMark_->setData(known ? QVector{x} : QVector<double>(), known ? QVector{y} : QVector<double>());
    presentLabel_->setVisible(known);
    const auto at =
        current_ ? std::ranges::find(curve_.points, *current_, &DensityPoint::density) : curve_.points.end();
    const double loss = at == curve_.points.end() ? kNan : value(at->losses);
    currentMark_->setData({}, {});
    if (std::isfinite(loss)) currentMark_->addData(at->density * kToPercent, loss);
    const bool refit = known && (heightened_ || !plot_->yAxis->range().contains(y));
    if (refit) fitView();
    if (known) {
        // Above the curve, which falls; beside it where there is no room above.
        const bool low = y < 0.9 * plot_->yAxis->range().upper;
        const bool left = x < 70;
        presentLabel_->position->setCoords(x, y);
        presentLabel_->setPositionAlignment((left ? Qt::AlignLeft : Qt::AlignRight) |
                                            (low ? Qt::AlignBottom : Qt::AlignVCenter));
    }
    if (refit)
        plot_->replot(QCustomPlot::rpQueuedReplot);
    else
        plot_->layer(kMarks)->replot();
}

// The curve and the present plan always; uniform windows as far as they do not squeeze them.
void DensityPlot::fitView() {
    const double present = value(present_.losses);
    double most = std::isfinite(present) ? present : 0;
    double far = 0;
    for (const DensityPoint *point : found()) {
        most = std::max(most, value(point->losses));
        if (const double loss = value(point->uniformLoss); std::isfinite(loss)) far = std::max(far, loss);
    }
    heightened_ = std::isfinite(present) && present >= most;
    const double high = std::max({most, std::min(far, most * kGhostReach), 1e-9});
    plot_->xAxis->setRange(0, 104);
    plot_->yAxis->setRange(-0.04 * high, 1.06 * high);
}

void DensityPlot::showNote() {
    const auto points = found();
    QString text = tr("Click a point to plan with its budget at every length.");
    if (stale_)
        text = tr("Of the problem before the last change.");
    else if (curve_.complete() && !points.empty() && points.front() != curve_.points.data())
        text = tr("No plan was found below %1.").arg(percentText(points.front()->density)) + ' ' + text;
    note_->setText(text);
    if (points.empty()) return plot_->setAccessibleDescription({});
    plot_->setAccessibleDescription(tr("%1 from %2 at %3 to %4 at %5")
                                        .arg(quantity_->currentText(), numberText(value(points.front()->losses)),
                                             percentText(points.front()->density),
                                             numberText(value(points.back()->losses)),
                                             percentText(points.back()->density)));
}

void DensityPlot::fillValues() {
    std::vector<ValueColumn> columns{{tr("Budget (%)"), {}}, {tr("Weighted loss"), {}}, {tr("Lower bound"), {}}};
    for (const int length : curve_.lengths) columns.push_back({tr("Loss at %1").arg(tokenText(length)), {}});
    for (const int length : curve_.lengths) columns.push_back({tr("Uniform at %1").arg(tokenText(length)), {}});
    const QString none = tr("No plan was found at this density");
    std::vector<std::vector<ValueCell>> rows;
    for (const DensityPoint &point : curve_.points) {
        const bool planned = !point.losses.empty();
        std::vector<ValueCell> row{numberCell(point.density * kToPercent),
                                   numberCell(planned ? point.objective : kNan, none),
                                   numberCell(planned ? point.bound : kNan, none)};
        for (const auto *losses : {&point.losses, &point.uniformLoss})
            for (std::size_t i = 0; i < curve_.lengths.size(); ++i)
                row.push_back(numberCell(i < losses->size() ? (*losses)[i] : kNan, none));
        rows.push_back(std::move(row));
    }
    values_.setTable(std::move(columns), std::move(rows));
}

void DensityPlot::step(int by) {
    const auto points = found();
    if (points.empty()) return;
    const double from = current_.value_or(present_.density);
    const auto next = std::ranges::lower_bound(points, from, {}, [](const DensityPoint *p) { return p->density; });
    auto at = next - points.begin();
    const bool stands = current_ && next != points.end() && (*next)->density == from;
    at += by > 0 ? (stands ? 1 : 0) : -1;
    current_ = points[static_cast<std::size_t>(
                          std::clamp<std::ptrdiff_t>(at, 0, static_cast<std::ptrdiff_t>(points.size()) - 1))]
                   ->density;
    refreshPresent();
}

bool DensityPlot::eventFilter(QObject *watched, QEvent *event) {
    if (event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Left:
        case Qt::Key_Down: step(-1); return true;
        case Qt::Key_Right:
        case Qt::Key_Up: step(1); return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (current_ && !stale_) Q_EMIT densityChosen(*current_);
            return true;
        default: return QWidget::eventFilter(watched, event);
    }
}

void DensityPlot::changeEvent(QEvent *event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) refresh();
}

}  // namespace moa::widgets
