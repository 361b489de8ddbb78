// The job in the real window, by its buttons and menus: pin, mix, evaluate, cancel, compare, export.
#include <QCheckBox>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSpinBox>
#include <QTimer>

#include "app/studio/new_project_dialog.h"
#include "app/studio/view_values.h"
#include "studio/shown_window.h"
#include "widgets/common/figure_export.h"
#include "widgets/common/panel.h"
#include "widgets/common/table_export.h"
#include "widgets/compare/run_chooser.h"
#include "widgets/evaluate/cell_table_view.h"
#include "widgets/evaluate/order_form.h"
#include "widgets/evaluate/results_table.h"
#include "widgets/explore/head_grid.h"
#include "widgets/plan/density_plot.h"
#include "widgets/plan/mix_panel.h"
#include "widgets/plan/pareto_plot.h"
#include "widgets/plan/value_slider.h"

using namespace moa;
using namespace moa::test;
using namespace moa::studio;
using namespace moa::widgets;

namespace {

// Presses the entry that starts with `text` in the menu `open` shows.
bool pressInMenu(const QString &text, const std::function<void()> &open) {
    const auto pressed = std::make_shared<bool>(false);
    QTimer::singleShot(100, qApp, [pressed, text] {
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        if (menu == nullptr) return;
        for (auto *action : menu->actions())
            if (!*pressed && action->isEnabled() && action->text().startsWith(text)) {
                *pressed = true;
                action->trigger();
            }
        menu->close();
    });
    open();  // which may return at once
    return QTest::qWaitFor([&] { return *pressed; }, kPatience);
}

// The button with this text within `parent`; nullptr: none is shown.
QPushButton *button(const QWidget &parent, const QString &text) {
    for (auto *found : parent.findChildren<QPushButton *>())
        if (found->isVisible() && found->text() == text) return found;
    return nullptr;
}

// Chooses one plan and one length, and `samples` a length.
void order(const OrderForm &form, const QString &plan, const QString &length, int samples) {
    for (auto *box : form.findChildren<QCheckBox *>()) {
        const auto name = box->property("name").toString();
        box->setChecked(name == plan || name == length);
    }
    form.findChild<QSpinBox *>()->setValue(samples);
}

}  // namespace

class TestWindowWork : public QObject {
    Q_OBJECT

private:
    SampleCopies copies;

private Q_SLOTS:
    void cleanup() { verifyThreads(); }

    void aHeadIsPinnedFromItsMenuAndUndone() {
        Shown s;
        QVERIFY(s.open(copies()));
        auto *grid = s.view<HeadGrid>();
        s.session().selection()->selectHeads({{4, 6}}, HeadId{4, 6});
        const auto rule = s.session().answer()->answer.plan->rule(4, 6);
        const auto open = [grid] {
            const auto at = grid->cellRect({4, 6}).center().toPoint();
            QContextMenuEvent menu(QContextMenuEvent::Keyboard, at, grid->mapToGlobal(at));
            QApplication::sendEvent(grid, &menu);
        };
        QVERIFY(pressInMenu(QStringLiteral("Pin to its rule"), open));
        QCOMPARE(s.session().problem().pins.size(), std::size_t{1});
        QCOMPARE(s.session().problem().pins.front().rule, rule);
        QVERIFY(s.settled());
        s.session().undo()->undo();
        QVERIFY(s.session().problem().pins.empty());
        QVERIFY(pressInMenu(QStringLiteral("Exclude"), open));
        QCOMPARE(s.session().problem().exclude.size(), std::size_t{1});
    }

    void aWeightOfTheMixMovesThePlan() {
        Shown s;
        QVERIFY(s.open(copies()));
        s.window->showView(QStringLiteral("plan"));
        const auto source = s.session().snapshot()->sources.front();
        auto *weight = s.view<MixPanel>()->weight(source);
        QVERIFY(weight != nullptr);
        const auto losses = s.session().answer()->answer.loss->values;
        weight->number()->setFocus();
        weight->number()->setValue(0);
        QVERIFY(QTest::qWaitFor([&] { return s.session().undo()->count() == 1; }, kPatience));
        QCOMPARE(s.session().problem().mix.at(source), 0.0);
        QVERIFY(s.settled());
        QVERIFY(s.session().answer()->answer.loss->values != losses);
    }

