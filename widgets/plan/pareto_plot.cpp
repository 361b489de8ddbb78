#include "widgets/plan/pareto_plot.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "widgets/common/number_text.h"
#include "widgets/theme/theme.h"

namespace moa::widgets {

namespace {

constexpr int kDensity = -1;      // item data of an axis; else the index of a length
constexpr double kFarAway = 2.5;  // a ghost may widen the view by this much
constexpr int kChooserWidth = 96;

}  // namespace

ParetoPlot::ParetoPlot(QWidget *parent)
    : QWidget(parent),
      plot_(new CurvePlot(this)),
      x_(new QComboBox(this)),
      y_(new QComboBox(this)),
      dominated_(new QCheckBox(tr("Dominated"), this)),
      outside_(new QLabel(this)) {
    auto *controls = new QHBoxLayout;
    controls->setSpacing(kGrid);
    controls->addWidget(y_);
    controls->addWidget(new QLabel(tr("vs"), this));
    controls->addWidget(x_);
    controls->addStretch();
    outside_->setFont(secondaryFont());
    outside_->setForegroundRole(QPalette::PlaceholderText);
    outside_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    outside_->setWordWrap(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid / 2);
    column->addLayout(controls);
    column->addWidget(plot_, 1);
    auto *below = new QHBoxLayout;
    below->setSpacing(kGrid);
    below->addWidget(outside_, 1);
    below->addWidget(dominated_, 0, Qt::AlignTop);
    column->addLayout(below);
    x_->setAccessibleName(tr("Across"));
    y_->setAccessibleName(tr("Up"));
    x_->setMinimumWidth(kChooserWidth);
    y_->setMinimumWidth(kChooserWidth);
    dominated_->setToolTip(tr("Also plans that another one beats at every profiled length"));
    plot_->setAccessibleName(tr("Pareto plot"));
    plot_->installEventFilter(this);
    connect(x_, &QComboBox::currentIndexChanged, this, &ParetoPlot::refresh);
    connect(y_, &QComboBox::currentIndexChanged, this, &ParetoPlot::refresh);
    connect(dominated_, &QCheckBox::toggled, this, &ParetoPlot::refresh);
    connect(plot_, &QCustomPlot::mouseDoubleClick, this, [this] {
        fitView();
        refreshGhosts();
    });
    connect(plot_, &CurvePlot::pointClicked, this, [this](QCPGraph *graph, double, double) {
        const QString name = graph->property("plan").toString();
        if (name.isEmpty()) return;
        current_ = name;
        refreshGhosts();
        Q_EMIT loadRequested(name);
    });
}

void ParetoPlot::fillAxes(const std::vector<int> &lengths) {
    if (lengths == lengths_ && x_->count() > 0) return;
    lengths_ = lengths;
    for (QComboBox *axis : {x_, y_}) {
        const QSignalBlocker quiet(axis);
        axis->clear();
        for (std::size_t i = 0; i < lengths.size(); ++i)
            axis->addItem(tr("Loss at %1").arg(tokenText(lengths[i])), static_cast<int>(i));
        axis->addItem(tr("kv density"), kDensity);
    }
    const QSignalBlocker quiet(y_);
    y_->setCurrentIndex(std::max(0, static_cast<int>(lengths.size()) - 1));
}

void ParetoPlot::setData(const PlanData &known) {
    fillAxes(known.profileLengths);
    entries_.clear();
    for (const ParetoPoint &point : known.pareto) entries_.push_back({point, Kind::Candidate});
    for (const PlanEntry &plan : known.plans) {
        if (plan.origin == QStringLiteral("pareto") || plan.losses.empty()) continue;
        const Kind kind = plan.origin == QStringLiteral("imported") ? Kind::Imported : Kind::Stored;
        entries_.push_back({{plan.name, plan.losses, plan.kvDensity, false}, kind});
    }
    fillValues();
    refresh();
}

void ParetoPlot::setGhosts(const ParetoPoint &present, const ParetoPoint &uniform) {
    present_ = present;
    uniform_ = uniform;
    refreshGhosts();
}

double ParetoPlot::value(const ParetoPoint &point, const QComboBox *axis) const {
    const int index = axis->currentData().toInt();
    if (index == kDensity) return point.kvDensity;
    const auto i = static_cast<std::size_t>(index);
    return i < point.losses.size() ? point.losses[i] : std::nan("");
}

bool ParetoPlot::isShown(const Entry &entry) const {
    return std::isfinite(value(entry.point, x_)) && std::isfinite(value(entry.point, y_)) &&
           (dominated_->isChecked() || !entry.point.dominated);
}

std::vector<const ParetoPlot::Entry *> ParetoPlot::frontEntries() const {
    std::vector<const Entry *> sorted;
    for (const Entry &entry : entries_)
        if (isShown(entry) && entry.kind == Kind::Candidate && !entry.point.dominated) sorted.push_back(&entry);
    std::ranges::stable_sort(sorted, {},
                             [this](const Entry *e) { return std::pair(value(e->point, x_), value(e->point, y_)); });
    double best = INFINITY;
    std::erase_if(sorted, [&](const Entry *entry) {
        const double y = value(entry->point, y_);
        if (y >= best) return true;
        best = y;
        return false;
    });
    return sorted;
}

QStringList ParetoPlot::front() const {
    QStringList names;
    for (const Entry *entry : frontEntries()) names << entry->point.name;
    return names;
}

void ParetoPlot::addPoints() {
    const Theme theme = Theme::of(*this);
    QVector<double> x;
    QVector<double> y;
    const auto front = frontEntries();
    for (const Entry *entry : front) {
        x << value(entry->point, x_);
        y << value(entry->point, y_);
    }
    const QColor line = theme.series(Series::Plan);
    if (x.size() > 1) plot_->addCurve(tr("Front"), x, y, {line, 1.5, false, false, false, false});
    for (const Entry &entry : entries_) {
        if (!isShown(entry)) continue;
        const bool onFront = std::ranges::find(front, &entry) != front.end();
        const Series series = entry.kind == Kind::Imported ? Series::Imported : Series::Plan;
        const QColor colour = entry.point.dominated ? theme.secondary : theme.series(series);
        // An unnamed point is a problem that is solved but not stored.
        const QString name = entry.point.name.isEmpty() ? tr("not stored") : entry.point.name;
        QCPGraph *graph = plot_->addCurve(name, {value(entry.point, x_)}, {value(entry.point, y_)},
                                          {colour, 1.5, false, true, !onFront, true});
        if (entry.kind != Kind::Candidate) {
            QCPScatterStyle style = graph->scatterStyle();
            style.setShape(QCPScatterStyle::ssSquare);
            graph->setScatterStyle(style);
        }
        graph->setProperty("plan", entry.point.name);
    }
}

void ParetoPlot::refresh() {
    plot_->clearCurves();
    ghosts_.clear();
    ghostLabels_.clear();
    if (x_->count() == 0) return;
    plot_->setLabels(x_->currentText(), y_->currentText());
    addPoints();
    fitView();
    refreshGhosts();
}

// Moves with every answer: the plans' points stay as they are.
void ParetoPlot::refreshGhosts() {
    for (QCPAbstractPlottable *ghost : ghosts_) plot_->removePlottable(ghost);
    for (QCPAbstractItem *label : ghostLabels_) plot_->removeItem(label);
    ghosts_.clear();
    ghostLabels_.clear();
    if (x_->count() == 0) return;
    const double px = value(present_, x_);
    const double py = value(present_, y_);
    const bool hidden = !plot_->xAxis->range().contains(px) || !plot_->yAxis->range().contains(py);
    if (std::isfinite(px) && std::isfinite(py) && hidden) fitView();
    const Theme theme = Theme::of(*this);
    QStringList outside;
    const auto ghost = [&](const ParetoPoint &point, const QString &text, Series series,
                           QCPScatterStyle::ScatterShape shape) {
        const double x = value(point, x_);
        const double y = value(point, y_);
        if (!std::isfinite(x) || !std::isfinite(y)) return;
        if (!plot_->xAxis->range().contains(x) || !plot_->yAxis->range().contains(y)) {
            outside << tr("%1 (%2, %3)").arg(text, numberText(x), numberText(y));
            return;
        }
        const QColor colour = theme.series(series);
        QCPGraph *graph = plot_->addCurve(text, {x}, {y}, {colour, 1.5, false, true, true, true});
        graph->setScatterStyle(QCPScatterStyle(shape, QPen(colour, 2), Qt::NoBrush, 11));
        ghosts_.push_back(graph);
        ghostLabels_.push_back(plot_->labelCurve(graph, text));
    };
    if (!present_.losses.empty()) ghost(present_, tr("this plan"), Series::Plan, QCPScatterStyle::ssDiamond);
    if (!uniform_.losses.empty()) ghost(uniform_, tr("uniform"), Series::Uniform, QCPScatterStyle::ssTriangle);
    ghost({{}, std::vector<double>(lengths_.size(), 0), 1, false}, tr("dense"), Series::Dense,
          QCPScatterStyle::ssCross);
    for (const Entry &entry : entries_)
        if (!current_.isEmpty() && entry.point.name == current_ && isShown(entry)) {
            QCPGraph *ring = plot_->addCurve(current_, {value(entry.point, x_)}, {value(entry.point, y_)},
                                             {theme.text, 1.5, false, true, true, false});
            ring->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(theme.accent, 2), Qt::NoBrush, 14));
            ghosts_.push_back(ring);
        }
    outside_->setText(outside.isEmpty() ? QString() : tr("Outside: %1").arg(outside.join(tr("; "))));
    plot_->replot(QCustomPlot::rpQueuedReplot);
}

