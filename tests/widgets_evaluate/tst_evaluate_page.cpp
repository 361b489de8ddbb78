// The Evaluate page: orders that say what was chosen, rows that arrive, every sample with its twins in other runs.
#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>
#include <cmath>

#include "evaluate_samples.h"
#include "support/view_checks.h"
#include "widgets/common/table_export.h"
#include "widgets/evaluate/evaluate_page.h"
#include "widgets/evaluate/memory_bars.h"
#include "widgets/evaluate/metric_plot.h"
#include "widgets/evaluate/results_table.h"
#include "widgets/evaluate/retrieval_map.h"
#include "widgets/evaluate/sample_browser.h"

namespace moa::widgets {

namespace {

struct Shown {
    EvaluatePage page;
    EvaluateData data = samples::evaluateData();

    Shown() : Shown(samples::evaluateData()) {}
    explicit Shown(EvaluateData shown) : data(std::move(shown)) {
        page.resize(1100, 700);
        page.setData(data);
        page.show();
    }
    template <typename T>
    [[nodiscard]] T &named(const QString &name) const {
        for (auto *widget : page.findChildren<T *>())
            if (widget->accessibleName() == name) return *widget;
        qFatal("no widget %s", qPrintable(name));
    }
    [[nodiscard]] QPushButton &button(const QString &text) const {
        for (auto *widget : page.findChildren<QPushButton *>())
            if (widget->text() == text) return *widget;
        qFatal("no button %s", qPrintable(text));
    }
    [[nodiscard]] QCheckBox &box(const QString &text) const {
        for (auto *widget : page.findChildren<QCheckBox *>())
            if (widget->text() == text) return *widget;
        qFatal("no check box %s", qPrintable(text));
    }
    [[nodiscard]] QComboBox &task() const { return named<QComboBox>("Task"); }
    [[nodiscard]] ResultsTable &results() const { return *page.findChild<ResultsTable *>(); }
    [[nodiscard]] RetrievalMap &map() const { return *page.findChild<RetrievalMap *>(); }
    [[nodiscard]] QString result(int row, int column) const {
        return results().shown()->index(row, column).data().toString();
    }
};

}  // namespace

class TestEvaluatePage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QLocale::setDefault(QLocale(QLocale::English));
        qApp->setStyle("Fusion");
        qApp->setFont(bodyFont());
    }

    void orderSaysWhatWasChosen();
    void runIsRefusedWithTheReason();
    void cancelIsOfferedWhileRunning();
    void choicesSurviveNewData();
    void theShownPlanIsOffered();
    void intervalsAreInSightOnASmallScreen();
    void denseComesFirst();
    void intervalsAreWrittenOnBothSides();
    void tableSortsByNumber();
    void rowsArriveWhileItRuns();
    void runsOfOnePlanAreOneSeries();
    void mapTellsMeasuredFromNotMeasured();
    void mapIsWalkedByKeyboard();
    void twinsHoldEveryNumber();
    void onlyWrongHidesRightAnswers();
    void otherRunsAnswerTheSameQuestion();
    void withoutRunsThePageSaysWhatToDo();
    void errorStandsInPlaceWithItsRemedy();
    void looksRightInBothThemes_data();
    void looksRightInBothThemes();
    void settersAreQuick();
};

void TestEvaluatePage::orderSaysWhatWasChosen() {
    const Shown shown;
    QSignalSpy orders(&shown.page, &EvaluatePage::evaluateRequested);
    shown.box("uniform, same memory").click();
    shown.box("pareto-2").click();
    shown.box("8k").click();
    QTest::mouseClick(&shown.button("Run"), Qt::LeftButton);
    QCOMPARE(orders.size(), 1);
    const auto order = orders[0][0].value<EvaluationOrder>();
    QCOMPARE(order.task, QString("retrieval"));
    QCOMPARE(order.plans, QStringList({"dense", "plan", "pareto-2"}));
    QCOMPARE(order.lengths, std::vector<int>({1024, 2048, 4096}));
    QCOMPARE(order.samples, 32);
    QVERIFY(!order.blockPrefill);
}

