// Plan grid, histogram, Pareto plot and validation: what they show, and selecting and loading by mouse and keyboard.
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "plan_samples.h"
#include "widgets/common/table_export.h"
#include "widgets/plan/pareto_plot.h"
#include "widgets/plan/plan_facts.h"
#include "widgets/plan/plan_grid.h"
#include "widgets/plan/span_histogram.h"
#include "widgets/plan/validation_plot.h"

namespace moa::widgets {

class TestPlanViews : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rulesAreShort_data();
    void rulesAreShort();
    void clicksSelectInTheSharedSelection();
    void arrowsWalkAndWiden();
    void cellsOfAGroupStandTogether();
    void noFrameRunsThroughALabel();
    void tableFollowsPlanLengthAndComparison();
    void aPlanOfAnotherShapeIsNotCompared();
    void histogramCountsEveryHeadOnce();
    void frontHasNoDominatedPoint();
    void keyboardWalksTheFrontAndLoads();
    void unknownLossesAreLeftOut();
    void thePresentPlanIsNamedBesideThePoints();
    void validationIsSortedAndNamesTheChosen();
    void emptyAndSingleAndHugeAreDrawn();

private:
    samples::PlanShape shape_;
};

void TestPlanViews::rulesAreShort_data() {
    QTest::addColumn<double>("alpha");
    QTest::addColumn<double>("beta");
    QTest::addColumn<QString>("text");
    QTest::addRow("all") << 0.0 << 1.0 << QString("N");
    QTest::addRow("half") << 0.0 << 0.5 << QString::fromUtf8("½N");
    QTest::addRow("constant") << 1024.0 << 0.0 << QString("1k");
    QTest::addRow("both") << -512.0 << 0.625 << QString::fromUtf8("\u2212512+⅝N");
    QTest::addRow("odd") << 0.0 << 0.3 << QString("0.3N");
    QTest::addRow("nothing") << 0.0 << 0.0 << QString("0");
}

void TestPlanViews::rulesAreShort() {
    QFETCH(double, alpha);
    QFETCH(double, beta);
    QTEST(shortRule({alpha, beta}), "text");
}

void TestPlanViews::clicksSelectInTheSharedSelection() {
    Selection selection;
    selection.setLength(4096);
    PlanGrid grid(&selection);
    grid.resize(500, 400);
    grid.setData(samples::data(shape_));
    grid.setPlan(samples::answer(shape_, samples::problem(shape_)).plan);
    const auto click = [&](const HeadId &head, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mouseClick(&grid, Qt::LeftButton, modifiers, grid.cellRect(head).center().toPoint());
    };
    click({4, 6});
    QCOMPARE(selection.state().heads, (HeadSet{{4, 6}}));
    click({5, 7}, Qt::ShiftModifier);
    QCOMPARE(selection.state().heads, (HeadSet{{4, 6}, {4, 7}, {5, 6}, {5, 7}}));
    click({4, 7}, Qt::ControlModifier);
    QCOMPARE(selection.state().heads.size(), 3U);
    click({0, 0}, Qt::ControlModifier);
    QCOMPARE(selection.state().current, std::optional(HeadId{0, 0}));
    QTest::mouseClick(&grid, Qt::LeftButton, {}, QPoint(2, 2));
    QCOMPARE(selection.state().heads.size(), 4U);
}

