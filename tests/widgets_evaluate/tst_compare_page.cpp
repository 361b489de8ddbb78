// The Compare page: the runs chosen, deltas that say what they are, paired samples, the difference of plans.
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QListWidget>
#include <QMenu>
#include <QTest>
#include <cmath>

#include "evaluate_samples.h"
#include "support/view_checks.h"
#include "widgets/compare/compare_page.h"
#include "widgets/compare/compare_tables.h"
#include "widgets/compare/paired_test.h"
#include "widgets/compare/plan_difference.h"
#include "widgets/compare/run_chooser.h"
#include "widgets/evaluate/cell_table_view.h"
#include "widgets/evaluate/metric_plot.h"

namespace moa::widgets {

namespace {

struct Shown {
    ComparePage page;
    EvaluateData data = samples::evaluateData();

    Shown() {
        page.resize(1100, 700);
        page.setData(data.runs, samples::plans(), 4);
        page.show();
    }
    template <typename T>
    [[nodiscard]] T &named(const QString &name) const {
        for (auto *widget : page.findChildren<T *>())
            if (widget->accessibleName() == name) return *widget;
        qFatal("no widget %s", qPrintable(name));
    }
    [[nodiscard]] CellTable &cells(const QString &name) const { return *named<CellTableView>(name).cells(); }
    [[nodiscard]] RunChooser &chooser() const { return *page.findChild<RunChooser *>(); }
    [[nodiscard]] QListWidget &list() const { return *page.findChild<QListWidget *>(); }
    [[nodiscard]] const Cell &metric(const QString &metric, const QString &length, int column) const {
        const CellTable &table = cells("Metrics");
        for (int row = 0; row < table.rowCount(); ++row)
            if (table.cell(row, 0).text == metric && table.cell(row, 1).text == length) return table.cell(row, column);
        qFatal("no metric %s", qPrintable(metric));
    }
};

// The two-sided sign test by counting all 2^n outcomes.
double bruteSignTest(int a, int b) {
    const int n = a + b;
    int uneven = 0;
    for (int outcome = 0; outcome < 1 << n; ++outcome) {
        const int ones = __builtin_popcount(static_cast<unsigned>(outcome));
        if (std::abs(2 * ones - n) >= std::abs(a - b)) ++uneven;
    }
    return static_cast<double>(uneven) / (1 << n);
}

}  // namespace

class TestComparePage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QLocale::setDefault(QLocale(QLocale::English));
        qApp->setStyle("Fusion");
        qApp->setFont(bodyFont());
    }

    void signTestCountsEveryOutcome();
    void pairsAreMatchedByPrompt();
    void lossesArePairedByTheLowerOne();
    void firstChoiceIsOneRunOfEachPlan();
    void chosenRunsStayChosen();
    void aFifthRunCannotBeChosen();
    void deltasAreSignedAndNamed();
    void baselineIsChosen();
    void diffOnlyHidesWhatAgrees();
    void pairedTableSaysWhoWasRight();
    void differenceCountsHeads();
    void tablesAreCopiedForPapers();
    void tooFewRunsSayWhatToDo();
    void looksRightInBothThemes_data();
    void looksRightInBothThemes();
    void settersAreQuick();
};

void TestComparePage::signTestCountsEveryOutcome() {
    for (int a = 0; a <= 7; ++a)
        for (int b = 0; b <= 7; ++b)
            QVERIFY2(std::abs(signTest(a, b) - bruteSignTest(a, b)) < 1e-12,
                     qPrintable(QString("%1 %2").arg(a).arg(b)));
    QVERIFY(signTest(0, 1000) < 1e-100);
}

void TestComparePage::pairsAreMatchedByPrompt() {
    auto a = samples::retrievalRun("dense", {1024});
    auto b = samples::retrievalRun("uniform", {1024});
    const PairedCounts counts = pairedCounts(a, b);
    QCOMPARE(counts.total(), 32);
    QCOMPARE(counts.onlyB, 0);
    QVERIFY(counts.onlyA > 15);
    QCOMPARE(pairedCounts(b, a).onlyB, counts.onlyA);
    b.samples[0].promptHash = "another prompt";
    b.samples[1].index = 500;
    QCOMPARE(pairedCounts(a, b).total(), 30);
    b.task = "perplexity";
    QCOMPARE(pairedCounts(a, b), PairedCounts{});
}

