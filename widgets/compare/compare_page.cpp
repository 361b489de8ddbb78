#include "widgets/compare/compare_page.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>
#include <set>

#include "engine/values/conventions.h"
#include "widgets/common/number_text.h"
#include "widgets/common/panel.h"
#include "widgets/common/table_export.h"
#include "widgets/compare/compare_tables.h"
#include "widgets/compare/plan_difference.h"
#include "widgets/compare/run_chooser.h"
#include "widgets/evaluate/cell_table_view.h"
#include "widgets/evaluate/metric_plot.h"

namespace moa::widgets {

namespace {

constexpr int kSideWidth = 300;

QSplitter *splitter(Qt::Orientation orientation, QWidget *parent) {
    auto *split = new QSplitter(orientation, parent);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(kGrid);
    return split;
}

// Tables go into papers: their texts are one click away.
void addTextCopies(Panel *panel, const QAbstractItemModel *table) {
    panel->menu()->addAction(ComparePage::tr("Copy as Markdown"), panel, [table] {
        QGuiApplication::clipboard()->setText(tableText(*table, TableFormat::Markdown));
    });
    panel->menu()->addAction(ComparePage::tr("Copy as LaTeX"), panel,
                             [table] { QGuiApplication::clipboard()->setText(tableText(*table, TableFormat::Latex)); });
}

void setTablePanel(Panel *panel, CellTableView *table, const QString &fileName) {
    panel->setContent(table);
    panel->setFigure(nullptr);
    panel->setTable(table->shown());
    panel->setFileName(fileName);
    addTextCopies(panel, table->shown());
}

}  // namespace

ComparePage::ComparePage(QWidget *parent)
    : QWidget(parent),
      runsPanel_(new Panel(tr("Compared runs"))),
      chooser_(new RunChooser),
      metricsPanel_(new Panel(tr("Metrics"))),
      metrics_(new CellTableView(tr("Metrics"))),
      settingsPanel_(new Panel(tr("Settings"))),
      settings_(new CellTableView(tr("Settings"))),
      diffOnly_(new QCheckBox(tr("Diff only"))),
      pairedPanel_(new Panel(tr("Same questions"))),
      paired_(new CellTableView(tr("Paired samples"))),
      curvesPanel_(new Panel(tr("Curves"))),
      curves_(new MetricPlot),
      metric_(new QComboBox),
      plansPanel_(new Panel(tr("Plans"))),
      difference_(new PlanDifference),
      planA_(new QComboBox),
      planB_(new QComboBox),
      length_(new QComboBox) {
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    auto *page = splitter(Qt::Horizontal, this);
    row->addWidget(page);
    auto *middle = splitter(Qt::Vertical, this);
    auto *side = splitter(Qt::Vertical, this);
    page->addWidget(middle);
    page->addWidget(side);
    page->setStretchFactor(0, 1);
    page->setSizes({2 * kSideWidth, kSideWidth});
    runsPanel_->setContent(chooser_);
    runsPanel_->setFigure(nullptr);
    buildTables(middle);
    buildFigures(side);
    connect(chooser_, &RunChooser::changed, this, &ComparePage::showAll);
    showAll();
}

void ComparePage::buildTables(QSplitter *middle) {
    setTablePanel(metricsPanel_, metrics_, QStringLiteral("metrics"));
    setTablePanel(settingsPanel_, settings_, QStringLiteral("settings"));
    setTablePanel(pairedPanel_, paired_, QStringLiteral("paired-samples"));
    diffOnly_->setChecked(true);
    diffOnly_->setToolTip(tr("Hides the settings all runs agree on"));
    settingsPanel_->addControl(diffOnly_);
    connect(diffOnly_, &QCheckBox::toggled, this, &ComparePage::showSettings);
    for (Panel *panel : {metricsPanel_, settingsPanel_, pairedPanel_}) middle->addWidget(panel);
    middle->setSizes({300, 220, 150});
}

void ComparePage::buildFigures(QSplitter *side) {
    metric_->setAccessibleName(tr("Metric of the curves"));
    metric_->setToolTip(tr("by length, 95 % intervals"));
    curvesPanel_->addControl(metric_);
    curvesPanel_->setContent(curves_);
    curvesPanel_->setTable(curves_->twin());
    planA_->setAccessibleName(tr("First plan"));
    planB_->setAccessibleName(tr("Second plan"));
    length_->setAccessibleName(tr("Length of the densities"));
    length_->setToolTip(tr("Tokens: a plan's densities depend on the length"));
    for (QComboBox *box : {planA_, planB_, length_}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(box == length_ ? 3 : 6);
    }
    auto *plans = new QWidget;
    auto *column = new QVBoxLayout(plans);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid);
    auto *choice = new QHBoxLayout;
    choice->setSpacing(kGrid);
    column->addLayout(choice);
    column->addWidget(difference_, 1);
    for (QComboBox *box : {planA_, planB_, length_}) {
        choice->addWidget(box, box == length_ ? 1 : 2);
        connect(box, &QComboBox::currentIndexChanged, this, &ComparePage::showPlans);
    }
    plansPanel_->setContent(plans);
    plansPanel_->setFigure(difference_);
    plansPanel_->setTable(difference_->twin());
    plansPanel_->setFileName(QStringLiteral("plan-difference"));
    connect(metric_, &QComboBox::currentIndexChanged, this, &ComparePage::showCurves);
    for (Panel *panel : {runsPanel_, curvesPanel_, plansPanel_}) side->addWidget(panel);
    side->setSizes({180, 190, 280});
}

