// The map under mouse and keyboard, its colours, and what the plan keeps.
#include <QElapsedTimer>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>
#include <cmath>

#include "engine/values/conventions.h"
#include "widgets/common/table_export.h"
#include "widgets/map/colour_bar.h"
#include "widgets/map/map_view.h"

namespace moa::widgets {

namespace {

std::shared_ptr<const float> flat(int n, float value = 1) {
    auto values = std::make_shared<std::vector<float>>(static_cast<size_t>(n) * n, value);
    return {values, values->data()};
}

MapContent blocks(int n) {
    return {flat(n), n, 64, "attention", {}, false};
}

void show(MapView &view, const MapContent &content) {
    view.resize(640, 560);
    view.show();
    view.setContent(content);
}

void wheel(MapView &view, const QPointF &at, int steps) {
    QWheelEvent event(at, view.mapToGlobal(at), {}, {0, 120 * steps}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                      false);
    QCoreApplication::sendEvent(&view, &event);
}

}  // namespace

class TestMapView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void zoomKeepsTheCellUnderThePointer();
    void doubleClickFits();
    void dragPansAndStaysInside();
    void keysPanZoomAndFit();
    void shiftArrowsMoveTheCrosshair();
    void squareCells();
    void keptOverlayIsThePlansLayout();
    void limitsOnlyRecolour();
    void draggedHandleMovesTheLimit();
    void logarithmicScaleBeginsAboveZero();
    void notAValueHasItsOwnColours();
    void largeMapsAreBuiltElsewhereAndTheLastWins();
    void readoutNamesTokens();
    void readoutFindsTheBrightestCellOfAPixel();
    void hiddenSinkLeavesTheScale();
    void tableTwinIsWhatIsInView();
    void aFrameIsFast();
};

void TestMapView::zoomKeepsTheCellUnderThePointer() {
    MapView view;
    show(view, blocks(64));
    const QPointF at = view.mapArea().topLeft() + QPointF(120, 200);
    const QPointF before = view.camera().cellAt(at - view.mapArea().topLeft());
    wheel(view, at, 5);
    QVERIFY(!view.camera().isFitted());
    const QPointF after = view.camera().cellAt(at - view.mapArea().topLeft());
    QVERIFY((after - before).manhattanLength() < 1e-6);
    wheel(view, at, -20);
    QVERIFY(view.camera().isFitted());
    wheel(view, at, 200);
    QVERIFY(view.camera().cellsPerPixel() >= 1.0 / 49);
}

void TestMapView::doubleClickFits() {
    MapView view;
    show(view, blocks(64));
    view.zoom(4);
    QVERIFY(!view.camera().isFitted());
    QTest::mouseDClick(&view, Qt::LeftButton, {}, view.mapArea().center().toPoint());
    QVERIFY(view.camera().isFitted());
}

void TestMapView::dragPansAndStaysInside() {
    MapView view;
    show(view, blocks(64));
    view.zoom(4);
    const QPointF before = view.camera().corner();
    const QPoint from = view.mapArea().center().toPoint();
    QTest::mousePress(&view, Qt::LeftButton, {}, from);
    QTest::mouseMove(&view, from - QPoint(30, 20));
    QTest::mouseRelease(&view, Qt::LeftButton, {}, from - QPoint(30, 20));
    const QPointF moved = (view.camera().corner() - before) / view.camera().cellsPerPixel();
    QCOMPARE(moved.toPoint(), QPoint(30, 20));
    QTest::mousePress(&view, Qt::LeftButton, {}, from);
    QTest::mouseMove(&view, from + QPoint(5000, 5000));
    QTest::mouseRelease(&view, Qt::LeftButton, {}, from);
    QCOMPARE(view.camera().corner(), QPointF(0, 0));
}

void TestMapView::keysPanZoomAndFit() {
    MapView view;
    show(view, blocks(64));
    QSignalSpy moved(&view, &MapView::viewChanged);
    QTest::keyClick(&view, Qt::Key_Plus);
    QVERIFY(!view.camera().isFitted());
    const QPointF before = view.camera().corner();
    QTest::keyClick(&view, Qt::Key_Left);
    QVERIFY(view.camera().corner().x() < before.x());
    QTest::keyClick(&view, Qt::Key_Minus);
    QTest::keyClick(&view, Qt::Key_Plus);
    QTest::keyClick(&view, Qt::Key_0);
    QVERIFY(view.camera().isFitted());
    QCOMPARE(moved.size(), 5);
}

void TestMapView::shiftArrowsMoveTheCrosshair() {
    MapView view;
    show(view, blocks(64));
    QTest::keyClick(&view, Qt::Key_Down, Qt::ShiftModifier);
    const QString first = view.accessibleDescription();
    QVERIFY2(first.contains("2112") || first.contains("2,112"), qPrintable(first));  // block 33
    QTest::keyClick(&view, Qt::Key_Left, Qt::ShiftModifier);
    QVERIFY(view.accessibleDescription() != first);
    QVERIFY(view.camera().isFitted());
}