void TestComparePage::lossesArePairedByTheLowerOne() {
    auto a = samples::perplexityRun("dense", {1024});
    auto b = a;
    b.samples[0].score += 0.1;
    b.samples[1].score -= 0.1;
    b.samples[2].score -= 0.1;
    QCOMPARE(pairedCounts(a, b), (PairedCounts{29, 1, 2, 0}));
}

void TestComparePage::firstChoiceIsOneRunOfEachPlan() {
    const Shown shown;
    QCOMPARE(shown.chooser().chosen(), QStringList({"retrieval-dense", "retrieval-uniform", "retrieval-plan"}));
    QCOMPARE(shown.chooser().baseline(), QString("retrieval-dense"));
    QCOMPARE(shown.page.findChild<MetricPlot *>()->graphCount(), 3);
}

void TestComparePage::chosenRunsStayChosen() {
    Shown shown;
    const QStringList chosen{"perplexity-uniform", "perplexity-plan"};
    shown.page.chooseRuns(chosen);
    shown.data.runs.push_back({samples::retrievalRun("pareto-1", {1024}), Series::SecondPlan, false});
    shown.page.setData(shown.data.runs, samples::plans(), 4);
    QCOMPARE(shown.chooser().chosen(), chosen);
}

void TestComparePage::aFifthRunCannotBeChosen() {
    const Shown shown;
    for (int i = 0; i < shown.list().count(); ++i)
        if (shown.chooser().chosen().size() < kMostCompared) shown.list().item(i)->setCheckState(Qt::Checked);
    QCOMPARE(shown.chooser().chosen().size(), kMostCompared);
    int free = 0;
    for (int i = 0; i < shown.list().count(); ++i) free += (shown.list().item(i)->flags() & Qt::ItemIsEnabled) ? 1 : 0;
    QCOMPARE(free, kMostCompared);
}

void TestComparePage::deltasAreSignedAndNamed() {
    const Shown shown;
    // Columns: metric, length, dense, uniform, its delta, plan, its delta.
    const Cell &worse = shown.metric("Accuracy, %", "1,024", 4);
    QVERIFY2(worse.text.startsWith(QChar(0x2212)) && worse.text.endsWith("worse"), qPrintable(worse.text));
    QCOMPARE(worse.tone, Tone::Bad);
    const Cell &less = shown.metric("KV cache, MiB", "1,024", 6);
    QVERIFY2(less.text.startsWith(QChar(0x2212)) && less.text.endsWith("better"), qPrintable(less.text));
    QCOMPARE(less.tone, Tone::Good);
    QCOMPARE(shown.metric("Accuracy, %", "1,024", 6).text, QString("same"));
    // Dense was not run at 8k.
    QCOMPARE(shown.metric("Accuracy, %", "8,192", 6).text, QString(QChar(0x2013)));
    QVERIFY(!shown.metric("Accuracy, %", "8,192", 6).tip.isEmpty());
    EvaluateData data = samples::evaluateData();
    data.runs[2].run.rows[0].value -= 0.03;
    Shown other;
    other.page.setData(data.runs, samples::plans(), 4);
    const Cell &chance = other.metric("Accuracy, %", "1,024", 6);
    QCOMPARE(chance.text, QString::fromUtf8("−3.00 overlap"));
    QCOMPARE(chance.tone, Tone::Quiet);
}

void TestComparePage::baselineIsChosen() {
    const Shown shown;
    auto &box = shown.named<QComboBox>("Baseline");
    box.setCurrentIndex(box.findData("retrieval-uniform"));
    // Columns: metric, length, dense, its delta, uniform, plan, its delta.
    const Cell &better = shown.metric("Accuracy, %", "1,024", 3);
    QVERIFY2(better.text.startsWith('+') && better.text.endsWith("better"), qPrintable(better.text));
}

