// Rules on the Explore page: their curves, and the constraints that are asked for with them.
#include <QMenu>
#include <QTest>
#include <algorithm>

#include "shown_page.h"
#include "widgets/common/curve_plot.h"
#include "widgets/explore/constraint_menu.h"

namespace moa::widgets {

class TestExploreCurves : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void menuAsksForEveryKindOfConstraint() {
        Shown shown;
        const HeadSet heads{{1, 0}, {1, 1}};
        std::vector<ConstraintEdit> edits;
        QMenu menu;
        addConstraintActions(menu, shown.data, heads, 4096, [&](const ConstraintEdit &edit) { edits.push_back(edit); });
        const auto trigger = [&menu](const QString &text) {
            for (QAction *action : menu.actions())
                if (action->text().startsWith(text)) return action->trigger();
            QFAIL(qPrintable(text));
        };
        trigger("Pin to its rule");
        trigger("Exclude");
        trigger("Clear");
        menu.findChild<QMenu *>()->actions().at(3)->trigger();
        QCOMPARE(edits.size(), size_t{4});
        QCOMPARE(edits[0].kind, ConstraintEdit::Kind::Pin);
        QCOMPARE(edits[0].rule, shown.data.plan->rule(1, 0));
        QCOMPARE(edits[1].kind, ConstraintEdit::Kind::Exclude);
        QCOMPARE(edits[2].kind, ConstraintEdit::Kind::Clear);
        QCOMPARE(edits[3].rule, shown.data.grid.rules[3]);
        for (const ConstraintEdit &edit : edits) QCOMPARE(edit.heads, heads);
    }

    void clickOnARulePinsIt() {
        Shown shown;
        std::vector<ConstraintEdit> edits;
        connect(&shown.page, &ExplorePage::constraintRequested, this,
                [&](const ConstraintEdit &edit) { edits.push_back(edit); });
        auto *plot = shown.page.findChildren<CurvePlot *>().at(0);
        plot->replot();
        // The shortest rule at the longest length: no other point is near.
        const auto &rules = shown.data.grid.rules;
        const auto shortest = std::ranges::min_element(rules, {}, [](const engine::Rule &r) { return r.span(8192); });
        const engine::Rule rule = *shortest;
        const QCPGraph *graph = plot->graph(static_cast<int>(shortest - rules.begin()));
        QTest::mouseClick(plot, Qt::LeftButton, {}, graph->coordsToPixels(8192, rule.span(8192)).toPoint());
        QCOMPARE(edits.size(), size_t{1});
        QCOMPARE(edits[0].rule, rule);
        QCOMPARE(edits[0].heads, HeadSet{samples::kRetriever});
    }

    void severalHeadsShowAnEnvelope() {
        Shown shown;
        shown.selection.selectHeads({{4, 6}, {0, 0}}, HeadId{4, 6});
        auto *plot = shown.page.findChildren<CurvePlot *>().at(0);
        int filled = 0;
        for (int g = 0; g < plot->graphCount(); ++g) filled += plot->graph(g)->channelFillGraph() != nullptr;
        QCOMPARE(filled, 1);
    }

    void currentRuleIsBoldAndHollowWhereEstimated() {
        Shown shown;
        auto *plot = shown.page.findChildren<CurvePlot *>().at(0);
        int bold = 0;
        int hollow = 0;
        int full = 0;
        for (int g = 0; g < plot->graphCount(); ++g) {
            const QCPGraph *graph = plot->graph(g);
            bold += graph->lineStyle() != QCPGraph::lsNone && graph->pen().widthF() == 3;
            if (graph->lineStyle() != QCPGraph::lsNone) continue;
            (graph->scatterStyle().brush().color() == Theme::of(*plot).panel ? hollow : full) += 1;
        }
        QCOMPARE(bold, 1);
        QCOMPARE(hollow, 1);  // 8192 is an estimate
        QCOMPARE(full, 3);
    }

    void lengthsAreNamedBelowTheCurves() {
        Shown shown;
        shown.selection.selectHeads({{1, 1}}, HeadId{1, 1});
        CurvePlot *plot = nullptr;
        for (auto *one : shown.page.findChildren<CurvePlot *>())
            if (one->accessibleName() == "Loss by span") plot = one;
        QVERIFY(plot != nullptr);
        plot->replot();
        int names = 0;
        for (int i = 0; i < plot->itemCount(); ++i) {
            const auto *text = qobject_cast<QCPItemText *>(plot->item(i));
            if (text == nullptr || text->text().isEmpty()) continue;
            ++names;
            // Losses are 0 or more: nothing is drawn below.
            QVERIFY(text->topLeft->pixelPosition().y() >= plot->yAxis->coordToPixel(0));
            QVERIFY(text->bottomLeft->pixelPosition().y() <= plot->axisRect()->bottom() + 1);
        }
        QCOMPARE(names, static_cast<int>(shown.data.loss.lengths.size()));
    }
};

}  // namespace moa::widgets

QTEST_MAIN(moa::widgets::TestExploreCurves)
#include "tst_explore_curves.moc"