void TestEvaluatePage::runIsRefusedWithTheReason() {
    const Shown shown;
    shown.task().setCurrentIndex(1);
    QVERIFY(!shown.button("Run").isEnabled());
    for (auto *line : shown.page.findChildren<QLineEdit *>())
        if (line->placeholderText() == "Text or JSONL file") line->setText("/tmp/a.txt");
    QVERIFY(shown.button("Run").isEnabled());
    for (const auto *name : {"dense", "uniform, same memory", "plan"}) shown.box(name).setChecked(false);
    QVERIFY(!shown.button("Run").isEnabled());
}

void TestEvaluatePage::cancelIsOfferedWhileRunning() {
    Shown shown;
    QSignalSpy cancels(&shown.page, &EvaluatePage::cancelRequested);
    QVERIFY(!shown.button("Cancel").isEnabled());
    shown.page.setProgress(0.5, "12 of 24");
    QVERIFY(!shown.button("Run").isEnabled());
    QTest::mouseClick(&shown.button("Cancel"), Qt::LeftButton);
    QCOMPARE(cancels.size(), 1);
    shown.page.setProgress(-1, {});
    QVERIFY(shown.button("Run").isEnabled());
    QVERIFY(!shown.button("Cancel").isEnabled());
}

void TestEvaluatePage::choicesSurviveNewData() {
    Shown shown;
    shown.box("pareto-1").click();
    shown.box("2k").click();
    shown.data.plans << "pareto-4";
    shown.data.lengths.push_back(16384);
    shown.page.setData(shown.data);
    QVERIFY(shown.box("pareto-1").isChecked());
    QVERIFY(!shown.box("pareto-4").isChecked());
    QVERIFY(!shown.box("2k").isChecked());
    QVERIFY(shown.box("1k").isChecked());
}

void TestEvaluatePage::theShownPlanIsOffered() {
    Shown shown;
    shown.page.setShownPlan("plan-7");
    shown.box("shown, as plan-7").setChecked(true);
    QSignalSpy run(&shown.page, &EvaluatePage::evaluateRequested);
    shown.button("Run").click();
    QVERIFY(run.takeFirst().at(0).value<EvaluationOrder>().plans.contains("plan-7"));
    // Stored by then: it is a plan as the others, still chosen.
    shown.data.plans << "plan-7";
    shown.page.setData(shown.data);
    QVERIFY(shown.box("plan-7").isChecked());
}

void TestEvaluatePage::intervalsAreInSightOnASmallScreen() {
    Shown shown;
    shown.page.resize(1000, 700);
    QCoreApplication::processEvents();
    const ResultsTable &table = shown.results();
    constexpr int kInterval = 4;
    QVERIFY(table.columnViewportPosition(kInterval) + table.columnWidth(kInterval) <= table.viewport()->width());
}

void TestEvaluatePage::denseComesFirst() {
    EvaluateData data = samples::evaluateData();
    std::ranges::reverse(data.runs);
    const Shown shown(data);
    QCOMPARE(shown.result(0, 0), QString("dense"));
    QCOMPARE(shown.result(0, 7), QString("Retrieval"));
    QCOMPARE(shown.result(3, 0), QString("uniform"));
    QCOMPARE(shown.result(6, 0), QString("plan"));
}

void TestEvaluatePage::intervalsAreWrittenOnBothSides() {
    const Shown shown;
    // 32 of 32: Wilson's interval is 89.3 to 100.
    QCOMPARE(shown.result(0, 3), QString("100"));
    QCOMPARE(shown.result(0, 4), QString::fromUtf8("+0 −10.7"));
    const engine::EvaluationRow even{1024, {}, "perplexity", 100, 95, 105, 32};
    QCOMPARE(intervalText(even), QString("± 5.00"));
    const engine::EvaluationRow exact{1024, {}, "kv_bytes", 1024, 1024, 1024, 32};
    QCOMPARE(intervalText(exact), QString());
}

void TestEvaluatePage::tableSortsByNumber() {
    const Shown shown;
    QAbstractItemModelTester tester(shown.results().cells());
    shown.results().sortByColumn(3, Qt::AscendingOrder);
    double before = -1;
    for (int row = 0; row < shown.results().shown()->rowCount(); ++row) {
        const double value = shown.results().shown()->index(row, 3).data(kNumberRole).toDouble();
        QVERIFY(value >= before);
        before = value;
    }
    QVERIFY(before > 90);
}

