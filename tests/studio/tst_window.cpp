// The real window on a copy of the sample, driven by mouse and keyboard.
#include <QAbstractButton>
#include <QComboBox>
#include <QDockWidget>
#include <QGroupBox>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QTabBar>
#include <QTranslator>
#include <QXmlStreamReader>

#include "studio/shown_window.h"
#include "widgets/explore/head_facts.h"
#include "widgets/explore/head_grid.h"
#include "widgets/explore/head_table.h"
#include "widgets/map/map_view.h"
#include "widgets/plan/budget_sliders.h"
#include "widgets/plan/value_slider.h"
#include "widgets/theme/theme.h"

using namespace moa;
using namespace moa::test;
using namespace moa::studio;
using namespace moa::widgets;

namespace {

// The user's texts of one .ts file that differ from the English ones.
QSet<QString> translatedSources(const QString &language) {
    QFile file(QStringLiteral(MOA_RESOURCES "/../translations/moa-studio_%1.ts").arg(language));
    QSet<QString> sources;
    if (!file.open(QIODevice::ReadOnly)) return sources;
    QXmlStreamReader xml(&file);
    QString source;
    while (!xml.atEnd()) {
        if (!xml.readNextStartElement()) continue;
        if (xml.name() == QLatin1String("source")) source = xml.readElementText();
        if (xml.name() != QLatin1String("translation") || xml.attributes().hasAttribute("type")) continue;
        const auto text = xml.readElementText(QXmlStreamReader::IncludeChildElements);
        if (text != source) sources.insert(source);
    }
    return sources;
}

// Every text the window shows or tells in a tooltip.
QStringList textsOf(const QWidget &window) {
    QStringList texts;
    for (const auto *widget : window.findChildren<QWidget *>()) {
        texts << widget->toolTip() << widget->windowTitle() << widget->accessibleName();
        if (const auto *label = qobject_cast<const QLabel *>(widget)) texts << label->text();
        if (const auto *button = qobject_cast<const QAbstractButton *>(widget)) texts << button->text();
        if (const auto *box = qobject_cast<const QGroupBox *>(widget)) texts << box->title();
        if (const auto *tabs = qobject_cast<const QTabBar *>(widget))
            for (int i = 0; i < tabs->count(); ++i) texts << tabs->tabText(i);
        if (const auto *box = qobject_cast<const QComboBox *>(widget))
            for (int i = 0; i < box->count(); ++i) texts << box->itemText(i);
    }
    for (const auto *action : window.findChildren<QAction *>()) texts << action->text() << action->toolTip();
    return texts;
}

QPoint middle(const HeadGrid &grid, const HeadId &head) {
    return grid.cellRect(head).center().toPoint();
}

}  // namespace

class TestWindow : public QObject {
    Q_OBJECT

private:
    SampleCopies copies;

private Q_SLOTS:
    void cleanup() { verifyThreads(); }

    void theWelcomePageComesFirstAndAProjectFillsEveryView() {
        Shown s;
        QVERIFY(s.view<WelcomePage>()->isVisible());
        QVERIFY(s.open(copies()));
        QVERIFY(!s.view<WelcomePage>()->isVisible());
        QVERIFY(s.view<HeadGrid>()->isVisible());
        QVERIFY(s.view<ProjectTree>()->topLevelItemCount() == 4);
        QVERIFY(s.view<Inspector>()->topLevelItemCount() > 5);
        QVERIFY(s.window->windowTitle().startsWith("copy"));
    }

    void theDeviceIsChosenInTheStatusBar() {
        Shown s;
        QVERIFY(s.open(copies()));
        auto *button = s.view<DeviceButton>();
        QVERIFY(button->isVisible());
        QCOMPARE(button->text(), QString("CPU"));
        button->setState({{{true, 1}, "NVIDIA H200", std::int64_t{120} << 30}, 2});
        QVERIFY(button->text().contains("NVIDIA H200") && button->text().contains("GiB"));
        const auto entries = button->menu()->actions();
        QCOMPARE(entries.size(), qsizetype{3});
        QVERIFY(entries[2]->isChecked() && entries[2]->text() == "NVIDIA H200");
        entries[0]->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(button->text(), QString("CPU"), kPatience);
        QVERIFY(button->menu()->actions().front()->isChecked());
    }

