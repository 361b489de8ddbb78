// The Explore page under mouse and keyboard: one selection everywhere, constraints asked for, maps token by token.
#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <algorithm>
#include <limits>

#include "explore_samples.h"
#include "widgets/common/curve_plot.h"
#include "widgets/common/table_export.h"
#include "widgets/explore/constraint_menu.h"
#include "widgets/explore/explore_page.h"
#include "widgets/explore/head_facts.h"
#include "widgets/explore/head_grid.h"
#include "widgets/explore/head_map.h"
#include "widgets/explore/head_table.h"
#include "widgets/explore/layer_thumbnails.h"

Q_DECLARE_METATYPE(moa::widgets::ConstraintEdit)

namespace moa::widgets {

namespace {

struct Shown {
    Selection selection;
    ExplorePage page{&selection};
    ExploreData data;

    Shown() : Shown(standard(), {}) {}
    explicit Shown(const samples::Shape &shape) : Shown(samples::exploreData(shape), shape) {}
    Shown(ExploreData explored, const samples::Shape &shape) : data(std::move(explored)) {
        page.resize(1100, 700);
        page.show();
        data.plan = samples::plan(shape, data.grid);
        page.setData(data);
    }
    static const ExploreData &standard() {
        static const ExploreData made = samples::exploreData();
        return made;
    }
    [[nodiscard]] HeadGrid &grid() { return *page.findChild<HeadGrid *>(); }
    [[nodiscard]] QTableView &table() { return *page.findChild<QTableView *>(); }
    [[nodiscard]] HeadMap &map() { return *page.findChild<HeadMap *>(); }
    [[nodiscard]] QPoint at(const HeadId &head) { return grid().cellRect(head).center().toPoint(); }
    [[nodiscard]] QComboBox &chooser(const QString &name) {
        for (auto *box : page.findChildren<QComboBox *>())
            if (box->accessibleName() == name) return *box;
        qFatal("no chooser %s", qPrintable(name));
    }
    // Heads selected in the table.
    [[nodiscard]] HeadSet inTable() {
        HeadSet heads;
        for (const QModelIndex &index : table().selectionModel()->selectedRows()) {
            const auto id = static_cast<int>(index.data(kNumberRole).toDouble());
            heads.insert({id / data.heads, id % data.heads});
        }
        return heads;
    }
};

}  // namespace

class TestExplorePage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void firstShowChoosesTheMostSensitiveHead();
    void selectionSurvivesNewData();
    void clickInTheGridSelectsEverywhere();
    void clickInTheTableSelectsEverywhere();
    void controlAndShiftClicks();
    void rubberBandTakesWhatItTouches();
    void keyboardMovesWidensAndToggles();
    void clickOnAThumbnailSelects();
    void lengthChooserAndSelectionAgree();
    void tableIsASoundModel();
    void tableSortsByNumberWithNotMeasuredLast();
    void tableFilterKeepsTheSelection();
    void menuAsksForEveryKindOfConstraint();
    void clickOnARulePinsIt();
    void severalHeadsShowAnEnvelope();
    void currentRuleIsBoldAndHollowWhereEstimated();
    void lengthsAreNamedBelowTheCurves();
    void planAloneChangesDensityAndOverlay();
    void tokensAreAskedForAndShown();
    void tokenErrorStandsInPlace();
    void emptyPageSaysWhyAndOffersProfiling();
    void partsMayBeMissing();
    void oneHeadAndManyHeads();
    void settersAreQuick();
};

void TestExplorePage::firstShowChoosesTheMostSensitiveHead() {
    Shown shown;
    QCOMPARE(shown.selection.state().current, std::optional(samples::kRetriever));
    QCOMPARE(shown.selection.state().heads, HeadSet{samples::kRetriever});
    QCOMPARE(shown.selection.state().length, 4096);
    QCOMPARE(shown.map().view()->camera().n(), 64);
    for (auto *plot : shown.page.findChildren<CurvePlot *>()) QVERIFY(plot->isVisible() && plot->graphCount() > 0);
}

