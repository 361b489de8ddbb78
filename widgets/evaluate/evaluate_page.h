// The Evaluate page: what to run, the rows as they arrive, retrieval by depth, memory, every sample.
#pragma once

#include <QTimer>
#include <QWidget>

#include "widgets/values/evaluate_data.h"
#include "widgets/values/view_error.h"

class QComboBox;
class QSplitter;
class QStackedWidget;
class QTabWidget;

namespace moa::widgets {

class MemoryBars;
class MetricPlot;
class OrderForm;
class Panel;
class ResultsTable;
class RetrievalMap;
class SampleBrowser;

class EvaluatePage : public QWidget {
    Q_OBJECT

public:
    explicit EvaluatePage(QWidget *parent = nullptr);

    void setData(const EvaluateData &data);
    // As EvaluateData::shownPlan: it follows the plan while that moves.
    void setShownPlan(const QString &name);
    // A run grew or was finished: replaces the entry of the same name, or adds it. Shown within 50 ms: samples of small
    // models arrive faster than they can be drawn.
    void setRun(const RunEntry &entry);
    // 0..1 and one line; a negative fraction: nothing is running.
    void setProgress(double fraction, const QString &line);
    void setError(const ViewError &error);

Q_SIGNALS:
    void evaluateRequested(const moa::widgets::EvaluationOrder &order);
    void cancelRequested();
    // The button of the error that setError showed.
    void remedyRequested();

private:
    void buildFigures(QSplitter *middle, QSplitter *side);
    void showRuns();
    void showMetric();

    EvaluateData data_;
    QTimer soon_;
    Panel *orderPanel_;
    OrderForm *form_;
    QStackedWidget *results_;
    Panel *mapPanel_;
    RetrievalMap *map_;
    Panel *tablePanel_;
    QTabWidget *tables_;
    ResultsTable *table_;
    SampleBrowser *samples_;
    Panel *accuracyPanel_;
    MetricPlot *accuracy_;
    Panel *metricPanel_;
    MetricPlot *metric_;
    QComboBox *metricChooser_;
    Panel *memoryPanel_;
    MemoryBars *memory_;
    Panel *emptyPanel_;
};

}  // namespace moa::widgets