    void headsAreSelectedByMouseAndKeyboard() {
        Shown s;
        QVERIFY(s.open(copies()));
        auto *grid = s.view<HeadGrid>();
        QTest::mouseClick(grid, Qt::LeftButton, {}, middle(*grid, {4, 6}));
        QCOMPARE(*s.selected().current, (HeadId{4, 6}));
        QCOMPARE(s.view<Inspector>()->topLevelItem(0)->text(1), QString("4"));
        grid->setFocus();
        QTest::keyClick(grid, Qt::Key_Down);
        QTest::keyClick(grid, Qt::Key_Right);
        QCOMPARE(*s.selected().current, (HeadId{5, 7}));
        QTest::mouseClick(grid, Qt::LeftButton, Qt::ShiftModifier, middle(*grid, {6, 7}));
        QCOMPARE(s.selected().heads.size(), std::size_t{2});
    }

    void theRetrievingHeadStandsOutInTheSample() {
        Shown s;
        QVERIFY(s.open(copies()));
        const auto *inspector = s.view<Inspector>();
        const auto sensitivity = [&](const HeadId &head) {
            s.session().selection()->selectHeads({head}, head);
            for (int i = 0; i < inspector->topLevelItemCount(); ++i)
                if (inspector->topLevelItem(i)->text(0) == "Sensitivity")
                    return inspector->topLevelItem(i)->text(1).toDouble();
            return 0.0;
        };
        const double retrieving = sensitivity({4, 6});
        QVERIFY(retrieving > 0.1);
        for (int layer = 0; layer < 8; ++layer)
            if (layer != 4) QVERIFY(sensitivity({layer, 6}) < retrieving);
    }

    void theInspectorTellsMeansOfSeveralHeads() {
        Shown s;
        QVERIFY(s.open(copies()));
        const auto *inspector = s.view<Inspector>();
        const auto told = [&](const HeadSet &heads, const QString &name) {
            s.session().selection()->selectHeads(heads, *heads.begin());
            for (int i = 0; i < inspector->topLevelItemCount(); ++i)
                if (inspector->topLevelItem(i)->text(0) == name) return inspector->topLevelItem(i)->text(1);
            return QString();
        };
        const HeadId one{4, 6};
        const HeadId other{2, 3};
        const auto number = [&](const HeadSet &heads, const QString &name) { return told(heads, name).toDouble(); };
        for (const char *name : {"Sink mass", "Density", "Sensitivity"}) {
            const double mean = (number({one}, name) + number({other}, name)) / 2;
            QVERIFY2(std::abs(number({one, other}, name) - mean) <= 0.01 * mean, name);
        }
        QCOMPARE(told({one, other}, "Query heads"), QString("2"));
        QCOMPARE(told({one, {4, 7}}, "kv groups"), QString("1"));
        QCOMPARE(told({one, other}, "Layer"), QString());
        QCOMPARE(told({one}, "Layer"), QString("4"));
    }