void TestExplorePage::selectionSurvivesNewData() {
    Shown shown;
    shown.selection.set({{{1, 2}, {3, 4}}, HeadId{3, 4}, 1024});
    shown.page.setData(shown.data);
    QCOMPARE(shown.selection.state(), (SelectionState{{{1, 2}, {3, 4}}, HeadId{3, 4}, 1024}));
    // A smaller model has no head 3.4 any more.
    samples::Shape small;
    small.layers = 2;
    shown.page.setData(samples::exploreData(small));
    QCOMPARE(shown.selection.state().heads, (HeadSet{{1, 2}}));
}

void TestExplorePage::clickInTheGridSelectsEverywhere() {
    Shown shown;
    QTest::mouseClick(&shown.grid(), Qt::LeftButton, {}, shown.at({2, 3}));
    QCOMPARE(shown.selection.state().current, std::optional(HeadId{2, 3}));
    QCOMPARE(shown.inTable(), (HeadSet{{2, 3}}));
    QVERIFY(shown.grid().accessibleDescription().contains("Layer 2, head 3"));
    bool titled = false;
    for (const auto *label : shown.map().findChildren<QLabel *>()) titled |= label->text() == "Head 2.3";
    QVERIFY(titled);
}

void TestExplorePage::clickInTheTableSelectsEverywhere() {
    Shown shown;
    const QModelIndex row = shown.table().model()->index(10, 0);
    shown.table().scrollTo(row);
    QTest::mouseClick(shown.table().viewport(), Qt::LeftButton, {}, shown.table().visualRect(row).center());
    QCOMPARE(shown.selection.state().current, std::optional(HeadId{1, 2}));
    QCOMPARE(shown.selection.state().heads, (HeadSet{{1, 2}}));
    QTest::keyClick(&shown.table(), Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(shown.selection.state().heads, (HeadSet{{1, 2}, {1, 3}}));
}

void TestExplorePage::controlAndShiftClicks() {
    Shown shown;
    QTest::mouseClick(&shown.grid(), Qt::LeftButton, {}, shown.at({1, 1}));
    QTest::mouseClick(&shown.grid(), Qt::LeftButton, Qt::ControlModifier, shown.at({5, 5}));
    QCOMPARE(shown.selection.state().heads, (HeadSet{{1, 1}, {5, 5}}));
    QTest::mouseClick(&shown.grid(), Qt::LeftButton, Qt::ControlModifier, shown.at({1, 1}));
    QCOMPARE(shown.selection.state().heads, (HeadSet{{5, 5}}));
    QTest::mouseClick(&shown.grid(), Qt::LeftButton, {}, shown.at({1, 1}));
    QTest::mouseClick(&shown.grid(), Qt::LeftButton, Qt::ShiftModifier, shown.at({2, 3}));
    QCOMPARE(shown.selection.state().heads, (HeadSet{{1, 1}, {1, 2}, {1, 3}, {2, 1}, {2, 2}, {2, 3}}));
    QCOMPARE(shown.inTable(), shown.selection.state().heads);
}

void TestExplorePage::rubberBandTakesWhatItTouches() {
    Shown shown;
    QTest::mousePress(&shown.grid(), Qt::LeftButton, {}, shown.at({6, 0}));
    QTest::mouseMove(&shown.grid(), shown.at({7, 1}));
    QTest::mouseRelease(&shown.grid(), Qt::LeftButton, {}, shown.at({7, 1}));
    QCOMPARE(shown.selection.state().heads, (HeadSet{{6, 0}, {6, 1}, {7, 0}, {7, 1}}));
}

void TestExplorePage::keyboardMovesWidensAndToggles() {
    Shown shown;
    QTest::mouseClick(&shown.grid(), Qt::LeftButton, {}, shown.at({0, 0}));
    QTest::keyClick(&shown.grid(), Qt::Key_Right);
    QTest::keyClick(&shown.grid(), Qt::Key_Down);
    QCOMPARE(shown.selection.state().heads, (HeadSet{{1, 1}}));
    QTest::keyClick(&shown.grid(), Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(shown.selection.state().heads, (HeadSet{{1, 1}, {1, 2}}));
    QTest::keyClick(&shown.grid(), Qt::Key_Down, Qt::ControlModifier);
    QCOMPARE(shown.selection.state().current, std::optional(HeadId{2, 2}));
    QTest::keyClick(&shown.grid(), Qt::Key_Space);
    QCOMPARE(shown.selection.state().heads, (HeadSet{{1, 1}, {1, 2}, {2, 2}}));
    QTest::keyClick(&shown.grid(), Qt::Key_Space);
    QCOMPARE(shown.selection.state().heads, (HeadSet{{1, 1}, {1, 2}}));
    QTest::keyClick(&shown.grid(), Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(shown.selection.state().heads.size(), size_t{64});
    for (int i = 0; i < 20; ++i) QTest::keyClick(&shown.grid(), Qt::Key_Down);
    QCOMPARE(shown.selection.state().current->layer, 7);
}

void TestExplorePage::clickOnAThumbnailSelects() {
    Shown shown;
    auto *thumbnails = shown.page.findChild<LayerThumbnails *>();
    QTest::mouseClick(thumbnails, Qt::LeftButton, {}, thumbnails->thumbnailRect(2).center());
    QCOMPARE(shown.selection.state().current, std::optional(HeadId{4, 2}));
    for (int head = 0; head < 8; ++head) QVERIFY(thumbnails->rect().contains(thumbnails->thumbnailRect(head)));
}

void TestExplorePage::lengthChooserAndSelectionAgree() {
    Shown shown;
    shown.chooser("Length").setCurrentIndex(0);
    QCOMPARE(shown.selection.state().length, 1024);
    QCOMPARE(shown.map().view()->camera().n(), 16);
    shown.selection.setLength(2048);
    QCOMPARE(shown.chooser("Length").currentText(), QString("2k"));
    QCOMPARE(shown.map().view()->camera().n(), 32);
}

void TestExplorePage::tableIsASoundModel() {
    HeadTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    ExploreData data = samples::exploreData();
    model.setData(&data, 4096);
    QCOMPARE(model.rowCount(), 64);
    data.plan = samples::plan({}, data.grid);
    model.setData(&data, 1024);
    QCOMPARE(model.headOf(38), samples::kRetriever);
    QCOMPARE(model.index(38, 3).data(kNumberRole).toDouble(), data.plan->rule(4, 6).span(1024));
    model.setData(nullptr, 0);
    QCOMPARE(model.rowCount(), 0);
}

void TestExplorePage::tableSortsByNumberWithNotMeasuredLast() {
    Shown shown;
    for (auto &measure : shown.data.lengths.back().measures)
        if (measure.id == "mean_distance") measure.values[5] = std::numeric_limits<double>::quiet_NaN();
    shown.page.setData(shown.data);
    const auto *model = shown.table().model();
    int column = 0;
    while (!model->headerData(column, Qt::Horizontal).toString().startsWith("Mean distance")) ++column;
    for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
        shown.table().sortByColumn(column, order);
        for (int row = 1; row < 63; ++row) {
            const double a = model->index(row - 1, column).data(kNumberRole).toDouble();
            const double b = model->index(row, column).data(kNumberRole).toDouble();
            QVERIFY(order == Qt::AscendingOrder ? a <= b : a >= b);
        }
        QCOMPARE(model->index(63, column).data().toString(), QString::fromUtf8("\u2013"));
    }
}

void TestExplorePage::tableFilterKeepsTheSelection() {
    Shown shown;
    auto *box = shown.page.findChild<QLineEdit *>();
    QTest::keyClicks(box, "7.");
    QVERIFY(shown.table().model()->rowCount() < 64);
    QCOMPARE(shown.selection.state().heads, HeadSet{samples::kRetriever});
    box->clear();
    QCOMPARE(shown.table().model()->rowCount(), 64);
    QCOMPARE(shown.inTable(), HeadSet{samples::kRetriever});
    shown.table().sortByColumn(4, Qt::DescendingOrder);  // sensitivity
    QTest::keyClicks(box, "> 0.1");
    QCOMPARE(shown.table().model()->rowCount(), 2);
}

void TestExplorePage::menuAsksForEveryKindOfConstraint() {
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

void TestExplorePage::clickOnARulePinsIt() {
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

void TestExplorePage::severalHeadsShowAnEnvelope() {
    Shown shown;
    shown.selection.selectHeads({{4, 6}, {0, 0}}, HeadId{4, 6});
    auto *plot = shown.page.findChildren<CurvePlot *>().at(0);
    int filled = 0;
    for (int g = 0; g < plot->graphCount(); ++g) filled += plot->graph(g)->channelFillGraph() != nullptr;
    QCOMPARE(filled, 1);
}

void TestExplorePage::currentRuleIsBoldAndHollowWhereEstimated() {
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

void TestExplorePage::lengthsAreNamedBelowTheCurves() {
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

void TestExplorePage::planAloneChangesDensityAndOverlay() {
    Shown shown;
    shown.selection.selectHeads({{0, 0}}, HeadId{0, 0});
    const QImage before = shown.map().view()->grab().toImage();
    shown.page.setPlan(engine::uniformPlan(8, 8, {0, 1}));
    QVERIFY(shown.map().view()->grab().toImage() != before);
    const auto *model = shown.table().model();
    QCOMPARE(model->index(0, 5).data(kNumberRole).toDouble(), 1.0);  // density
    QCOMPARE(model->index(0, 6).data(kNumberRole).toDouble(), 0.0);  // loss
    shown.page.setPlan(std::nullopt);
    QCOMPARE(model->index(0, 5).data().toString(), QString::fromUtf8("\u2013"));
    QCOMPARE(model->index(0, 5).data(Qt::ToolTipRole).toString(), QString("There is no plan yet"));
    for (const auto *box : shown.map().findChildren<QCheckBox *>()) QVERIFY(!box->isEnabled());
}

void TestExplorePage::tokensAreAskedForAndShown() {
    Shown shown;
    int asked = 0;
    connect(&shown.page, &ExplorePage::tokenMapRequested, this, [&](HeadId head, int sample, MapQuantity quantity) {
        ++asked;
        QCOMPARE(head, (HeadId{4, 5}));
        QCOMPARE(sample, 1);
        QCOMPARE(quantity, MapQuantity::Influence);
    });
    shown.chooser("Sample").setCurrentIndex(2);
    shown.selection.selectHeads({{4, 7}}, HeadId{4, 7});
    shown.selection.selectHeads({{4, 5}}, HeadId{4, 5});
    QTRY_COMPARE(asked, 1);  // only where the selection came to rest
    shown.page.setTokenMap(samples::tokenMap({4, 7}, 1, MapQuantity::Influence, 300));
    QCOMPARE(shown.map().view()->camera().n(), 64);  // not what is waited for
    shown.page.setTokenMap(samples::tokenMap({4, 5}, 1, MapQuantity::Influence, 300));
    QCOMPARE(shown.map().view()->camera().n(), 300);
    shown.chooser("Sample").setCurrentIndex(0);
    QCOMPARE(shown.map().view()->camera().n(), 64);
}

void TestExplorePage::tokenErrorStandsInPlace() {
    Shown shown;
    int asked = 0;
    connect(&shown.page, &ExplorePage::tokenMapRequested, this, [&] { ++asked; });
    shown.chooser("Sample").setCurrentIndex(1);
    QTRY_COMPARE(asked, 1);
    shown.page.setTokenError({"show the tokens", "model", "the model is gone", "locate it", "Try again"});
    QPushButton *retry = nullptr;
    for (auto *button : shown.map().findChildren<QPushButton *>())
        if (button->text() == "Try again") retry = button;
    QVERIFY(retry && retry->isVisible());
    QCOMPARE(shown.map().view()->camera().n(), 64);  // what was there stays
    QTest::mouseClick(retry, Qt::LeftButton);
    QTRY_COMPARE(asked, 2);
    QVERIFY(!retry->isVisible());
}

void TestExplorePage::emptyPageSaysWhyAndOffersProfiling() {
    Selection selection;
    ExplorePage page(&selection);
    page.resize(1100, 700);
    page.show();
    QSignalSpy profile(&page, &ExplorePage::profileRequested);
    QPushButton *button = nullptr;
    for (auto *candidate : page.findChildren<QPushButton *>())
        if (candidate->isVisible() && candidate->text().startsWith("Profile")) button = candidate;
    QVERIFY(button);
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(profile.size(), 1);
    for (const auto *plot : page.findChildren<CurvePlot *>()) QVERIFY(!plot->isVisible());
    QTest::keyClick(page.findChild<HeadGrid *>(), Qt::Key_Down);
    page.setPlan(std::nullopt);
}

void TestExplorePage::partsMayBeMissing() {
    Shown shown;
    ExploreData data = shown.data;
    data.lengths.back().influence = nullptr;
    data.lengths.front().measures.clear();
    shown.page.setData(data);
    QVERIFY(!shown.map().view()->isVisible());
    shown.chooser("Quantity").setCurrentIndex(1);
    QVERIFY(shown.map().view()->isVisible());
    shown.chooser("Quantity").setCurrentIndex(0);
    shown.selection.setLength(1024);
    QVERIFY(shown.map().view()->isVisible());
    data.grid = {};
    data.loss = {};
    data.plan.reset();
    shown.page.setData(data);
    for (const auto *plot : shown.page.findChildren<CurvePlot *>()) QVERIFY(!plot->isVisible());
    // A plan whose rules are not the grid's, and with fewer layers than the model.
    shown.page.setData(shown.data);
    shown.page.setPlan(engine::uniformPlan(2, 8, {33, 0.3}));
    shown.selection.selectHeads({{0, 0}, {7, 7}}, HeadId{0, 0});
    shown.page.grab();
}

void TestExplorePage::oneHeadAndManyHeads() {
    Shown one({1, 1, 1, {1024}});
    one.page.grab();
    QCOMPARE(one.selection.state().current, std::optional(HeadId{0, 0}));
    Shown many({40, 32, 8, {1024}});
    many.page.grab();
    const QRectF last = many.grid().cellRect({39, 31});
    QVERIFY(QRectF(many.grid().rect()).contains(last));
    QCOMPARE(many.grid().headAt(last.center()), std::optional(HeadId{39, 31}));
    auto *thumbnails = many.page.findChild<LayerThumbnails *>();
    for (int head = 0; head < 32; ++head) QVERIFY(thumbnails->rect().contains(thumbnails->thumbnailRect(head)));
}

void TestExplorePage::settersAreQuick() {
    Shown shown({32, 32, 8, {1024, 2048}});
    QTest::qWait(50);
    const auto planOf = [&](double beta) { return engine::uniformPlan(32, 32, {0, beta}); };
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 8; ++i) shown.page.setPlan(planOf(0.125 * (i + 1)));
    const double plan = static_cast<double>(timer.restart()) / 8;
    for (int i = 0; i < 8; ++i) shown.selection.selectHeads({{i, i}}, HeadId{i, i});
    const double select = static_cast<double>(timer.restart()) / 8;
    shown.page.setData(shown.data);
    const auto data = static_cast<double>(timer.elapsed());
    qInfo("setPlan %.1f ms, selection %.1f ms, setData %.1f ms", plan, select, data);
    QVERIFY(plan < 100 && select < 100 && data < 200);
}

}  // namespace moa::widgets

QTEST_MAIN(moa::widgets::TestExplorePage)
#include "tst_explore_page.moc"
