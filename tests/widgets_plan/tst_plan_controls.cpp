// Sliders, mix and constraint table: what they emit for mouse, keyboard and numbers.
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QWheelEvent>

#include "plan_samples.h"
#include "widgets/plan/budget_sliders.h"
#include "widgets/plan/constraint_table.h"
#include "widgets/plan/mix_panel.h"

namespace moa::widgets {

class TestPlanControls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMouseDragEndsOnce();
    void aBurstOfKeysIsOneStep();
    void aTypedNumberIsFinal();
    void theWheelCountsWithFocusOnly();
    void linkedBudgetsMoveByTheSameAmount();
    void linkedBudgetsKeepTheirDistanceAtTheEnds();
    void freeBudgetsMoveAlone();
    void aMovingSliderIsLeftAlone();
    void weightsLeaveOutWhatIsOne();
    void aMixOfNothingIsRefused();
    void deletingARowIsOneEdit();
    void cellsOfConstraintsAreEdited();
    void wrongCellsAreRefused();
    void weightsOfLengthsAndLimitsAreEdited();
    void pricesStandBesideTheirPins();

private:
    samples::PlanShape shape_;
};

void TestPlanControls::aMouseDragEndsOnce() {
    ValueSlider slider({5, 100, 100, 0.1, 1, {}});
    slider.resize(300, 30);
    slider.show();
    slider.setValue(50);
    QSignalSpy moved(&slider, &ValueSlider::moved);
    QSlider *bar = slider.slider();
    const QPoint middle = bar->rect().center();
    QTest::mousePress(bar, Qt::LeftButton, {}, middle);
    for (int x = 0; x < 40; x += 10) QTest::mouseMove(bar, middle + QPoint(x, 0));
    QVERIFY(moved.count() > 1);
    QVERIFY(slider.isMoving());
    QTest::mouseRelease(bar, Qt::LeftButton, {}, middle + QPoint(30, 0));
    int finals = 0;
    for (const auto &arguments : moved) finals += arguments.at(1).toBool() ? 1 : 0;
    QCOMPARE(finals, 1);
    QVERIFY(moved.last().at(1).toBool());
    QVERIFY(slider.value() > 50);
    QVERIFY(!slider.isMoving());
}

void TestPlanControls::aBurstOfKeysIsOneStep() {
    ValueSlider slider({5, 100, 100, 0.1, 1, {}});
    slider.show();
    slider.setValue(50);
    QSignalSpy moved(&slider, &ValueSlider::moved);
    for (int i = 0; i < 5; ++i) QTest::keyClick(slider.slider(), Qt::Key_Right);
    QCOMPARE(moved.count(), 5);
    QTRY_COMPARE(moved.count(), 6);
    QVERIFY(moved.last().at(1).toBool());
}

void TestPlanControls::aTypedNumberIsFinal() {
    ValueSlider slider({5, 100, 100, 0.1, 1, QStringLiteral(" %")});
    slider.show();
    slider.setValue(50);
    QSignalSpy moved(&slider, &ValueSlider::moved);
    slider.number()->selectAll();
    QTest::keyClicks(slider.number(), "33.3");
    QCOMPARE(moved.count(), 0);
    QTest::keyClick(slider.number(), Qt::Key_Return);
    QTRY_VERIFY(!moved.isEmpty() && moved.last().at(1).toBool());
    QCOMPARE(moved.last().at(0).toDouble(), 33.3);
    QCOMPARE(slider.slider()->value(), 333);
}

