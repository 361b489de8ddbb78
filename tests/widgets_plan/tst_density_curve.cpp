// The density curve: what is drawn and said, choosing a density by mouse and keyboard, and which curve is shown while
// another one is on its way.
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "plan_samples.h"
#include "widgets/common/busy_bar.h"
#include "widgets/plan/density_panel.h"
#include "widgets/plan/density_plot.h"
#include "widgets/theme/theme.h"

namespace moa::widgets {

class TestDensityCurve : public QObject {
    Q_OBJECT

private:
    samples::PlanShape shape_;
    PlanProblem problem_ = samples::problem(shape_);

    [[nodiscard]] static QCPGraph *graph(const DensityPlot &plot, const QString &name) {
        for (int g = 0; g < plot.plot()->graphCount(); ++g)
            if (plot.plot()->graph(g)->name() == name) return plot.plot()->graph(g);
        return nullptr;
    }
    static void click(const DensityPlot &plot, double percent, double loss) {
        const QCPGraph *curve = graph(plot, "Best plan");
        QTest::mouseClick(plot.plot(), Qt::LeftButton, {}, curve->coordsToPixels(percent, loss).toPoint());
    }
    static void show(DensityPlot &plot) {
        plot.resize(360, 320);
        plot.show();
        plot.plot()->replot();
    }

private Q_SLOTS:
    void initTestCase() {
        QLocale::setDefault(QLocale::c());
        QApplication::setPalette(Theme::light().palette());
    }

    void everyFoundPointIsDrawnAndTabled() {
        DensityPlot plot;
        const auto curve = samples::curve(shape_, problem_);
        plot.setCurve(curve, false);
        const auto planned = std::ranges::count_if(curve.points, [](const auto &p) { return !p.losses.empty(); });
        QVERIFY(planned < 40);
        QCOMPARE(graph(plot, "Best plan")->dataCount(), static_cast<int>(planned));
        QCOMPARE(graph(plot, "Uniform window")->dataCount(), static_cast<int>(planned));
        QVERIFY(graph(plot, "dense") != nullptr);
        QCOMPARE(plot.values()->rowCount(), 40);
        QCOMPARE(plot.values()->columnCount(), 11);
        QCOMPARE(plot.values()->index(0, 1).data().toString(), QString(QChar(0x2013)));
        QVERIFY2(plot.note().contains("below 12.3"), qPrintable(plot.note()));
    }

    void theQuantityIsTheWeightedLossOrOneLengths() {
        DensityPlot plot;
        auto curve = samples::curve(shape_, problem_);
        curve.problem.weights[1024] = 3;
        plot.setCurve(curve, false);
        const auto &point = curve.points[20];
        const auto drawn = [&] {
            const auto data = graph(plot, "Best plan")->data();
            return data->findBegin(point.density * 100 - 1e-6, false)->value;
        };
        QCOMPARE(drawn(), 3 * point.losses[0] + point.losses[1] + point.losses[2] + point.losses[3]);
        plot.quantity()->setCurrentIndex(2);
        QCOMPARE(drawn(), point.losses[1]);
    }

    void aClickOnAPointChoosesItsDensity() {
        DensityPlot plot;
        const auto curve = samples::curve(shape_, problem_);
        plot.setCurve(curve, false);
        show(plot);
        QSignalSpy chosen(&plot, &DensityPlot::densityChosen);
        const auto &point = curve.points[17];
        click(plot, point.density * 100, point.objective);
        QCOMPARE(chosen.count(), 1);
        QVERIFY(std::abs(chosen.first().at(0).toDouble() - point.density) < 1e-12);
        click(plot, 60, 0.9 * plot.plot()->yAxis->range().upper);
        QCOMPARE(chosen.count(), 1);
    }

    void anImportedPlanIsLoadedByItsPoint() {
        DensityPlot plot;
        plot.setCurve(samples::curve(shape_, problem_), false);
        plot.setPlans({{"published", 0.35, {0.03, 0.02, 0.01, 0.005}}});
        show(plot);
        QSignalSpy chosen(&plot, &DensityPlot::densityChosen);
        QSignalSpy load(&plot, &DensityPlot::loadRequested);
        click(plot, 35, 0.065);
        QCOMPARE(load.count(), 1);
        QCOMPARE(load.first().at(0).toString(), QString("published"));
        QCOMPARE(chosen.count(), 0);
    }

    void arrowsWalkFromThePresentPlanAndEnterChooses() {
        DensityPlot plot;
        const auto curve = samples::curve(shape_, problem_);
        plot.setCurve(curve, false);
        plot.setPresent({"this plan", 0.25, curve.points[8].losses});
        QSignalSpy chosen(&plot, &DensityPlot::densityChosen);
        QTest::keyClick(plot.plot(), Qt::Key_Return);
        QCOMPARE(chosen.count(), 0);
        const auto walk = [&](Qt::Key key) {
            QTest::keyClick(plot.plot(), key);
            QTest::keyClick(plot.plot(), Qt::Key_Return);
            return chosen.last().at(0).toDouble();
        };
        QCOMPARE(walk(Qt::Key_Right), curve.points[9].density);
        QCOMPARE(walk(Qt::Key_Right), curve.points[10].density);
        QCOMPARE(walk(Qt::Key_Left), curve.points[9].density);
        for (int i = 0; i < 50; ++i) walk(Qt::Key_Left);
        QCOMPARE(chosen.last().at(0).toDouble(), curve.points[3].density);  // below it there is no plan
    }

