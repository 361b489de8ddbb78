// The Explore page under mouse and keyboard: one selection everywhere, maps token by token.
#include <QCheckBox>
#include <QElapsedTimer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "shown_page.h"
#include "widgets/common/curve_plot.h"
#include "widgets/explore/head_facts.h"
#include "widgets/explore/layer_thumbnails.h"

namespace moa::widgets {

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
    void planAloneChangesDensityAndOverlay();
    void tokensAreAskedForAndShown();
    void tokenErrorStandsInPlace();
    void emptyPageSaysWhyAndOffersProfiling();
    void everyCellFitsInTheGrid();
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

void TestExplorePage::everyCellFitsInTheGrid() {
    Selection selection;
    for (const auto &[heads, kvHeads] : {std::pair(8, 4), {8, 8}, {32, 8}, {5, 1}}) {
        samples::Shape shape;
        shape.heads = heads;
        shape.kvHeads = kvHeads;
        const auto data = samples::exploreData(shape);
        HeadGrid grid(&selection);
        grid.setData(&data);
        for (int width = grid.minimumSizeHint().width(); width < 500; ++width) {
            grid.resize(width, 400);
            const QRectF last = grid.cellRect({shape.layers - 1, heads - 1});
            QVERIFY2(QRectF(grid.rect()).contains(last),
                     qPrintable(QString("%1 heads, width %2").arg(heads).arg(width)));
        }
    }
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