// The plans and this one always; a ghost only while it does not squeeze them.
void ParetoPlot::fitView() {
    QCPRange x;
    QCPRange y;
    bool any = false;
    const auto add = [&](const ParetoPoint &point, bool always) {
        const double px = value(point, x_);
        const double py = value(point, y_);
        if (!std::isfinite(px) || !std::isfinite(py)) return;
        const QCPRange wideX = any ? x.expanded(QCPRange(px, px)) : QCPRange(px, px);
        const QCPRange wideY = any ? y.expanded(QCPRange(py, py)) : QCPRange(py, py);
        const auto fits = [](const QCPRange &wide, const QCPRange &was) {
            return wide.size() <= std::max(was.size() * kFarAway, std::abs(was.upper) * 0.5);
        };
        if (!always && any && !(fits(wideX, x) && fits(wideY, y))) return;
        x = wideX;
        y = wideY;
        any = true;
    };
    for (const Entry &entry : entries_)
        if (isShown(entry)) add(entry.point, true);
    if (!present_.losses.empty()) add(present_, true);
    if (!uniform_.losses.empty()) add(uniform_, false);
    add({{}, std::vector<double>(lengths_.size(), 0), 1, false}, false);
    if (!any) return;
    const auto widened = [](const QCPRange &range) {
        const double margin = range.size() > 0 ? range.size() * 0.1 : std::max(std::abs(range.upper) * 0.1, 1e-9);
        return QCPRange(range.lower - margin, range.upper + margin);
    };
    plot_->xAxis->setRange(widened(x));
    plot_->yAxis->setRange(widened(y));
    // Room for the labels right of their points.
    plot_->xAxis->setRange(plot_->xAxis->range().lower, plot_->xAxis->range().upper + x.size() * 0.12);
}