void TestEvaluatePage::rowsArriveWhileItRuns() {
    Shown shown;
    const int before = shown.results().shown()->rowCount();
    RunEntry entry{samples::retrievalRun("pareto-1", {1024}, 4), Series::SecondPlan, true};
    shown.page.setRun(entry);
    QTRY_COMPARE(shown.results().shown()->rowCount(), before + 1);
    entry.run = samples::retrievalRun("pareto-1", {1024, 2048}, 4);
    shown.page.setRun(entry);
    QTRY_COMPARE(shown.results().shown()->rowCount(), before + 2);
}

void TestEvaluatePage::runsOfOnePlanAreOneSeries() {
    EvaluateData data;
    auto later = samples::retrievalRun("plan", {8192});
    later.name += "-2";
    data.runs = {{samples::retrievalRun("plan", {1024, 2048}), Series::Plan, false},
                 {later, Series::Plan, false},
                 {samples::retrievalRun("plan", {1024}, 32, "block"), Series::Plan, false}};
    const auto series = seriesOfRuns(data.runs);
    QCOMPARE(series.size(), size_t{2});
    QCOMPARE(series[0].lengths("accuracy"), std::vector<int>({1024, 2048, 8192}));
    QVERIFY(series[1].mark.hollow);
    const Shown shown(data);
    QCOMPARE(shown.page.findChild<MetricPlot *>()->graphCount(), 2);
}

void TestEvaluatePage::mapTellsMeasuredFromNotMeasured() {
    const Shown shown;
    // Dense at 1k, from the start of the prompt; dense at 8k was not run.
    QVERIFY2(shown.map().cellText({0, 0, 0}).contains("right, n = 4"), qPrintable(shown.map().cellText({0, 0, 0})));
    QVERIFY(shown.map().cellText({0, 0, 3}).contains("no run at this length"));
    QVERIFY(!shown.map().cellText({2, 0, 3}).contains("not measured"));
    // The uniform window has forgotten the start: another colour than dense at the same place.
    const QImage image = shown.map().grab().toImage();
    const auto corner = [&](const RetrievalMap::Place &place) {
        return image.pixelColor(shown.map().cellRect(place).topLeft().toPoint() + QPoint(3, 3));
    };
    QVERIFY(corner({0, 0, 0}) != corner({1, 0, 0}));
    QCOMPARE(corner({0, 0, 0}), corner({2, 0, 0}));
}

void TestEvaluatePage::mapIsWalkedByKeyboard() {
    const Shown shown;
    QTest::mouseClick(&shown.map(), Qt::LeftButton, {}, shown.map().cellRect({0, 2, 1}).center().toPoint());
    QCOMPARE(shown.map().current(), std::optional(RetrievalMap::Place{0, 2, 1}));
    for (int i = 0; i < 3; ++i) QTest::keyClick(&shown.map(), Qt::Key_Right);
    QTest::keyClick(&shown.map(), Qt::Key_Up);
    QCOMPARE(shown.map().current(), std::optional(RetrievalMap::Place{1, 1, 0}));
    QVERIFY(shown.map().accessibleDescription().startsWith("uniform, 1,024 tokens"));
}

void TestEvaluatePage::twinsHoldEveryNumber() {
    const Shown shown;
    QCOMPARE(shown.map().twin()->rowCount(), 3 * 4 * samples::kDepths);
    QCOMPARE(shown.named<MetricPlot>("Accuracy by length").twin()->rowCount(), 10);
    const auto &bars = *shown.page.findChild<MemoryBars *>();
    QCOMPARE(bars.twin()->rowCount(), 10);
    QCOMPARE(bars.twin()->cell(0, 0).text, QString("dense"));
    QCOMPARE(bars.twin()->cell(0, 4).number, std::optional(100.0));
    const QString csv = tableText(*shown.map().twin(), TableFormat::Csv);
    QVERIFY(csv.startsWith("Plan,Length,\"Depth, %\",\"Accuracy, %\",Low,High,n\r\ndense,1024,0,100,"));
}

