#include "widgets/evaluate/evaluate_page.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <algorithm>

#include "widgets/common/number_text.h"
#include "widgets/common/panel.h"
#include "widgets/evaluate/memory_bars.h"
#include "widgets/evaluate/metric_plot.h"
#include "widgets/evaluate/order_form.h"
#include "widgets/evaluate/results_table.h"
#include "widgets/evaluate/retrieval_map.h"
#include "widgets/evaluate/sample_browser.h"

namespace moa::widgets {

namespace {

constexpr int kFormWidth = 216;
constexpr int kSideWidth = 296;
constexpr int kRefreshMs = 50;

QSplitter *splitter(Qt::Orientation orientation, QWidget *parent) {
    auto *split = new QSplitter(orientation, parent);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(kGrid);
    return split;
}

}  // namespace

EvaluatePage::EvaluatePage(QWidget *parent)
    : QWidget(parent),
      orderPanel_(new Panel(tr("New run"))),
      form_(new OrderForm),
      results_(new QStackedWidget),
      mapPanel_(new Panel(tr("Retrieval by length and depth"))),
      map_(new RetrievalMap),
      tablePanel_(new Panel(tr("Results"))),
      tables_(new QTabWidget),
      table_(new ResultsTable),
      samples_(new SampleBrowser),
      accuracyPanel_(new Panel(tr("Accuracy"))),
      accuracy_(new MetricPlot),
      metricPanel_(new Panel(tr("By length"))),
      metric_(new MetricPlot),
      metricChooser_(new QComboBox),
      memoryPanel_(new Panel(tr("Memory"))),
      memory_(new MemoryBars),
      emptyPanel_(new Panel(tr("Results"))) {
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    auto *page = splitter(Qt::Horizontal, this);
    row->addWidget(page);
    auto *middle = splitter(Qt::Vertical, this);
    auto *side = splitter(Qt::Vertical, this);
    auto *figures = splitter(Qt::Horizontal, this);
    figures->addWidget(middle);
    figures->addWidget(side);
    figures->setStretchFactor(0, 1);
    figures->setSizes({500, kSideWidth});
    results_->addWidget(emptyPanel_);
    results_->addWidget(figures);
    orderPanel_->setContent(form_);
    orderPanel_->setFigure(nullptr);
    page->addWidget(orderPanel_);
    page->addWidget(results_);
    page->setStretchFactor(1, 1);
    page->setSizes({kFormWidth, 1000});
    buildFigures(middle, side);
    soon_.setSingleShot(true);
    soon_.setInterval(kRefreshMs);
    connect(&soon_, &QTimer::timeout, this, &EvaluatePage::showRuns);
    connect(form_, &OrderForm::runRequested, this, [this](const EvaluationOrder &order) {
        tablePanel_->setError(std::nullopt);
        emptyPanel_->setError(std::nullopt);
        Q_EMIT evaluateRequested(order);
    });
    for (const Panel *panel : {tablePanel_, emptyPanel_})
        connect(panel, &Panel::actionRequested, this, &EvaluatePage::remedyRequested);
    connect(form_, &OrderForm::cancelRequested, this, &EvaluatePage::cancelRequested);
    connect(metricChooser_, &QComboBox::currentIndexChanged, this, &EvaluatePage::showMetric);
    showRuns();
}

void EvaluatePage::buildFigures(QSplitter *middle, QSplitter *side) {
    mapPanel_->setContent(map_);
    mapPanel_->setTable(map_->twin());
    mapPanel_->setFileName(QStringLiteral("retrieval"));
    mapPanel_->setSubtitle(tr("per cent right; depth 0 %: start of prompt"));
    auto *group = new QComboBox;
    group->setAccessibleName(tr("Which metrics"));
    group->addItems({tr("All metrics"), tr("Quality"), tr("Memory"), tr("Speed")});
    group->setCurrentIndex(static_cast<int>(MetricGroup::Quality));
    table_->showGroup(MetricGroup::Quality);
    connect(group, &QComboBox::currentIndexChanged, this,
            [this](int index) { table_->showGroup(static_cast<MetricGroup>(index)); });
    tables_->setDocumentMode(true);
    tables_->addTab(table_, tr("Results"));
    tables_->addTab(samples_, tr("Samples"));
    connect(tables_, &QTabWidget::currentChanged, group, [group](int index) { group->setVisible(index == 0); });
    tablePanel_->setTitle(tr("Runs"));
    tablePanel_->addControl(group);
    tablePanel_->setContent(tables_);
    tablePanel_->setFigure(nullptr);
    tablePanel_->setTable(table_->shown());
    tablePanel_->setFileName(QStringLiteral("results"));
    middle->addWidget(mapPanel_);
    middle->addWidget(tablePanel_);
    accuracyPanel_->setContent(accuracy_);
    accuracyPanel_->setTable(accuracy_->twin());
    accuracyPanel_->setFileName(QStringLiteral("accuracy"));
    metricChooser_->setAccessibleName(tr("Metric"));
    metricPanel_->addControl(metricChooser_);
    metricPanel_->setContent(metric_);
    metricPanel_->setTable(metric_->twin());
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(memory_);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // The panel shows through.
    scroll->viewport()->setAutoFillBackground(false);
    memory_->setAutoFillBackground(false);
    memoryPanel_->setContent(scroll);
    memoryPanel_->setFigure(memory_);
    memoryPanel_->setTable(memory_->twin());
    memoryPanel_->setFileName(QStringLiteral("memory"));
    memoryPanel_->setSubtitle(tr("KV cache allocated, of dense"));
    for (Panel *panel : {accuracyPanel_, metricPanel_, memoryPanel_}) side->addWidget(panel);
    side->setSizes({205, 205, 250});
}

void EvaluatePage::setData(const EvaluateData &evaluation) {
    data_ = evaluation;
    form_->setData(evaluation);
    showRuns();
}

void EvaluatePage::setShownPlan(const QString &name) {
    data_.shownPlan = name;
    form_->setShownPlan(name);
}

void EvaluatePage::setRun(const RunEntry &entry) {
    const auto at = std::ranges::find(data_.runs, entry.run.name, [](const RunEntry &e) { return e.run.name; });
    if (at == data_.runs.end())
        data_.runs.push_back(entry);
    else
        *at = entry;
    if (!soon_.isActive()) soon_.start();
}

void EvaluatePage::setProgress(double fraction, const QString &line) {
    form_->setProgress(fraction, line);
    tablePanel_->setBusy(fraction >= 0);
    if (fraction >= 0) tablePanel_->setProgress(fraction);
}

void EvaluatePage::setError(const ViewError &error) {
    // Over the results, where there is room to read it; one of the two is seen.
    tablePanel_->setError(error);
    emptyPanel_->setError(error);
}

void EvaluatePage::showRuns() {
    soon_.stop();
    results_->setCurrentIndex(data_.runs.empty() ? 0 : 1);
    if (data_.runs.empty()) {
        emptyPanel_->setEmpty(
            data_.canRun ? tr("Nothing was evaluated yet.\nChoose plans and baselines on the left and press Run: "
                              "rows arrive here while it runs.")
                         : tr("Nothing was evaluated yet, and nothing can be evaluated now.\n%1").arg(form_->whyNot()));
        return;
    }
    const std::vector<RunSeries> series = seriesOfRuns(data_.runs);
    map_->setSeries(series);
    map_->isEmpty() ? mapPanel_->setEmpty(tr("No retrieval was run yet: choose the task Retrieval and press Run."))
                    : mapPanel_->clearEmpty();
    accuracy_->setSeries(series, "accuracy");
    accuracyPanel_->setSubtitle(tr("by length, 95 % intervals"));
    accuracy_->isEmpty() ? accuracyPanel_->setEmpty(tr("No retrieval was run yet.")) : accuracyPanel_->clearEmpty();
    memory_->setSeries(series);
    memory_->isEmpty() ? memoryPanel_->setEmpty(tr("No memory was measured yet: run Retrieval or Memory."))
                       : memoryPanel_->clearEmpty();
    table_->setRuns(data_.runs, series);
    samples_->setRuns(data_.runs, series);
    const QSignalBlocker quiet(metricChooser_);
    const QString before = metricChooser_->currentData().toString();
    metricChooser_->clear();
    for (const std::string metric : {"perplexity", "loss", "tokens_per_second", "prefill_tokens_per_second"})
        if (std::ranges::any_of(series, [&](const RunSeries &one) { return !one.lengths(metric).empty(); }))
            metricChooser_->addItem(metricInfo(metric).title, QString::fromStdString(metric));
    metricChooser_->setCurrentIndex(std::max(metricChooser_->findData(before), 0));
    metricChooser_->setVisible(metricChooser_->count() > 0);
    showMetric();
}

void EvaluatePage::showMetric() {
    const std::string metric = metricChooser_->currentData().toString().toStdString();
    metric_->setSeries(seriesOfRuns(data_.runs), metric);
    metricPanel_->setTitle(metric.empty() ? tr("By length") : metricInfo(metric).title);
    metricPanel_->setFileName(QString::fromStdString(metric));
    metric_->isEmpty() ? metricPanel_->setEmpty(tr("No perplexity and no speed was measured yet."))
                       : metricPanel_->clearEmpty();
}

}  // namespace moa::widgets