    void anEvaluationShowsItsRowsStopsAndGoesOn() {
        Shown s;
        QVERIFY(s.open(copies()));
        s.window->showView(QStringLiteral("evaluate"));
        auto *form = s.view<OrderForm>();
        order(*form, QStringLiteral("uniform"), QStringLiteral("1024"), 40);
        int rows = 0;
        connect(&s.session(), &Session::runChanged, form, [&rows](const RunEntry &run) { rows += run.running; });
        QTest::mouseClick(button(*form, QStringLiteral("Run")), Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return rows >= 2; }, kPatience));
        auto *cancel = button(*form, QStringLiteral("Cancel"));
        QVERIFY(cancel != nullptr && cancel->isEnabled());
        QElapsedTimer timer;
        timer.start();
        QTest::mouseClick(cancel, Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return !s.session().jobs()->busy(); }, kPatience));
        QVERIFY2(timer.elapsed() <= 500, qPrintable(QString("%1 ms").arg(timer.elapsed())));
        const int before = rows;
        auto *goOn = button(*s.window, QStringLiteral("Go on"));
        QVERIFY(goOn != nullptr && goOn->isEnabled());
        QTest::mouseClick(goOn, Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return rows > before; }, kPatience));
        s.session().jobs()->cancelAll();
        QVERIFY(QTest::qWaitFor([&] { return !s.session().jobs()->busy(); }, kPatience));
    }

    void theShownPlanIsSavedWhenItIsEvaluated() {
        Shown s;
        QVERIFY(s.open(copies()));
        s.session().editProblem(withDensity(s.session().problem(), 0.37), true);
        QVERIFY(s.settled());
        const auto name = unsavedName(*s.session().snapshot(), s.session().answer());
        QVERIFY(!name.isEmpty());
        s.window->showView(QStringLiteral("evaluate"));
        auto *form = s.view<OrderForm>();
        order(*form, name, QStringLiteral("1024"), 2);
        QCOMPARE(form->order().plans, QStringList{name});
        QTest::mouseClick(button(*form, QStringLiteral("Run")), Qt::LeftButton);
        const auto ran = [&] {
            return std::ranges::any_of(s.session().snapshot()->runs,
                                       [&](const auto &run) { return run.plan == name.toStdString(); });
        };
        QVERIFY(QTest::qWaitFor(ran, kPatience));
        const auto &plans = s.session().snapshot()->plans;
        const auto stored = std::ranges::find(plans, name.toStdString(), &storage::StoredPlan::name);
        QVERIFY(stored != plans.end());
        QVERIFY(stored->plan == *s.session().answer()->answer.plan);
        QVERIFY2(unsavedName(*s.session().snapshot(), s.session().answer()).isEmpty(), "it is offered once");
    }

    void aModelIsAFolderOrAFile() {
        NewProjectDialog dialog({}, nullptr);
        const QMenu *menu = nullptr;
        for (const auto *browse : dialog.findChildren<QPushButton *>())
            if (browse->menu() != nullptr) menu = browse->menu();
        QVERIFY(menu != nullptr);
        QCOMPARE(menu->actions().size(), 2);
    }

    void twoRunsAreComparedAndOnlyTheirDifferencesShown() {
        Shown s;
        QVERIFY(s.open(copies()));
        s.window->showView(QStringLiteral("compare"));
        QVERIFY(s.view<RunChooser>()->chosen().size() >= 2);
        QCheckBox *only = nullptr;
        for (auto *box : s.window->findChildren<QCheckBox *>())
            if (box->isVisible() && box->text() == QStringLiteral("Diff only")) only = box;
        QVERIFY(only != nullptr);
        CellTableView *settings = nullptr;
        for (auto *view : s.window->findChildren<CellTableView *>())
            if (view->isVisible() && view->accessibleName().contains(QStringLiteral("ettings"))) settings = view;
        QVERIFY(settings != nullptr);
        only->setChecked(true);
        const int few = settings->model()->rowCount();
        only->setChecked(false);
        QVERIFY(few > 0 && settings->model()->rowCount() > few);
    }

    void aStoredPlanIsLoadedByItsPointOfTheFront() {
        Shown s;
        QVERIFY(s.open(copies()));
        s.window->showView(QStringLiteral("plan"));
        const auto &plans = s.session().snapshot()->plans;
        const auto other = std::ranges::find_if(plans, [&](const auto &p) {
            return p.origin == "pareto" && !(p.plan == *s.session().answer()->answer.plan);
        });
        QVERIFY(other != plans.end());
        Q_EMIT s.view<ProjectTree>()->planActivated(QString::fromStdString(other->name));
        QVERIFY(s.session().answer()->answer.plan == other->plan);
    }

    void aPointOfTheDensityCurveIsPlannedInOneStep() {
        Shown s;
        QVERIFY(s.open(copies()));
        s.window->showView(QStringLiteral("plan"));
        QVERIFY(QTest::qWaitFor([&] { return s.session().curve().complete(); }, kPatience));
        const auto before = s.session().problem();
        const auto point = s.session().curve().points[22];
        auto *plot = s.view<DensityPlot>()->plot();
        QVERIFY(plot->isVisible());
        plot->replot();
        const QPoint at(static_cast<int>(std::lround(plot->xAxis->coordToPixel(100 * point.density))),
                        static_cast<int>(std::lround(plot->yAxis->coordToPixel(point.objective))));
        QTest::mouseClick(plot, Qt::LeftButton, {}, at);
        QCOMPARE(s.session().undo()->count(), 1);
        for (const auto &budget : s.session().problem().budgets)
            QVERIFY(std::abs(budget.upper - point.density) < 1e-12);
        QVERIFY(s.settled());
        const auto &result = s.session().answer()->answer.result;
        QVERIFY(result.objective <= point.objective * (1 + 1e-9) && result.objective >= point.bound * (1 - 1e-9));
        s.session().undo()->undo();
        QVERIFY(s.session().problem() == before);
    }

    void figuresAndTablesAreExportedInEveryFormat() {
        Shown s;
        QVERIFY(s.open(copies()));
        int figures = 0;
        for (const char *view : {"explore", "plan", "evaluate", "compare"}) {
            s.window->showView(view);
            QTest::qWait(50);
            for (auto *panel : s.window->findChildren<Panel *>()) {
                if (!panel->isVisible()) continue;
                for (const char *suffix : {"png", "svg", "pdf"}) {
                    const auto path = copies.folder() / (std::to_string(++figures) + "." + suffix);
                    exportFigure(*panel, QString::fromStdString(path.string()));
                    QVERIFY(std::filesystem::file_size(path) > 500);
                }
            }
        }
        QVERIFY(figures >= 30);
    }

    void closingDuringAJobAsksAndKeepsWhatIsDone() {
        const auto path = copies();
        std::size_t done = 0;
        {
            Shown s;
            QVERIFY(s.open(path));
            s.session().evaluate({QStringLiteral("retrieval"), {QStringLiteral("uniform")}, {1024}, 60, {}, false});
            int rows = 0;
            connect(&s.session(), &Session::runChanged, s.window.get(), [&](const RunEntry &run) {
                ++rows;
                done = run.run.samples.size();
            });
            QVERIFY(QTest::qWaitFor([&] { return rows >= 2; }, kPatience));
            const auto answer = [](QMessageBox::StandardButton wanted) {
                QTimer::singleShot(100, qApp, [wanted] {
                    auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
                    if (box != nullptr) box->button(wanted)->click();
                });
            };
            answer(QMessageBox::No);
            QVERIFY(!s.window->close());
            QVERIFY(s.session().jobs()->busy());
            answer(QMessageBox::Yes);
            QVERIFY(s.window->close());
        }
        Shown again;
        QVERIFY(again.open(path));
        QVERIFY(done >= 2);
        int first = -1;
        connect(&again.session(), &Session::runChanged, again.window.get(), [&first](const RunEntry &run) {
            if (first < 0) first = run.run.samples.back().index;
        });
        again.session().evaluate({QStringLiteral("retrieval"), {QStringLiteral("uniform")}, {1024}, 60, {}, false});
        QVERIFY(QTest::qWaitFor([&] { return first >= 0; }, kPatience));
        QVERIFY2(first >= static_cast<int>(done), "finished samples were taken again");
        again.session().jobs()->cancelAll();
        QVERIFY(QTest::qWaitFor([&] { return !again.session().jobs()->busy(); }, kPatience));
    }
};

int main(int argc, char **argv) {
    return runTimed<TestWindowWork>(argc, argv);
}
#include "tst_window_work.moc"
