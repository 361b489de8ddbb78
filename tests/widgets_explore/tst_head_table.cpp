// The table of heads: a sound model, sorted by number, filtered without loss of the selection.
#include <QAbstractItemModelTester>
#include <QTest>
#include <limits>

#include "shown_page.h"
#include "widgets/common/table_export.h"

namespace moa::widgets {

class TestHeadTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void tableIsASoundModel() {
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

    void tableSortsByNumberWithNotMeasuredLast() {
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

    void tableFilterKeepsTheSelection() {
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
};

}  // namespace moa::widgets

QTEST_MAIN(moa::widgets::TestHeadTable)
#include "tst_head_table.moc"