    void aDraggedSliderChangesThePlanInOneStep() {
        Shown s;
        QVERIFY(s.open(copies()));
        s.window->showView(QStringLiteral("plan"));
        auto *slider = s.view<BudgetSliders>()->slider(4096)->slider();
        QVERIFY(slider->isVisible());
        const auto before = s.session().problem();
        const double loss = s.session().answer()->answer.result.objective;
        slider->setSliderDown(true);
        for (int i = 1; i <= 20; ++i) {
            slider->setSliderPosition(slider->sliderPosition() + (slider->maximum() - slider->minimum()) / 60);
            QTest::qWait(5);
        }
        slider->setSliderDown(false);
        QVERIFY(QTest::qWaitFor([&] { return s.session().undo()->count() == 1; }, kPatience));
        QVERIFY(s.settled());
        QVERIFY(s.session().problem().budgets[2].upper > before.budgets[2].upper);
        QVERIFY(s.session().answer()->answer.result.objective < loss);
        // The page that was hidden meanwhile shows the new plan too.
        s.window->showView(QStringLiteral("explore"));
        const auto &plan = *s.session().answer()->answer.plan;
        const auto *heads = s.view<HeadTable>()->model();
        QCOMPARE(heads->rowCount(), plan.layers * plan.heads);
        int rule = 0;
        while (heads->headerData(rule, Qt::Horizontal).toString() != QStringLiteral("Rule")) ++rule;
        for (int row = 0; row < heads->rowCount(); ++row) {
            const auto head = heads->index(row, 0).data().toString().split('.');
            QCOMPARE(heads->index(row, rule).data().toString(), ruleText(plan.rule(head[0].toInt(), head[1].toInt())));
        }
        // Without a window manager nobody activates the window, and a shortcut belongs to the active one.
        s.window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(s.window.get()));
        QTest::keyClick(s.window.get(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(s.session().problem() == before);
        QVERIFY(s.settled());
    }

    void theMapPansAndZooms() {
        Shown s;
        QVERIFY(s.open(copies()));
        auto *map = s.view<MapView>();
        QVERIFY(map->isVisible());
        const auto picture = [&] { return map->grab().toImage(); };
        QTest::qWait(300);
        const auto whole = picture();
        const auto middleOfMap = map->rect().center();
        QWheelEvent wheel(middleOfMap, map->mapToGlobal(middleOfMap), {}, {0, 480}, {}, {}, Qt::NoScrollPhase, false);
        QApplication::sendEvent(map, &wheel);
        QTest::qWait(50);
        const auto zoomed = picture();
        QVERIFY(zoomed != whole);
        QTest::mousePress(map, Qt::LeftButton, {}, middleOfMap);
        QTest::mouseMove(map, middleOfMap + QPoint(40, 30));
        QMouseEvent move(QEvent::MouseMove, middleOfMap + QPoint(60, 40),
                         map->mapToGlobal(middleOfMap + QPoint(60, 40)), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(map, &move);
        QTest::mouseRelease(map, Qt::LeftButton, {}, middleOfMap + QPoint(60, 40));
        QTest::qWait(50);
        QVERIFY(picture() != zoomed);
    }

    void aPlanDroppedOnTheWindowIsImported() {
        Shown s;
        QVERIFY(s.open(copies()));
        const auto file = copies.folder() / "dropped.json";
        s.session().exportPlan(file);
        QVERIFY(QTest::qWaitFor([&] { return !s.session().jobs()->busy(); }, kPatience));
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(QString::fromStdString(file.string()))});
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(s.window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(s.window.get(), &drop);
        const auto imported = [&] {
            return std::ranges::any_of(s.session().snapshot()->plans,
                                       [](const auto &p) { return p.name == "dropped" && p.origin == "imported"; });
        };
        QVERIFY(QTest::qWaitFor(imported, kPatience));
    }

    void everythingIsThereAfterClosingAndOpening() {
        const auto path = copies();
        PlanProblem left;
        {
            Shown s;
            QVERIFY(s.open(path));
            left = withDensity(s.session().problem(), 0.4);
            s.session().editProblem(left, true);
            QVERIFY(s.settled());
        }
        Shown s;
        QVERIFY(s.open(path));
        QVERIFY(s.session().problem() == left);
    }

    void noTextIsLeftInEnglish_data() {
        QTest::addColumn<QString>("language");
        for (const char *language : {"de", "zh"}) QTest::newRow(language) << language;
    }
    void noTextIsLeftInEnglish() {
        QFETCH(QString, language);
        QTranslator translator;
        QVERIFY(translator.load(QStringLiteral(":/translations/moa-studio_%1.qm").arg(language)));
        QApplication::installTranslator(&translator);
        Shown s;
        QVERIFY(s.open(copies()));
        const auto english = translatedSources(language);
        QVERIFY(english.size() > 100);
        const QSet<QString> names{"dense", "uniform"};  // of plans, as the command knows them
        QStringList found;
        for (const auto &text : textsOf(*s.window))
            if (english.contains(text) && !names.contains(text)) found << text;
        found.removeDuplicates();
        QVERIFY2(found.isEmpty(), qPrintable(found.join("; ")));
    }

    void noEventOfTheDrivenWindowIsLong() {
        Shown s;
        QVERIFY(s.open(copies()));
        auto *app = static_cast<TimedApplication *>(qApp);
        app->startTiming();
        auto *grid = s.view<HeadGrid>();
        for (int layer = 0; layer < 8; ++layer) {
            QTest::mouseClick(grid, Qt::LeftButton, {}, middle(*grid, {layer, layer}));
            QTest::qWait(20);
        }
        for (const char *view : {"plan", "evaluate", "compare", "explore"}) {
            s.window->showView(view);
            QTest::qWait(50);
        }
        auto problem = s.session().problem();
        for (int i = 0; i < 30; ++i) {
            s.session().editProblem(withDensity(problem, 0.2 + 0.01 * i), i == 29);
            QTest::qWait(10);
        }
        QVERIFY(s.settled());
        qInfo("busiest event: %.0f ms in %s; longest: %.0f ms in %s", app->busiest(), qPrintable(app->busiestWhat()),
              app->longest(), qPrintable(app->longestWhat()));
        QVERIFY(app->busiest() <= kBusiestEvent);
        QVERIFY(app->longest() <= 500);
    }
};

int main(int argc, char **argv) {
    return runTimed<TestWindow>(argc, argv);
}
#include "tst_window.moc"