void TestEvaluatePage::onlyWrongHidesRightAnswers() {
    const Shown shown;
    auto &browser = *shown.page.findChild<SampleBrowser *>();
    QCOMPARE(browser.runName(), QString("retrieval-dense"));
    auto &samples = shown.named<CellTableView>("Samples");
    QCOMPARE(samples.shown()->rowCount(), 96);
    shown.box("Only wrong").click();
    QCOMPARE(samples.shown()->rowCount(), 1);
    QCOMPARE(samples.shown()->index(0, 0).data().toString(), QString("4,096"));
    shown.box("Only wrong").click();
    shown.named<QLineEdit>("Search in samples").setText("11031");
    QCOMPARE(samples.shown()->rowCount(), 1);
}

void TestEvaluatePage::otherRunsAnswerTheSameQuestion() {
    const Shown shown;
    auto &samples = shown.named<CellTableView>("Samples");
    auto &others = shown.named<CellTableView>("Answers of other runs");
    samples.setCurrentIndex(samples.shown()->index(1, 0));
    QCOMPARE(others.cells()->rowCount(), 3);
    QCOMPARE(others.cells()->cell(0, 0).text, QString("dense"));
    QCOMPARE(others.cells()->cell(0, 1).text, QString("right"));
    QCOMPARE(others.cells()->cell(1, 0).text, QString("uniform"));
    QCOMPARE(others.cells()->cell(1, 1).text, QString("wrong"));
}

void TestEvaluatePage::withoutRunsThePageSaysWhatToDo() {
    EvaluateData data;
    data.whyNot = "The model is missing.";
    const Shown shown(data);
    QVERIFY(!shown.button("Run").isEnabled());
    QStringList texts;
    for (const auto *label : shown.page.findChildren<QLabel *>())
        if (label->isVisible()) texts << label->text();
    const QString all = texts.join('|');
    QVERIFY2(all.contains("The model is missing."), qPrintable(all));
    QVERIFY2(all.contains("Nothing was evaluated yet"), qPrintable(all));
}

void TestEvaluatePage::errorStandsInPlaceWithItsRemedy() {
    Shown shown;
    QSignalSpy remedies(&shown.page, &EvaluatePage::remedyRequested);
    shown.page.setError(
        {"The model cannot be evaluated", "length 16384", "it has 8192 positions", "Choose less.", "Retry"});
    for (auto *button : shown.page.findChildren<QPushButton *>())
        if (button->text() == "Retry" && button->isVisible()) QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(remedies.size(), 1);
    // A new run takes the error away.
    QTest::mouseClick(&shown.button("Run"), Qt::LeftButton);
    for (const auto *button : shown.page.findChildren<QPushButton *>())
        QVERIFY(button->text() != "Retry" || !button->isVisible());
}

void TestEvaluatePage::looksRightInBothThemes_data() {
    QTest::addColumn<bool>("dark");
    QTest::addColumn<bool>("empty");
    for (const bool dark : {false, true})
        for (const bool empty : {false, true})
            QTest::addRow("%s %s", dark ? "dark" : "light", empty ? "empty" : "full") << dark << empty;
}

void TestEvaluatePage::looksRightInBothThemes() {
    QFETCH(bool, dark);
    QFETCH(bool, empty);
    qApp->setPalette((dark ? Theme::darkTheme() : Theme::light()).palette());
    Shown shown(empty ? EvaluateData{} : samples::evaluateData());
    for (int tab = 0; tab < 2; ++tab) {
        shown.page.findChild<QTabWidget *>()->setCurrentIndex(tab);
        QTest::qWait(30);
        const QStringList faults = checks::faultsOf(shown.page);
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join('\n')));
    }
}

void TestEvaluatePage::settersAreQuick() {
    EvaluateData data = samples::evaluateData();
    for (int i = 0; i < 4; ++i)
        data.runs.push_back(
            {samples::retrievalRun("pareto-" + std::to_string(i), {1024, 2048, 4096}, 500), Series::SecondPlan, false});
    Shown shown(data);
    QElapsedTimer timer;
    timer.start();
    shown.page.setData(data);
    const auto set = timer.restart();
    const QImage image = shown.page.grab().toImage();
    const auto paint = timer.elapsed();
    qInfo("set %lld ms, paint %lld ms", static_cast<long long>(set), static_cast<long long>(paint));
    QVERIFY(!image.isNull());
    QVERIFY(set < 500);
    QVERIFY(paint < 500);
}

}  // namespace moa::widgets

QTEST_MAIN(moa::widgets::TestEvaluatePage)
#include "tst_evaluate_page.moc"