void TestMapView::squareCells() {
    MapView view;
    show(view, blocks(10));
    for (const QSize size : {QSize(900, 400), QSize(300, 700)}) {
        view.resize(size);
        const QRectF map = view.camera().mapRect();
        QVERIFY(std::abs(map.width() - map.height()) < 1e-6);
        QVERIFY(view.mapArea().size().width() >= map.width() - 1e-6);
    }
}

void TestMapView::keptOverlayIsThePlansLayout() {
    constexpr int kBlocks = 24;
    const auto values = flat(kBlocks);
    MapImage image;
    image.setPyramid(std::make_shared<const MaxMeanPyramid>(values.get(), kBlocks), 64);
    image.setColours({ColourMapName::Viridis, false, 0, 1}, Theme::light());
    const MapViewport viewport{0, 0, 0.1, kBlocks * 10, kBlocks * 10};
    for (const int band : {1, 2, 5, 23, 24, 40}) {
        image.setKept(KeptBlocks{band, band * 64.0});
        const QImage &pixels = image.image(viewport);
        for (int r = 0; r < kBlocks; ++r)
            for (int c = 0; c <= r; ++c) {
                const QColor colour(pixels.pixel(c * 10 + 5, r * 10 + 5));
                QCOMPARE(colour.saturation() > 60, engine::keepsBlock(band, r, c));
            }
    }
    // Token by token the same blocks are kept.
    const auto tokens = flat(256);
    image.setPyramid(std::make_shared<const MaxMeanPyramid>(tokens.get(), 256), 1);
    image.setKept(KeptBlocks{2, 128});
    const QImage &pixels = image.image({0, 0, 1, 256, 256});
    for (int q = 0; q < 256; q += 7)
        for (int k = 0; k <= q; k += 5)
            QCOMPARE(QColor(pixels.pixel(k, q)).saturation() > 60, engine::keepsBlock(2, q / 64, k / 64));
}

void TestMapView::limitsOnlyRecolour() {
    MapView view;
    auto values = std::make_shared<std::vector<float>>(64 * 64, 0.5F);
    show(view, {{values, values->data()}, 64, 64, "attention", {}, false});
    const auto colourInside = [&view] {
        return view.grab().toImage().pixelColor((view.mapArea().topLeft() + QPointF(20.5, 200.5)).toPoint());
    };
    QSignalSpy scaled(&view, &MapView::scaleChanged);
    view.setLimits(0, 0.25);
    QCOMPARE(colourInside().rgb(), ColourMap(ColourMapName::Viridis).at(1));
    // The source is not read again: changing it behind the view's back changes nothing.
    std::fill(values->begin(), values->end(), 100.F);
    view.setLimits(0.75, 1);
    QCOMPARE(colourInside().rgb(), ColourMap(ColourMapName::Viridis).at(0));
    QCOMPARE(scaled.size(), 2);
    view.resetLimits();
    QCOMPARE(view.scale().upper, 0.5);
}

void TestMapView::draggedHandleMovesTheLimit() {
    MapView view;
    show(view, blocks(64));
    auto *bar = view.findChild<ColourBar *>();
    const int top = 10;
    QTest::mousePress(bar, Qt::LeftButton, {}, QPoint(30, top));
    QTest::mouseMove(bar, QPoint(30, bar->height() / 2));
    QTest::mouseRelease(bar, Qt::LeftButton, {}, QPoint(30, bar->height() / 2));
    QVERIFY(std::abs(view.scale().upper - 0.5) < 0.02);
    QCOMPARE(view.scale().lower, 0.0);
    QTest::mouseDClick(bar, Qt::LeftButton, {}, QPoint(30, bar->height() / 2));
    QCOMPARE(view.scale().upper, 1.0);
    QTest::keyClick(bar, Qt::Key_Down);
    QVERIFY(view.scale().upper < 1);
}

void TestMapView::logarithmicScaleBeginsAboveZero() {
    auto values = std::make_shared<std::vector<float>>(16, 0.F);
    (*values)[4] = 1e-3F;
    (*values)[12] = 10;
    MapView view;
    view.setLogarithmic(true);
    show(view, {{values, values->data()}, 4, 64, "influence", {}, false});
    QVERIFY(std::abs(view.scale().lower - 1e-3) < 1e-5);
    QVERIFY(std::abs(view.scale().upper - 10) < 0.05);
    QCOMPARE(view.scale().position(0), 0.0);
    QVERIFY(std::abs(view.scale().position(0.1) - 0.5) < 0.01);
}

