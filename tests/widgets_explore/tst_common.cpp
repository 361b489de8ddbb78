// What every view is made of: numbers as text, tables and figures as files, the panel around a view.
#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QMimeData>
#include <QPdfWriter>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "engine/values/error.h"
#include "widgets/common/curve_plot.h"
#include "widgets/common/figure_export.h"
#include "widgets/common/number_text.h"
#include "widgets/common/panel.h"
#include "widgets/common/table_export.h"
#include "widgets/theme/theme.h"

namespace moa::widgets {

class TestCommon : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void numbersHaveThreeSignificantDigits_data();
    void numbersHaveThreeSignificantDigits();
    void deltasCarryTheirSign();
    void tokensAreShortInPowersOfTwo();
    void timesAreReadable();
    void tableTextKeepsFullPrecisionInCsvOnly();
    void tableTextEscapes();
    void copiedTableCarriesTextAndCsv();
    void curvesStayVectorsInSvg();
    void figureEqualsTheScreen();
    void exportIntoMissingFolderIsOneError();
    void panelShowsErrorAboveItsContent();
    void panelSaysWhyItIsEmpty();
    void changedTextLaysOutThePanelOnlyIfItNeedsOtherRoom();
    void curveTableFollowsTheCurves();
    void clickOnAPointNamesItsCurve();
};

void TestCommon::numbersHaveThreeSignificantDigits_data() {
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("text");
    const auto row = [](double value, const char *text) {
        QTest::addRow("%s", text) << value << QString::fromUtf8(text);
    };
    row(0, "0");
    row(1, "1.00");
    row(12.345, "12.3");
    row(99.96, "100");
    row(999.96, "1000");
    row(-0.25, "\u22120.250");
    row(0.01234, "0.0123");
    row(0.09996, "0.100");
    row(1.2345e-5, "1.23e-5");
    row(std::nan(""), "\u2013");
    row(INFINITY, "\u221E");
}

void TestCommon::numbersHaveThreeSignificantDigits() {
    QFETCH(double, value);
    QFETCH(QString, text);
    QCOMPARE(numberText(value), text);
    const QLocale before;
    QLocale::setDefault(QLocale(QLocale::English));
    QCOMPARE(numberText(1234567.4), QString("1,234,567"));
    QLocale::setDefault(before);
}

void TestCommon::deltasCarryTheirSign() {
    QCOMPARE(deltaText(0.5), QString("+0.500"));
    QCOMPARE(deltaText(-0.5), QString::fromUtf8("\u22120.500"));
    QCOMPARE(deltaText(0), QString("0"));
    QCOMPARE(deltaText(std::nan("")), notMeasured());
}

void TestCommon::tokensAreShortInPowersOfTwo() {
    QCOMPARE(tokenText(1024), QString("1k"));
    QCOMPARE(tokenText(131072), QString("128k"));
    QCOMPARE(tokenText(1536), QString("1.5k"));
    QCOMPARE(tokenText(640), QString("640"));
    QCOMPARE(tokenText(1000), QString("1000"));
}

void TestCommon::timesAreReadable() {
    QCOMPARE(durationText(0.0123), QString("12.3 ms"));
    QCOMPARE(durationText(4.2), QString("4.20 s"));
    QCOMPARE(durationText(200), QString("3 min 20 s"));
    QCOMPARE(durationText(7500), QString("2 h 05 min"));
    QCOMPARE(bytesText(1536), QString("1.50\u00A0KiB"));
}

void TestCommon::tableTextKeepsFullPrecisionInCsvOnly() {
    QStandardItemModel model(2, 2);
    model.setHorizontalHeaderLabels({"head", "loss"});
    model.setVerticalHeaderLabels({"", ""});
    model.setData(model.index(0, 0), "4.6");
    model.setData(model.index(0, 1), "0.123");
    model.setData(model.index(0, 1), 0.123456789, kNumberRole);
    model.setData(model.index(1, 0), "4.7");
    model.setData(model.index(1, 1), notMeasured());
    model.setData(model.index(1, 1), std::nan(""), kNumberRole);
    QVERIFY(tableText(model, TableFormat::Csv).contains("4.6,0.123456789\r\n"));
    QVERIFY(tableText(model, TableFormat::Csv).endsWith("4.7,\r\n"));
    QVERIFY(tableText(model, TableFormat::Markdown).contains("4.6 | 0.123 |"));
}