void TestComparePage::diffOnlyHidesWhatAgrees() {
    const Shown shown;
    const auto has = [&](const QString &setting) {
        for (int row = 0; row < shown.cells("Settings").rowCount(); ++row)
            if (shown.cells("Settings").cell(row, 0).text == setting) return true;
        return false;
    };
    QVERIFY(has("lengths") && !has("seed"));
    for (auto *box : shown.page.findChildren<QCheckBox *>()) box->setChecked(false);
    QVERIFY(has("lengths") && has("seed"));
}

void TestComparePage::pairedTableSaysWhoWasRight() {
    const Shown shown;
    const CellTable &table = shown.cells("Paired samples");
    QCOMPARE(table.rowCount(), 2);
    QCOMPARE(table.cell(0, 0).text, QString("uniform"));
    QCOMPARE(table.cell(0, 5).text, QString("96"));
    QVERIFY(*table.cell(0, 6).number < 1e-10);
    QCOMPARE(table.cell(1, 0).text, QString("plan"));
    QCOMPARE(*table.cell(1, 6).number, 1.0);
}

void TestComparePage::differenceCountsHeads() {
    const Shown shown;
    auto &difference = *shown.page.findChild<PlanDifference *>();
    shown.named<QComboBox>("First plan").setCurrentText("plan");
    shown.named<QComboBox>("Second plan").setCurrentText("plan");
    QCOMPARE(difference.differing(), 0);
    shown.named<QComboBox>("Second plan").setCurrentText("pareto-1");
    QCOMPARE(difference.differing(), 62);  // all but the two heads that keep everything
    QCOMPARE(difference.twin()->rowCount(), 64);
    shown.named<QComboBox>("Second plan").setCurrentText("dense");
    QCOMPARE(difference.differing(), 62);
    QCOMPARE(difference.twin()->cell(0, 3).number, std::optional(100.0));
    // No run of uniform tells its densities at 8k: the choosers stay and another length works.
    shown.named<QComboBox>("Second plan").setCurrentText("uniform");
    shown.named<QComboBox>("Length of the densities").setCurrentText("8k");
    QVERIFY(difference.accessibleDescription().contains("not known"));
    QVERIFY(shown.named<QComboBox>("Second plan").isVisible());
    shown.named<QComboBox>("Length of the densities").setCurrentText("4k");
    QCOMPARE(difference.differing(), 64);
}

void TestComparePage::tablesAreCopiedForPapers() {
    const Shown shown;
    for (auto *panel : shown.page.findChildren<Panel *>()) {
        if (panel->accessibleName() != "Metrics") continue;
        for (auto *action : panel->menu()->actions())
            if (action->text() == "Copy as LaTeX") action->trigger();
    }
    const QString text = QGuiApplication::clipboard()->text();
    QVERIFY2(text.startsWith("\\begin{tabular}") && text.contains("Accuracy, \\%"), qPrintable(text.left(200)));
}

void TestComparePage::tooFewRunsSayWhatToDo() {
    Shown shown;
    shown.page.chooseRuns({"retrieval-dense"});
    QVERIFY(!shown.named<CellTableView>("Metrics").isVisible());
    QCOMPARE(checks::faultsOf(shown.page), QStringList());
    shown.page.setData({}, {}, 0);
    QVERIFY(!shown.named<CellTableView>("Metrics").isVisible());
}

void TestComparePage::looksRightInBothThemes_data() {
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestComparePage::looksRightInBothThemes() {
    QFETCH(bool, dark);
    qApp->setPalette((dark ? Theme::darkTheme() : Theme::light()).palette());
    Shown shown;
    QTest::qWait(50);
    const QStringList faults = checks::faultsOf(shown.page);
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join('\n')));
}

void TestComparePage::settersAreQuick() {
    EvaluateData data = samples::evaluateData();
    for (int i = 0; i < 4; ++i)
        data.runs.push_back(
            {samples::retrievalRun("pareto-" + std::to_string(i), {1024, 2048, 4096}, 500), Series::SecondPlan, false});
    Shown shown;
    QElapsedTimer timer;
    timer.start();
    shown.page.setData(data.runs, samples::plans(), 4);
    QVERIFY(timer.elapsed() < 500);
}

}  // namespace moa::widgets

QTEST_MAIN(moa::widgets::TestComparePage)
#include "tst_compare_page.moc"
