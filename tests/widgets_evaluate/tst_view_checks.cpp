// The checks of looks find each fault they are made for, and none where there is none.
#include <QPushButton>
#include <QTabWidget>
#include <QTableWidget>
#include <QTest>
#include <QVBoxLayout>

#include "support/view_checks.h"
#include "widgets/common/curve_plot.h"

namespace moa::widgets {

class TestViewChecks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        qApp->setStyle("Fusion");
        qApp->setPalette(Theme::light().palette());
        top_ = std::make_unique<QWidget>();
        top_->resize(600, 400);
    }

    void aSoundWidgetHasNoFault() {
        auto *column = new QVBoxLayout(top_.get());
        column->addWidget(new QLabel("A text that fits"));
        column->addWidget(new QPushButton("Press"));
        auto *panel = new Panel("Curve");
        auto *plot = new CurvePlot;
        plot->addCurve("a", {1, 2}, {1, 2}, {Qt::blue});
        plot->fit();
        panel->setContent(plot);
        column->addWidget(panel, 1);
        QCOMPARE(shownFaults(), QStringList());
    }
    void clippedLabelIsFound() {
        auto *label = new QLabel("A text far too long for its place", top_.get());
        label->setGeometry(0, 0, 60, 20);
        QCOMPARE(shownFaults().size(), 1);
        label->setToolTip(label->text());
        QCOMPARE(shownFaults(), QStringList());
    }
    void wrappedLabelIsFoundWhenItsLastLineIsCut() {
        auto *label = new QLabel("Several words that need several lines", top_.get());
        label->setWordWrap(true);
        label->setGeometry(0, 0, 80, 20);
        QCOMPARE(shownFaults().size(), 1);
        label->setGeometry(0, 0, 80, 120);
        QCOMPARE(shownFaults(), QStringList());
    }
    void clippedButtonIsFound() {
        auto *button = new QPushButton("A long word on a button", top_.get());
        button->setGeometry(0, 0, 40, 24);
        QCOMPARE(shownFaults().size(), 1);
    }
    void clippedHeaderIsFound() {
        auto *table = new QTableWidget(1, 1, top_.get());
        table->setHorizontalHeaderLabels({"A header with many words"});
        table->verticalHeader()->hide();
        table->setColumnWidth(0, 30);
        QCOMPARE(shownFaults().size(), 1);
    }
    void weakContrastIsFound() {
        auto *label = new QLabel("Pale", top_.get());
        QPalette palette = label->palette();
        palette.setColor(QPalette::WindowText, QColor("#C0C0C0"));
        label->setPalette(palette);
        QCOMPARE(shownFaults().size(), 1);
        QVERIFY(shownFaults().first().startsWith("contrast"));
    }
    void emptyPlotIsFound() {
        auto *plot = new CurvePlot(top_.get());
        plot->resize(300, 200);
        QVERIFY(shownFaults().join('|').contains("empty plot"));
        plot->addCurve("a", {}, {}, {Qt::blue});
        QVERIFY(shownFaults().join('|').contains("empty plot"));
        plot->addCurve("b", {1}, {1}, {Qt::blue});
        QCOMPARE(shownFaults(), QStringList());
    }
    void emptyPanelIsFound() {
        auto *panel = new Panel("Nothing", top_.get());
        panel->setContent(new QWidget);
        panel->resize(300, 200);
        QCOMPARE(shownFaults().size(), 1);
        panel->setEmpty("There is nothing yet");
        QCOMPARE(shownFaults(), QStringList());
    }

private:
    QStringList shownFaults() {
        top_->show();
        QTest::qWait(20);
        return checks::faultsOf(*top_);
    }

    std::unique_ptr<QWidget> top_;
};

}  // namespace moa::widgets

QTEST_MAIN(moa::widgets::TestViewChecks)
#include "tst_view_checks.moc"