void TestPlanControls::theWheelCountsWithFocusOnly() {
    ValueSlider slider({5, 100, 100, 0.1, 1, {}});
    slider.setValue(50);
    QSignalSpy moved(&slider, &ValueSlider::moved);
    QWheelEvent wheel(QPointF(5, 5), QPointF(5, 5), {}, {0, 120}, {}, {}, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(slider.slider(), &wheel);
    QCoreApplication::sendEvent(slider.number(), &wheel);
    QCOMPARE(moved.count(), 0);
}

void TestPlanControls::linkedBudgetsMoveByTheSameAmount() {
    BudgetSliders sliders;
    sliders.setBudgets({{1024, 0.3, 0.27}, {2048, 0.2, 0}}, true, shape_.profiled);
    QSignalSpy edited(&sliders, &BudgetSliders::edited);
    sliders.slider(1024)->slider()->setValue(400);
    const auto budgets = edited.last().at(0).value<std::vector<engine::Budget>>();
    QCOMPARE(budgets[0].upper, 0.4);
    QCOMPARE(budgets[0].lower, 0.36);
    QCOMPARE(budgets[1].upper, 0.3);
    QCOMPARE(budgets[1].lower, 0.0);
    QCOMPARE(sliders.slider(2048)->value(), 30.0);
}

void TestPlanControls::linkedBudgetsKeepTheirDistanceAtTheEnds() {
    BudgetSliders sliders;
    sliders.setBudgets({{1024, 0.5, 0}, {2048, 0.2, 0}}, true, shape_.profiled);
    QSlider *first = sliders.slider(1024)->slider();
    first->setSliderDown(true);
    first->setValue(100);  // the other one is stopped at 5 %
    QCOMPARE(sliders.slider(2048)->value(), 5.0);
    first->setValue(450);
    QCOMPARE(sliders.slider(2048)->value(), 15.0);
    first->setSliderDown(false);
}

void TestPlanControls::freeBudgetsMoveAlone() {
    BudgetSliders sliders;
    sliders.setBudgets({{1024, 0.3, 0}, {2048, 0.2, 0}}, true, shape_.profiled);
    QSignalSpy edited(&sliders, &BudgetSliders::edited);
    sliders.linked()->click();
    QCOMPARE(edited.takeFirst().at(1).toBool(), false);
    sliders.slider(1024)->slider()->setValue(400);
    QCOMPARE(edited.last().at(0).value<std::vector<engine::Budget>>()[1].upper, 0.2);
}

void TestPlanControls::aMovingSliderIsLeftAlone() {
    BudgetSliders sliders;
    sliders.setBudgets({{1024, 0.3, 0}}, true, shape_.profiled);
    QSlider *slider = sliders.slider(1024)->slider();
    slider->setSliderDown(true);
    slider->setValue(400);
    sliders.setBudgets({{1024, 0.3, 0}}, true, shape_.profiled);
    QCOMPARE(sliders.slider(1024)->value(), 40.0);
    slider->setSliderDown(false);
    sliders.setBudgets({{1024, 0.3, 0}}, true, shape_.profiled);
    QCOMPARE(sliders.slider(1024)->value(), 30.0);
}

void TestPlanControls::weightsLeaveOutWhatIsOne() {
    MixPanel mix;
    mix.setMix({"a", "b"}, {{"b", 2}}, true);
    QSignalSpy edited(&mix, &MixPanel::edited);
    mix.weight("a")->number()->setValue(7.5);
    using Mix = std::map<std::string, double>;
    QCOMPARE(edited.last().at(0).value<Mix>(), (Mix{{"a", 7.5}, {"b", 2}}));
    mix.weight("b")->number()->setValue(1);
    QCOMPARE(edited.last().at(0).value<Mix>(), (Mix{{"a", 7.5}}));
    mix.balance()->setCurrentIndex(1);
    QCOMPARE(edited.last().at(1).toBool(), false);
    QCOMPARE(edited.last().at(2).toBool(), true);
}

void TestPlanControls::aMixOfNothingIsRefused() {
    MixPanel mix;
    mix.setMix({"a"}, {}, true);
    QSignalSpy edited(&mix, &MixPanel::edited);
    mix.weight("a")->number()->setValue(0);
    QVERIFY((edited.last().at(0).value<std::map<std::string, double>>().at("a") > 0));
}

void TestPlanControls::deletingARowIsOneEdit() {
    Selection selection;
    ConstraintTable table(&selection);
    auto data = samples::data(shape_);
    data.problem.pins = {{4, 3, {0, 1}}, {5, 0, {0, 0.5}}};
    data.problem.exclude = {{1, 1}};
    data.problem.spanBounds = {{2, {}, 256.0, {}}};
    table.setData(data);
    table.show();
    QSignalSpy edited(&table, &ConstraintTable::edited);
    table.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&table));
    table.view()->setFocus();
    for (const int row : {0, 2, 3})
        table.view()->selectionModel()->select(table.model()->index(row, 0),
                                               QItemSelectionModel::Select | QItemSelectionModel::Rows);
    QTest::keyClick(table.view(), Qt::Key_Delete);
    QCOMPARE(edited.count(), 1);
    const auto problem = edited.last().at(0).value<PlanProblem>();
    QCOMPARE(problem.pins, (std::vector<RulePin>{{5, 0, {0, 0.5}}}));
    QVERIFY(problem.exclude.empty() && problem.spanBounds.empty());
}