void TestPlanViews::arrowsWalkAndWiden() {
    Selection selection;
    PlanGrid grid(&selection);
    grid.setData(samples::data(shape_));
    selection.selectHeads({{4, 6}}, HeadId{4, 6});
    QTest::keyClick(&grid, Qt::Key_Right);
    QTest::keyClick(&grid, Qt::Key_Right);
    QCOMPARE(selection.state().current, std::optional(HeadId{4, 7}));
    QTest::keyClick(&grid, Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(selection.state().heads, (HeadSet{{3, 7}, {4, 7}}));
    QTest::keyClick(&grid, Qt::Key_Space);
    QCOMPARE(selection.state().heads, (HeadSet{{4, 7}}));
    QTest::keyClick(&grid, Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(selection.state().heads.size(), 64U);
}

void TestPlanViews::cellsOfAGroupStandTogether() {
    Selection selection;
    PlanGrid grid(&selection);
    grid.resize(500, 400);
    grid.setData(samples::data(shape_));
    const double inside = grid.cellRect({0, 1}).left() - grid.cellRect({0, 0}).right();
    const double between = grid.cellRect({0, 2}).left() - grid.cellRect({0, 1}).right();
    QVERIFY(between > inside + 1);
    for (int head = 0; head < 8; ++head)
        QCOMPARE(grid.headAt(grid.cellRect({3, head}).center()), std::optional(HeadId{3, head}));
}

void TestPlanViews::noFrameRunsThroughALabel() {
    Selection selection;
    selection.setLength(4096);
    PlanGrid grid(&selection);
    grid.resize(500, 400);
    grid.setData(samples::data(shape_));
    grid.setPlan(samples::answer(shape_, samples::problem(shape_)).plan);
    const QRectF six = grid.cellRect({4, 6});
    const QRectF seven = grid.cellRect({4, 7});
    QCOMPARE(grid.labelRoom({4, 6}, "N"), six.united(seven));
    selection.selectHeads({{4, 6}}, HeadId{4, 6});
    QCOMPARE(grid.labelRoom({4, 6}, "N"), six);
    selection.selectHeads({{4, 7}}, std::nullopt);
    QCOMPARE(grid.labelRoom({4, 6}, "N"), six);
    selection.selectHeads({{4, 6}, {4, 7}}, std::nullopt);
    QCOMPARE(grid.labelRoom({4, 6}, "N"), six.united(seven));
    // No part is wide enough: the frame gives way.
    selection.selectHeads({{4, 6}}, HeadId{4, 6});
    QCOMPARE(grid.labelRoom({4, 6}, QString(20, 'N')), six.united(seven));
}

void TestPlanViews::tableFollowsPlanLengthAndComparison() {
    Selection selection;
    PlanGrid grid(&selection);
    QAbstractItemModelTester tester(grid.table(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(grid.table()->rowCount(), 0);
    selection.setLength(4096);
    grid.setData(samples::data(shape_));
    const auto answer = samples::answer(shape_, samples::problem(shape_));
    grid.setPlan(answer.plan);
    QCOMPARE(grid.table()->rowCount(), 64);
    double density = 0;
    for (int row = 0; row < 64; ++row) density += grid.table()->index(row, 6).data(kNumberRole).toDouble() / 64;
    QCOMPARE(density, answer.densities.at(4096).kv);
    QVERIFY(std::isnan(grid.table()->index(0, 7).data(kNumberRole).toDouble()));
    grid.setCompared(engine::uniformPlan(8, 8, {0, 1}), "all");
    QCOMPARE(grid.changedHeads(), 62);
    QVERIFY(grid.table()->index(0, 7).data(kNumberRole).toDouble() < 0);
    selection.setLength(1024);
    QVERIFY(grid.table()->headerData(5, Qt::Horizontal).toString().contains("1k"));
}

void TestPlanViews::aPlanOfAnotherShapeIsNotCompared() {
    Selection selection;
    PlanGrid grid(&selection);
    grid.setData(samples::data(shape_));
    grid.setPlan(samples::answer(shape_, samples::problem(shape_)).plan);
    grid.setCompared(engine::uniformPlan(4, 8, {0, 1}), "small");
    QVERIFY(!grid.compared());
    QCOMPARE(grid.changedHeads(), 0);
}

void TestPlanViews::histogramCountsEveryHeadOnce() {
    SpanHistogram histogram;
    const engine::Plan plan{1, 4, {{-5000, 0}, {256, 0}, {0, 0.5}, {0, 1}}};
    histogram.setPlans(plan, std::nullopt, {}, 4096);
    const auto count = [&](int bin) { return histogram.bins()->index(bin, 2).data(kNumberRole).toInt(); };
    QCOMPARE(count(0), 2);  // no span at all, and one that ends just at the first bin's end
    QCOMPARE(count(7), 1);
    QCOMPARE(count(15), 1);
    int sum = 0;
    for (int bin = 0; bin < SpanHistogram::kBins; ++bin) sum += count(bin);
    QCOMPARE(sum, 4);
}

void TestPlanViews::frontHasNoDominatedPoint() {
    ParetoPlot pareto;
    PlanData data = samples::data(shape_);
    data.pareto = {{"a", {1, 5, 0}, 0.25, false},
                   {"b", {2, 3, 0}, 0.25, false},
                   {"c", {3, 4, 0}, 0.25, false},
                   {"d", {4, 1, 0}, 0.25, false},
                   {"e", {0.5, 0.5, 0}, 0.25, true}};
    pareto.setData(data);
    pareto.xAxis()->setCurrentIndex(0);
    pareto.yAxis()->setCurrentIndex(1);
    QCOMPARE(pareto.front(), (QStringList{"a", "b", "d"}));
    pareto.dominated()->setChecked(true);
    QCOMPARE(pareto.front(), (QStringList{"a", "b", "d"}));
    pareto.xAxis()->setCurrentIndex(3);
    QCOMPARE(pareto.front(), (QStringList{"d"}));
}

void TestPlanViews::keyboardWalksTheFrontAndLoads() {
    ParetoPlot pareto;
    PlanData data = samples::data(shape_);
    data.plans.clear();
    data.pareto = {{"b", {2, 3, 3}, 0.25, false}, {"a", {1, 5, 5}, 0.25, false}};
    pareto.setData(data);
    QSignalSpy load(&pareto, &ParetoPlot::loadRequested);
    QTest::keyClick(pareto.plot(), Qt::Key_Return);
    QCOMPARE(load.count(), 0);
    QTest::keyClick(pareto.plot(), Qt::Key_Right);
    QTest::keyClick(pareto.plot(), Qt::Key_Return);
    QCOMPARE(load.takeLast().at(0).toString(), QString("a"));
    for (int i = 0; i < 3; ++i) QTest::keyClick(pareto.plot(), Qt::Key_Right);
    QTest::keyClick(pareto.plot(), Qt::Key_Return);
    QCOMPARE(load.takeLast().at(0).toString(), QString("b"));
}

void TestPlanViews::unknownLossesAreLeftOut() {
    ParetoPlot pareto;
    PlanData data = samples::data(shape_);
    data.pareto = {{"short", {1}, 0.25, false}, {"nan", {NAN, 1, 1}, 0.25, false}, {"good", {1, 1, 1}, 0.25, false}};
    pareto.setData(data);
    pareto.yAxis()->setCurrentIndex(2);
    QCOMPARE(pareto.front(), (QStringList{"good"}));
    QCOMPARE(tableText(*pareto.values(), TableFormat::Csv).count(QStringLiteral("nan,")), 1);
}

void TestPlanViews::thePresentPlanIsNamedBesideThePoints() {
    ParetoPlot pareto;
    pareto.resize(360, 300);
    pareto.show();
    PlanData data = samples::data(shape_);
    data.plans.clear();
    // Right of the present plan and above it there are others.
    for (int i = 1; i <= 20; ++i) {
        data.pareto.push_back({"right", {1 + 0.02 * i, 1, 1}, 0.25, false});
        data.pareto.push_back({"above", {1, 1 + 0.02 * i, 1}, 0.25, false});
    }
    pareto.setData(data);
    pareto.xAxis()->setCurrentIndex(0);
    pareto.yAxis()->setCurrentIndex(1);
    pareto.setGhosts({{}, {1, 1, 1}, 0.25, false}, {});
    CurvePlot &plot = *pareto.plot();
    plot.replot();
    const QCPItemText *name = nullptr;
    for (int i = 0; i < plot.itemCount(); ++i)
        if (auto *text = qobject_cast<QCPItemText *>(plot.item(i)); text && text->text() == "this plan") name = text;
    QVERIFY(name != nullptr);
    const QRectF room(name->topLeft->pixelPosition(), name->bottomRight->pixelPosition());
    QVERIFY(room.width() > 20);
    for (int g = 0; g < plot.graphCount(); ++g)
        for (const QCPGraphData &point : *plot.graph(g)->data())
            QVERIFY(!room.contains(plot.graph(g)->coordsToPixels(point.key, point.value)));
}

void TestPlanViews::validationIsSortedAndNamesTheChosen() {
    ValidationPlot plot;
    plot.setPoints({{"worse", 8192, 1.9, 1.8, 2.0, 24, false},
                    {"broken", 8192, NAN, NAN, NAN, 0, false},
                    {"best", 8192, 1.8, 1.7, 1.9, 24, true}});
    QCOMPARE(plot.points().front().plan, QString("best"));
    QCOMPARE(plot.points().back().plan, QString("broken"));
    QVERIFY(plot.accessibleDescription().contains("best"));
    QCOMPARE(plot.values()->index(2, 2).data().toString(), QString(QChar(0x2013)));
    QVERIFY(std::isfinite(plot.xAxis->range().lower) && std::isfinite(plot.xAxis->range().upper));
}

void TestPlanViews::emptyAndSingleAndHugeAreDrawn() {
    for (const int size : {0, 1, 64}) {
        Selection selection;
        selection.setLength(4096);
        PlanGrid grid(&selection);
        grid.resize(400, 300);
        ParetoPlot pareto;
        SpanHistogram histogram;
        ValidationPlot validation;
        if (size > 0) {
            const samples::PlanShape shape{size, size, size, {1024, 2048, 4096}, 8192};
            const auto answer = samples::answer(shape, samples::problem(shape));
            grid.setData(samples::data(shape));
            grid.setPlan(answer.plan);
            pareto.setData(samples::data(shape));
            histogram.setPlans(answer.plan, std::nullopt, {}, 4096);
            validation.setPoints(
                std::vector<ValidationPoint>(static_cast<size_t>(size), {"p", 8192, 1, 1, 1, 1, false}));
            QCOMPARE(grid.table()->rowCount(), size * size);
        }
        for (QWidget *view : {static_cast<QWidget *>(&grid), static_cast<QWidget *>(&pareto),
                              static_cast<QWidget *>(&histogram), static_cast<QWidget *>(&validation)})
            QVERIFY(!view->grab().isNull());
        QTest::keyClick(&grid, Qt::Key_Down);
        QTest::keyClick(pareto.plot(), Qt::Key_Right);
    }
}

}  // namespace moa::widgets

QTEST_MAIN(moa::widgets::TestPlanViews)
#include "tst_plan_views.moc"