void TestCommon::tableTextEscapes() {
    QStandardItemModel model(1, 1);
    model.setHorizontalHeaderLabels({"50 % of a|b"});
    model.setData(model.index(0, 0), "say \"x\", y_1");
    QCOMPARE(tableText(model, TableFormat::Csv), QString("50 % of a|b\r\n\"say \"\"x\"\", y_1\"\r\n"));
    QCOMPARE(tableText(model, TableFormat::Markdown), QString("| 50 % of a\\|b |\n| --- |\n| say \"x\", y_1 |\n"));
    QCOMPARE(tableText(model, TableFormat::Latex),
             QString("\\begin{tabular}{l}\n\\toprule\n50 \\% of a|b \\\\\n\\midrule\nsay \"x\", y\\_1 \\\\\n"
                     "\\bottomrule\n\\end{tabular}\n"));
}

void TestCommon::copiedTableCarriesTextAndCsv() {
    QStandardItemModel model(1, 2);
    model.setHorizontalHeaderLabels({"a", "b"});
    model.setData(model.index(0, 0), "1");
    model.setData(model.index(0, 1), "2");
    copyTable(model);
    const QMimeData *data = QGuiApplication::clipboard()->mimeData();
    QCOMPARE(data->text(), QString("a\tb\n1\t2\n"));
    QCOMPARE(data->data("text/csv"), QByteArray("a,b\r\n1,2\r\n"));
}

namespace {

void fill(CurvePlot &plot) {
    plot.setLabels("length", "span");
    plot.addCurve("first", {1024, 2048, 4096}, {100, 400, 900}, {QColor("#0072B2")});
    plot.addCurve("second", {1024, 2048, 4096}, {300, 200, 100}, {QColor("#E69F00")});
    plot.setTokenAxis(plot.xAxis);
    plot.fit(true);
}

}  // namespace