void ComparePage::setData(const std::vector<RunEntry> &runs, const std::vector<PlanEntry> &plans, int kvHeads) {
    QStringList chosen = chooser_->chosen();
    runs_ = runs;
    plans_ = plans;
    kvHeads_ = kvHeads;
    QStringList names;
    for (const RunEntry &entry : runs_) names << QString::fromStdString(entry.run.name);
    chosen.removeIf([&](const QString &name) { return !names.contains(name); });
    chooseRuns(chosen.isEmpty() ? firstChoice() : chosen);
}

void ComparePage::chooseRuns(const QStringList &names) {
    chooser_->setRuns(runs_, seriesOfRuns(runs_), names.mid(0, kMostCompared));
}

QStringList ComparePage::firstChoice() const {
    const auto isRetrieval = [](const RunEntry &entry) { return entry.run.task == "retrieval"; };
    const bool retrieval = std::ranges::any_of(runs_, isRetrieval);
    QStringList names;
    const auto series = seriesOfRuns(runs_);
    for (const RunSeries &one : series)
        for (const auto *run : one.runs) {
            if (isBlockPrefill(*run) || (retrieval ? run->task != "retrieval" : run->task != runs_[0].run.task))
                continue;
            // Of several runs of a plan the one with the most lengths tells most.
            const auto *best = run;
            for (const auto *other : one.runs)
                if (other->task == run->task && other->densities.size() > best->densities.size()) best = other;
            names << QString::fromStdString(best->name);
            break;
        }
    return names.mid(0, kMostCompared);
}

std::vector<ComparedRun> ComparePage::compared() const {
    std::vector<ComparedRun> all;
    const auto series = seriesOfRuns(runs_);
    std::set<QString> labels;
    const QStringList names = chooser_->chosen();
    for (const QString &name : names) {
        const auto at = std::ranges::find(runs_, name.toStdString(), [](const RunEntry &e) { return e.run.name; });
        QString label = QString::fromStdString(at->run.plan);
        // The plan's name where it tells the runs apart, else the run's.
        if (!labels.insert(label).second) label = name;
        all.push_back({&*at, label, markOf(series, at->run)});
    }
    return all;
}

void ComparePage::showAll() {
    const std::vector<ComparedRun> runs = compared();
    const bool enough = runs.size() >= static_cast<size_t>(kFewestCompared);
    const QString why = runs_.empty() ? tr("There is no run yet: evaluate a plan and a baseline first.")
                                      : tr("Choose at least two runs on the left.");
    for (Panel *panel : {metricsPanel_, settingsPanel_, pairedPanel_, curvesPanel_, plansPanel_})
        enough ? panel->clearEmpty() : panel->setEmpty(why);
    for (QWidget *control : std::initializer_list<QWidget *>{diffOnly_, metric_}) control->setVisible(enough);
    if (runs_.empty())
        runsPanel_->setEmpty(tr("No runs."));
    else
        runsPanel_->clearEmpty();
    metricsPanel_->setSubtitle({});
    if (!enough) return;
    size_t baseline = 0;
    for (size_t i = 0; i < runs.size(); ++i)
        if (QString::fromStdString(runs[i].entry->run.name) == chooser_->baseline()) baseline = i;
    metricsPanel_->setSubtitle(tr("deltas against %1").arg(runs[baseline].label));
    CellRows metrics = metricRows(runs, baseline);
    metrics_->setCells(std::move(metrics.columns), std::move(metrics.rows));
    CellRows paired = pairedRows(runs, baseline);
    paired_->setCells(std::move(paired.columns), std::move(paired.rows));
    pairedPanel_->setSubtitle(tr("matched by prompt, against %1").arg(runs[baseline].label));
    showSettings();
    const QSignalBlocker quiet(metric_);
    const QString before = metric_->currentData().toString();
    metric_->clear();
    for (const ComparedRun &run : runs)
        for (const auto &row : run.entry->run.rows)
            if (!row.depth && metric_->findData(QString::fromStdString(row.metric)) < 0)
                metric_->addItem(metricInfo(row.metric).title, QString::fromStdString(row.metric));
    metric_->setCurrentIndex(std::max(metric_->findData(before), 0));
    showCurves();
    choosePlans();
}

