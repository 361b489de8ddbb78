// The window: pages, docks, menus. Thin: what happens is the session's.
#pragma once

#include <QMainWindow>
#include <QStackedWidget>
#include <QTabWidget>

#include "app/studio/actions.h"
#include "app/studio/device_button.h"
#include "app/studio/docks.h"
#include "app/studio/jobs_view.h"
#include "app/studio/session.h"
#include "app/studio/settings.h"
#include "app/studio/welcome_page.h"
#include "widgets/common/notice.h"
#include "widgets/compare/compare_page.h"
#include "widgets/evaluate/evaluate_page.h"
#include "widgets/explore/explore_page.h"
#include "widgets/plan/plan_page.h"

namespace moa::studio {

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    // `settings` outlives the window.
    explicit MainWindow(Settings &settings, QWidget *parent = nullptr);
    ~MainWindow() override;

    // A project, a model, a plan; what it is is told by its name.
    void open(const QString &path);
    void openSample();
    // welcome, explore, plan, evaluate, compare
    void showView(const QString &name);
    [[nodiscard]] Session &session() { return session_; }
    [[nodiscard]] const Actions &actions() const { return actions_; }

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    QDockWidget *addDock(const QString &title, const QString &name, QWidget *content, Qt::DockWidgetArea area);
    void buildDocks();
    void buildActions();
    void connectSession();
    void connectPages();
    void refreshProject();
    void tellFault(const QString &path);
    void refreshAnswer(bool final);
    void refreshExplore();
    void selectTellingHead();
    void showError(widgets::ViewError error);
    void askCopy();
    void askModel();
    void askOpen();
    void askNew(const QString &model);
    void askReport();
    void previewReport(const QString &html);
    void askValidation();
    void setThemeChoice(ThemeChoice choice);

    Settings &settings_;
    Session session_;
    Actions actions_;
    QStackedWidget *stack_;
    WelcomePage *welcome_;
    QTabWidget *tabs_;
    widgets::Notice *notice_;
    widgets::ExplorePage *explore_;
    widgets::PlanPage *plan_;
    widgets::EvaluatePage *evaluate_;
    widgets::ComparePage *compare_;
    ProjectTree *project_;
    Inspector *inspector_;
    QPlainTextEdit *log_;
    DeviceButton *device_;
    std::shared_ptr<const PlanChoices> choicesShown_;
    bool exploreBehind_ = false;    // the page is hidden, and shows an older answer
    std::function<void()> remedy_;  // of the error that is shown
    std::string faultShown_;        // of the model, told once
};

// Palette and style of the whole application.
void applyTheme(ThemeChoice choice);

}  // namespace moa::studio