void TestPlanControls::cellsOfConstraintsAreEdited() {
    Selection selection;
    ConstraintTable table(&selection);
    auto data = samples::data(shape_);
    data.problem.pins = {{4, 3, {0, 1}}};
    data.problem.spanBounds = {{2, 1, 256.0, {}}};
    table.setData(data);
    table.setAnswer(samples::answer(shape_, data.problem));
    QSignalSpy edited(&table, &ConstraintTable::edited);
    ConstraintModel &model = *table.model();
    QVERIFY(model.setData(model.index(0, ConstraintModel::Layer), 7, Qt::EditRole));
    QVERIFY(model.setData(model.index(0, ConstraintModel::Limit), 3, Qt::EditRole));
    QVERIFY(model.setData(model.index(1, ConstraintModel::AtMost), 2048, Qt::EditRole));
    QVERIFY(model.setData(model.index(1, ConstraintModel::Limit), -1, Qt::EditRole));
    QVERIFY(model.setData(model.index(1, ConstraintModel::Layer), -1, Qt::EditRole));
    QCOMPARE(edited.count(), 5);
    const auto problem = edited.last().at(0).value<PlanProblem>();
    QCOMPARE(problem.pins, (std::vector<RulePin>{{7, 3, samples::grid(shape_).rules[3]}}));
    QCOMPARE(problem.spanBounds, (std::vector<engine::SpanBound>{{{}, {}, {}, 2048.0}}));
}

void TestPlanControls::wrongCellsAreRefused() {
    Selection selection;
    ConstraintTable table(&selection);
    auto data = samples::data(shape_);
    data.problem.pins = {{4, 3, {0, 1}}};
    table.setData(data);
    ConstraintModel &model = *table.model();
    QVERIFY(!model.setData(model.index(0, ConstraintModel::Layer), 8, Qt::EditRole));
    QVERIFY(!model.setData(model.index(0, ConstraintModel::Unit), 4, Qt::EditRole));
    QVERIFY(!model.setData(model.index(0, ConstraintModel::Layer), -1, Qt::EditRole));
    QVERIFY(!model.setData(model.index(0, ConstraintModel::Price), 1, Qt::EditRole));
    QVERIFY(model.problem() == data.problem);
}

void TestPlanControls::weightsOfLengthsAndLimitsAreEdited() {
    Selection selection;
    ConstraintTable table(&selection);
    const auto data = samples::data(shape_);
    table.setData(data);
    QSignalSpy edited(&table, &ConstraintTable::edited);
    const auto boxes = table.findChildren<QDoubleSpinBox *>();
    QCOMPARE(boxes.size(), 3);
    boxes[1]->setValue(2);
    QCOMPARE(edited.last().at(0).value<PlanProblem>().weights, (std::map<int, double>{{2048, 2}}));
    boxes[1]->setValue(1);
    QVERIFY(edited.last().at(0).value<PlanProblem>() == data.problem);
    table.findChildren<QComboBox *>()[0]->setCurrentIndex(0);
    QCOMPARE(edited.last().at(0).value<PlanProblem>().rulesPerLayer, 0);
}

void TestPlanControls::pricesStandBesideTheirPins() {
    Selection selection;
    ConstraintTable table(&selection);
    auto data = samples::data(shape_);
    data.problem.pins = {{4, 3, {0, 1}}, {0, 0, {0, 1}}};
    table.setData(data);
    auto answer = samples::answer(shape_, data.problem);
    answer.result.pinPrices = {{4 * shape_.kvHeads + 3, 0.0123}};
    table.setAnswer(answer);
    const auto text = [&](int row) { return table.model()->index(row, ConstraintModel::Price).data().toString(); };
    QCOMPARE(text(0), QString("0.0123"));
    QCOMPARE(text(1), QString(QChar(0x2013)));
}

}  // namespace moa::widgets

QTEST_MAIN(moa::widgets::TestPlanControls)
#include "tst_plan_controls.moc"