void TestMapView::notAValueHasItsOwnColours() {
    for (const Theme &theme : {Theme::light(), Theme::darkTheme()})
        for (const auto &[map, name] : colourMapNames()) {
            const auto table = colourTable({map, false, 0, 1}, theme);
            QVERIFY2(table[kNanKey] != table[keyOf(0)] && table[kMaskedKey] != table[keyOf(0)] &&
                         table[kNanKey] != table[kMaskedKey],
                     qPrintable(name));
            QCOMPARE(table[keyOf(0)], ColourMap(map).at(0));
            QCOMPARE(table[keyOf(1)], ColourMap(map).at(1));
        }
}

void TestMapView::largeMapsAreBuiltElsewhereAndTheLastWins() {
    MapView view;
    show(view, blocks(16));
    QSignalSpy busy(&view, &MapView::busyChanged);
    view.setContent({flat(1500), 1500, 1, "first", {}, false});
    QCOMPARE(busy.size(), 1);
    QCOMPARE(busy.last()[0].toBool(), true);
    QCOMPARE(view.camera().n(), 16);  // what was there stays
    view.setContent({flat(1200), 1200, 1, "second", {}, false});
    QTRY_COMPARE(busy.last()[0].toBool(), false);
    QCOMPARE(view.camera().n(), 1200);
    QTest::qWait(100);
    QCOMPARE(view.camera().n(), 1200);
}

void TestMapView::readoutNamesTokens() {
    MapContent content{flat(4, 0.25F), 4, 1, "attention", {"The", " silver", "\n", " lion"}, false};
    const QStringList lines = readoutLines(content, {3, 1});
    QVERIFY(lines[0].contains("3") && lines[0].contains(" lion"));
    QVERIFY(lines[1].contains("1") && lines[1].contains(" silver"));
    QVERIFY(lines[2].contains("2"));
    QVERIFY(lines[3].contains("0.250"));
    QVERIFY(readoutLines(content, {1, 3}).last().contains("masked"));
}

void TestMapView::readoutFindsTheBrightestCellOfAPixel() {
    auto values = std::make_shared<std::vector<float>>(100 * 100, 0.1F);
    (*values)[70 * 100 + 31] = 5;
    const MapContent content{{values, values->data()}, 100, 64, "attention", {}, false};
    QCOMPARE(brightestCell(content, {33.2, 68.9}, 8), (MapCell{70, 31}));
    QCOMPARE(brightestCell(content, {33.2, 68.9}, 0.5), (MapCell{68, 33}));
}

void TestMapView::hiddenSinkLeavesTheScale() {
    auto values = std::make_shared<std::vector<float>>(64 * 64, 1.F);
    for (int r = 0; r < 64; ++r) (*values)[static_cast<size_t>(r) * 64] = 50;
    MapView view;
    show(view, {{values, values->data()}, 64, 64, "attention", {}, false});
    QVERIFY(std::abs(view.scale().upper - 50) < 0.3);
    view.setSinkHidden(true);
    QCOMPARE(view.scale().upper, 1.0);
}

void TestMapView::tableTwinIsWhatIsInView() {
    auto values = std::make_shared<std::vector<float>>(64 * 64);
    for (int r = 0; r < 64; ++r)
        for (int c = 0; c <= r; ++c) (*values)[static_cast<size_t>(r) * 64 + c] = static_cast<float>(r * 2 + c % 2);
    MapView view;
    show(view, {{values, values->data()}, 64, 64, "attention", {}, false});
    QAbstractItemModel *table = view.table();
    QCOMPARE(table->rowCount(), 64);
    QCOMPARE(table->index(20, 3).data(kNumberRole).toDouble(), 41.0);
    QCOMPARE(table->index(3, 20).data().toString(), QString());
    QCOMPARE(table->headerData(2, Qt::Vertical).toString(), QString("query 128"));
    view.look({10, 30}, 0.01);
    QCOMPARE(table->headerData(0, Qt::Vertical).toString(), QString("query 1920"));
    QCOMPARE(table->headerData(0, Qt::Horizontal).toString(), QString("key 640"));
    QVERIFY(table->rowCount() < 10);
    view.setContent({flat(1024), 1024, 1, "attention", {}, false});
    view.fit();
    QTRY_COMPARE(table->rowCount(), 256);
    QCOMPARE(table->headerData(1, Qt::Vertical).toString(), QString("query 4"));
}

void TestMapView::aFrameIsFast() {
    MapView view;
    view.resize(1920, 1080);
    view.show();
    view.setContent(blocks(512));
    view.repaint();
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 10; ++i) {
        view.look({static_cast<double>(i), 0}, 0.3);
        view.repaint();
    }
    QVERIFY2(timer.elapsed() < 10 * 100, qPrintable(QString("%1 ms for 10 frames").arg(timer.elapsed())));
}

}  // namespace moa::widgets

QTEST_MAIN(moa::widgets::TestMapView)
#include "tst_map_view.moc"