void ComparePage::showSettings() {
    const auto runs = compared();
    int hidden = 0;
    CellRows rows = settingRows(runs, diffOnly_->isChecked(), &hidden);
    const auto shown = static_cast<int>(rows.rows.size());
    settings_->setCells(std::move(rows.columns), std::move(rows.rows));
    settingsPanel_->setSubtitle(hidden > 0 ? tr("%1 of %2 differ").arg(shown).arg(shown + hidden) : QString());
}

void ComparePage::showCurves() {
    std::vector<RunSeries> series;
    for (const ComparedRun &run : compared()) series.push_back({run.label, run.mark, false, {&run.entry->run}});
    const std::string metric = metric_->currentData().toString().toStdString();
    curves_->setSeries(series, metric);
    curvesPanel_->setTitle(metricInfo(metric).title);
    curvesPanel_->setFileName(QString::fromStdString(metric));
}

void ComparePage::choosePlans() {
    const QSignalBlocker quietA(planA_);
    const QSignalBlocker quietB(planB_);
    const QSignalBlocker quietLength(length_);
    const QStringList before{planA_->currentText(), planB_->currentText(), length_->currentText()};
    QStringList names;
    std::set<int> lengths;
    for (const ComparedRun &run : compared()) {
        const QString plan = QString::fromStdString(run.entry->run.plan);
        if (!names.contains(plan)) names << plan;
        for (const auto &[length, densities] : run.entry->run.densities) lengths.insert(length);
    }
    const QString a = names.value(names.size() - 2, names.value(0));
    const QString b = names.value(names.size() - 1);
    for (const PlanEntry &entry : plans_)
        if (!names.contains(entry.name)) names << entry.name;
    planA_->clear();
    planB_->clear();
    length_->clear();
    for (const QString &name : names) {
        planA_->addItem(name);
        planB_->addItem(name);
    }
    for (const int length : lengths) length_->addItem(tokenText(length), length);
    planA_->setCurrentText(names.contains(before[0]) ? before[0] : a);
    planB_->setCurrentText(names.contains(before[1]) ? before[1] : b);
    // At first the longest length both are known at.
    int at = length_->findText(before[2]);
    for (int i = length_->count() - 1; i >= 0 && at < 0; --i) {
        const int length = length_->itemData(i).toInt();
        if (!densitiesOf(planA_->currentText(), length).values.empty() &&
            !densitiesOf(planB_->currentText(), length).values.empty())
            at = i;
    }
    length_->setCurrentIndex(at >= 0 ? at : length_->count() - 1);
    showPlans();
}

void ComparePage::showPlans() {
    const int length = length_->currentData().toInt();
    const PlanDensities a = densitiesOf(planA_->currentText(), length);
    const PlanDensities b = densitiesOf(planB_->currentText(), length);
    QString why;
    for (const PlanDensities *one : {&a, &b})
        if (one->values.empty())
            why = tr("The densities of %1 at %2 tokens are not known: no run and no plan of the project has them.")
                      .arg(one->label, tokenText(length));
    if (why.isEmpty() && a.values.size() != b.values.size()) why = tr("The plans are of models of different shape.");
    plansPanel_->setSubtitle({});
    // The choosers stay: another plan or length may be known.
    if (!why.isEmpty()) return difference_->setUnknown(why);
    difference_->setPlans(a, b, kvHeads_);
    plansPanel_->setSubtitle(tr("%1 of %2 heads differ").arg(difference_->differing()).arg(a.values.size()));
}

PlanDensities ComparePage::densitiesOf(const QString &plan, int length) const {
    PlanDensities out{plan, 0, 0, {}};
    if (plans_.empty() || length < 1) return out;
    const engine::Plan &shape = plans_.front().plan;
    out.layers = shape.layers;
    out.heads = shape.heads;
    const auto at = std::ranges::find(plans_, plan, &PlanEntry::name);
    const int blocks = engine::blockCount(length);
    if (at != plans_.end()) {
        out.layers = at->plan.layers;
        out.heads = at->plan.heads;
        for (const engine::Rule &rule : at->plan.rules) out.values.push_back(engine::kvDensity(rule, blocks));
        return out;
    }
    // Baselines treat all heads alike, so the mean is every head's density.
    const bool dense = plan == QLatin1String("dense");
    if (!dense && !plan.startsWith(QLatin1String("uniform"))) return out;
    for (const RunEntry &entry : runs_) {
        const auto known = entry.run.densities.find(length);
        if (entry.run.plan != plan.toStdString() || (known == entry.run.densities.end() && !dense)) continue;
        out.values.assign(shape.rules.size(), dense ? 1.0 : known->second.kv);
    }
    return out;
}

void ComparePage::changeEvent(QEvent *event) {
    QWidget::changeEvent(event);
    // The list's marks are pixmaps in the colours of a theme.
    if (event->type() == QEvent::PaletteChange) chooser_->setRuns(runs_, seriesOfRuns(runs_), chooser_->chosen());
}

}  // namespace moa::widgets