void TestCommon::curvesStayVectorsInSvg() {
    QWidget figure;
    figure.resize(400, 300);
    CurvePlot plot(&figure);
    plot.setGeometry(20, 10, 360, 280);
    fill(plot);
    figure.show();
    QTemporaryDir folder;
    const QString path = folder.filePath("curves.svg");
    exportFigure(figure, path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray svg = file.readAll();
    QVERIFY(!svg.contains("<image"));
    QVERIFY(svg.contains(">2k</text>"));
    QSvgRenderer renderer(path);
    QVERIFY(renderer.isValid());
    exportFigure(figure, folder.filePath("curves.pdf"));
    QFile pdf(folder.filePath("curves.pdf"));
    QVERIFY(pdf.open(QIODevice::ReadOnly));
    QVERIFY(pdf.readAll().startsWith("%PDF"));
}

void TestCommon::figureEqualsTheScreen() {
    CurvePlot plot;
    plot.resize(400, 300);
    fill(plot);
    plot.show();
    QVERIFY(QTest::qWaitForWindowExposed(&plot));
    plot.replot(QCustomPlot::rpImmediateRefresh);
    const QImage screen = plot.grab().toImage().convertToFormat(QImage::Format_RGB32);
    const QImage figure = figureImage(plot, plot.devicePixelRatioF()).convertToFormat(QImage::Format_RGB32);
    QCOMPARE(figure.size(), screen.size());
    qint64 different = 0;
    for (int y = 0; y < screen.height(); ++y)
        for (int x = 0; x < screen.width(); ++x)
            different += std::abs(qGray(screen.pixel(x, y)) - qGray(figure.pixel(x, y))) > 40;
    QVERIFY2(different < screen.width() * screen.height() / 100, qPrintable(QString::number(different)));
}

void TestCommon::exportIntoMissingFolderIsOneError() {
    QWidget figure;
    figure.resize(10, 10);
    QVERIFY_THROWS_EXCEPTION(Error, exportFigure(figure, "/nowhere/at/all.png"));
    QStandardItemModel model(1, 1);
    QVERIFY_THROWS_EXCEPTION(Error, exportTable(model, "/nowhere/at/all.csv"));
}

void TestCommon::panelShowsErrorAboveItsContent() {
    Panel panel("Map");
    auto *content = new QLabel("content");
    panel.setContent(content);
    panel.resize(400, 300);
    panel.show();
    panel.setError(ViewError{"read the sample", "a.jsonl", "it is gone", "choose another", "Choose..."});
    QVERIFY(content->isVisible());
    auto *button = panel.findChild<QPushButton *>();
    QVERIFY(button && button->isVisible());
    QSignalSpy pressed(&panel, &Panel::actionRequested);
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(pressed.size(), 1);
    panel.setError(std::nullopt);
    QVERIFY(!button->isVisible());
}

void TestCommon::panelSaysWhyItIsEmpty() {
    Panel panel("Map");
    auto *content = new QLabel("content");
    panel.setContent(content);
    panel.show();
    panel.setEmpty("Nothing is profiled yet.", "Profile...");
    QVERIFY(!content->isVisible());
    panel.clearEmpty();
    QVERIFY(content->isVisible());
}

void TestCommon::changedTextLaysOutThePanelOnlyIfItNeedsOtherRoom() {
    struct Counter : QObject {
        int requests = 0;
        bool eventFilter(QObject *, QEvent *event) override {
            requests += event->type() == QEvent::LayoutRequest ? 1 : 0;
            return false;
        }
    };
    QWidget window;
    auto *column = new QVBoxLayout(&window);
    auto *panel = new Panel("Answer");
    auto *content = new QWidget;
    auto *label = new QLabel("loss 0.278");
    (new QVBoxLayout(content))->addWidget(label);
    panel->setContent(content);
    column->addWidget(panel);
    window.resize(400, 100);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QTest::qWait(50);
    Counter above;
    panel->installEventFilter(&above);
    label->setText("loss 0.3");
    QTest::qWait(50);
    QCOMPARE(above.requests, 0);
    label->setText("a loss that needs more width than the window has: " + QString("0").repeated(100));
    QTRY_VERIFY(window.width() > 400 && label->width() >= label->sizeHint().width());
    label->setText("loss 0.3\n\n\nfour lines\n\n\nseven lines");
    QTRY_VERIFY(above.requests > 0);
    QTRY_VERIFY(label->height() >= label->sizeHint().height());
    // What changed while it was hidden is made good when it is shown.
    panel->hide();
    label->setText("loss 0.3" + QString("\n").repeated(20));
    QTest::qWait(50);
    panel->show();
    QTRY_VERIFY(label->height() >= label->sizeHint().height());
}

void TestCommon::curveTableFollowsTheCurves() {
    CurvePlot plot;
    fill(plot);
    const QAbstractItemModel *table = plot.table();
    QCOMPARE(table->rowCount(), 6);
    QCOMPARE(table->headerData(1, Qt::Horizontal).toString(), QString("length"));
    QCOMPARE(table->index(5, 2).data(kNumberRole).toDouble(), 100.0);
    plot.clearCurves();
    QCOMPARE(table->rowCount(), 0);
}

void TestCommon::clickOnAPointNamesItsCurve() {
    CurvePlot plot;
    plot.resize(400, 300);
    fill(plot);
    plot.show();
    plot.replot();
    QSignalSpy clicked(&plot, &CurvePlot::pointClicked);
    QTest::mouseClick(&plot, Qt::LeftButton, {}, plot.graph(1)->coordsToPixels(2048, 200).toPoint());
    QCOMPARE(clicked.size(), 1);
    QCOMPARE(clicked[0][0].value<QCPGraph *>()->name(), QString("second"));
    QCOMPARE(clicked[0][1].toDouble(), 2048.0);
}

}  // namespace moa::widgets

QTEST_MAIN(moa::widgets::TestCommon)
#include "tst_common.moc"