    void nothingIsChosenFromAStaleCurve() {
        DensityPlot plot;
        const auto curve = samples::curve(shape_, problem_);
        plot.setCurve(curve, true);
        show(plot);
        QSignalSpy chosen(&plot, &DensityPlot::densityChosen);
        click(plot, curve.points[17].density * 100, curve.points[17].objective);
        QTest::keyClick(plot.plot(), Qt::Key_Right);
        QTest::keyClick(plot.plot(), Qt::Key_Return);
        QCOMPARE(chosen.count(), 0);
        QVERIFY(graph(plot, "Best plan")->pen().color() != Theme::light().series(Series::Plan));
        QVERIFY(plot.note().contains("before"));
    }

    void thePresentPlanStandsOnTheCurve() {
        DensityPlot plot;
        const auto curve = samples::curve(shape_, problem_);
        plot.setCurve(curve, false);
        plot.setPresent({"this plan", curve.points[12].density, curve.points[12].losses});
        const auto *present = graph(plot, "this plan");
        QVERIFY(present != nullptr);
        QCOMPARE(present->data()->begin()->key, curve.points[12].density * 100);
        QCOMPARE(present->data()->begin()->value, curve.points[12].objective);
        const double usual = plot.plot()->yAxis->range().upper;
        plot.setPresent({"this plan", 0.5, {1, 2, 3, 4}});  // a poor one is in view as well
        QVERIFY(plot.plot()->yAxis->range().contains(10));
        plot.setPresent({"this plan", curve.points[12].density, curve.points[12].losses});
        QCOMPARE(plot.plot()->yAxis->range().upper, usual);
        plot.setPresent({"this plan", 0.5, {}});  // an imported one whose losses are not known
        QCOMPARE(graph(plot, "this plan")->dataCount(), 0);
    }

    void anOlderCurveStaysUntilTheNewOneIsWhole() {
        DensityPanel panel;
        panel.show();
        panel.setProblem(problem_);
        const auto busy = [&] { return panel.findChild<BusyBar *>()->isVisible(); };
        const auto drawn = [&] { return graph(*panel.plot(), "Best plan")->dataCount(); };
        QVERIFY(busy());
        panel.setCurve(samples::curve(shape_, problem_, 5));
        QCOMPARE(drawn(), 5);  // the first one grows
        QVERIFY(busy());
        panel.setCurve(samples::curve(shape_, problem_));
        const int whole = drawn();
        QVERIFY(!busy() && panel.complete());
        auto moved = problem_;
        for (auto &budget : moved.budgets) budget.upper = 0.7;
        panel.setProblem(moved);
        QVERIFY(!busy() && panel.complete());
        auto pinned = moved;
        pinned.exclude = {{1, 1}};
        panel.setProblem(pinned);
        QVERIFY(busy() && !panel.complete());
        QVERIFY(panel.plot()->note().contains("before"));
        panel.setCurve(samples::curve(shape_, pinned, 5));
        QCOMPARE(drawn(), whole);
        QVERIFY(busy());
        panel.setCurve(samples::curve(shape_, pinned));
        QVERIFY(!busy() && panel.complete());
        QVERIFY(!panel.plot()->note().contains("before"));
    }

    void aFaultIsToldAndWhatWasThereStays() {
        DensityPanel panel;
        panel.show();
        panel.setProblem(problem_);
        panel.setCurve(samples::curve(shape_, problem_));
        auto pinned = problem_;
        pinned.exclude = {{1, 1}};
        panel.setProblem(pinned);
        panel.setCurveError({"The density curve cannot be computed", "budgets", "there are none", "Set one.", {}});
        const auto told = [&] {
            for (const QLabel *label : panel.findChildren<QLabel *>())
                if (label->isVisible() && label->text().contains("there are none")) return true;
            return false;
        };
        QVERIFY(told());
        QVERIFY(!panel.findChild<BusyBar *>()->isVisible());
        QVERIFY(panel.hasPlans());
        panel.setCurve(samples::curve(shape_, pinned));
        QVERIFY(!told());
    }

    void noPlanAtAnyDensityIsNoCurve() {
        DensityPanel panel;
        panel.setProblem(problem_);
        panel.setCurve(samples::curve(shape_, problem_, 40, 2));
        QVERIFY(panel.complete());
        QVERIFY(!panel.hasPlans());
        QVERIFY(!panel.grab().isNull());
        QTest::keyClick(panel.plot()->plot(), Qt::Key_Right);
    }
};

}  // namespace moa::widgets

QTEST_MAIN(moa::widgets::TestDensityCurve)
#include "tst_density_curve.moc"