void ParetoPlot::fillValues() {
    std::vector<ValueColumn> columns{{tr("Plan"), {}}, {tr("Kind"), {}}};
    for (const int length : lengths_) columns.push_back({tr("Loss at %1").arg(tokenText(length)), {}});
    columns.push_back({tr("kv density"), {}});
    std::vector<std::vector<ValueCell>> rows;
    for (const auto &[point, kind] : entries_) {
        const QString what = point.dominated           ? tr("dominated")
                             : kind == Kind::Candidate ? tr("candidate")
                             : kind == Kind::Imported  ? tr("imported")
                                                       : tr("stored");
        std::vector<ValueCell> row{textCell(point.name), textCell(what)};
        for (std::size_t i = 0; i < lengths_.size(); ++i)
            row.push_back(numberCell(i < point.losses.size() ? point.losses[i] : std::nan("")));
        row.push_back(numberCell(point.kvDensity));
        rows.push_back(std::move(row));
    }
    plot_->setAccessibleDescription(tr("%n plan(s)", nullptr, static_cast<int>(rows.size())));
    values_.setTable(std::move(columns), std::move(rows));
}

void ParetoPlot::step(int by) {
    std::vector<const Entry *> shown;
    for (const Entry &entry : entries_)
        if (isShown(entry) && !entry.point.name.isEmpty()) shown.push_back(&entry);
    if (shown.empty()) return;
    std::ranges::stable_sort(shown, {}, [this](const Entry *e) { return value(e->point, x_); });
    const auto at = std::ranges::find(shown, current_, [](const Entry *e) { return e->point.name; });
    const auto last = static_cast<std::ptrdiff_t>(shown.size()) - 1;
    const std::ptrdiff_t next =
        at == shown.end() ? (by > 0 ? 0 : last) : std::clamp<std::ptrdiff_t>(at - shown.begin() + by, 0, last);
    current_ = shown[static_cast<std::size_t>(next)]->point.name;
    plot_->setAccessibleDescription(current_);
    refreshGhosts();
}

bool ParetoPlot::eventFilter(QObject *watched, QEvent *event) {
    if (event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Left:
        case Qt::Key_Up: step(-1); return true;
        case Qt::Key_Right:
        case Qt::Key_Down: step(1); return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (!current_.isEmpty()) Q_EMIT loadRequested(current_);
            return true;
        default: return QWidget::eventFilter(watched, event);
    }
}

void ParetoPlot::changeEvent(QEvent *event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) refresh();
}

}  // namespace moa::widgets
