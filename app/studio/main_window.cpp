#include "app/studio/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFileInfo>
#include <QMessageBox>
#include <QMimeData>
#include <QStandardPaths>
#include <QStatusBar>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "app/studio/view_values.h"
#include "widgets/theme/studio_style.h"
#include "widgets/theme/theme.h"

namespace moa::studio {

using namespace widgets;

namespace {

enum Page { kWelcome, kProject };

}  // namespace

void applyTheme(ThemeChoice choice) {
    QApplication::setStyle(new StudioStyle);
    // Qt 6.4 does not tell the system's colour scheme; its palette does.
    const bool dark = choice == ThemeChoice::Dark ||
                      (choice == ThemeChoice::System &&
                       QApplication::style()->standardPalette().color(QPalette::Window).lightness() < 128);
    const auto theme = dark ? Theme::darkTheme() : Theme::light();
    QApplication::setPalette(theme.palette());
    QApplication::setFont(bodyFont());
}

MainWindow::MainWindow(Settings &settings, QWidget *parent)
    : QMainWindow(parent),
      settings_(settings),
      actions_(this, settings),
      stack_(new QStackedWidget),
      welcome_(new WelcomePage),
      tabs_(new QTabWidget),
      notice_(new Notice(nullptr)),
      explore_(new ExplorePage(session_.selection())),
      plan_(new PlanPage(session_.selection())),
      evaluate_(new EvaluatePage),
      compare_(new ComparePage),
      project_(new ProjectTree),
      inspector_(new Inspector),
      log_(new QPlainTextEdit),
      device_(new DeviceButton) {
    setWindowTitle(tr("MoA Studio"));
    setAcceptDrops(true);
    setDockOptions(AnimatedDocks | AllowTabbedDocks | AllowNestedDocks);
    tabs_->addTab(explore_, tr("Explore"));
    tabs_->addTab(plan_, tr("Plan"));
    tabs_->addTab(evaluate_, tr("Evaluate"));
    tabs_->addTab(compare_, tr("Compare"));
    tabs_->setDocumentMode(true);
    connect(tabs_, &QTabWidget::currentChanged, this, [this] {
        if (exploreBehind_ && tabs_->currentWidget() == explore_) refreshExplore();
    });
    auto *work = new QWidget;
    auto *column = new QVBoxLayout(work);
    column->setContentsMargins(kGrid, 0, kGrid, kGrid);
    column->addWidget(tabs_, 1);
    stack_->addWidget(welcome_);
    stack_->addWidget(work);
    notice_->setClosable();
    notice_->hide();
    auto *centre = new QWidget;
    auto *rows = new QVBoxLayout(centre);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(notice_);
    rows->addWidget(stack_, 1);
    setCentralWidget(centre);
    statusBar()->addPermanentWidget(device_);
    buildDocks();
    buildActions();
    connectSession();
    connectPages();
    welcome_->setRecent(settings_.recent());
    resize(1440, 900);
    restoreGeometry(settings_.geometry());
    restoreState(settings_.docks());
    showView(QStringLiteral("welcome"));
}

// The views look at the session, a member: they go first.
MainWindow::~MainWindow() {
    for (auto *dock : findChildren<QDockWidget *>()) delete dock;
    delete takeCentralWidget();
}

QDockWidget *MainWindow::addDock(const QString &title, const QString &name, QWidget *content, Qt::DockWidgetArea area) {
    auto *dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setWidget(content);
    addDockWidget(area, dock);
    return dock;
}

void MainWindow::buildDocks() {
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    auto *project = addDock(tr("Project"), QStringLiteral("project"), project_, Qt::LeftDockWidgetArea);
    auto *inspector = addDock(tr("Inspector"), QStringLiteral("inspector"), inspector_, Qt::RightDockWidgetArea);
    auto *jobs = addDock(tr("Jobs"), QStringLiteral("jobs"), new JobsView(session_.jobs()), Qt::BottomDockWidgetArea);
    log_->setReadOnly(true);
    log_->setFrameShape(QFrame::NoFrame);
    log_->setMaximumBlockCount(2000);
    auto *log = addDock(tr("Log"), QStringLiteral("log"), log_, Qt::BottomDockWidgetArea);
    tabifyDockWidget(jobs, log);
    // Sizes are taken once the docks are shown.
    QTimer::singleShot(0, this, [this, project, inspector, jobs] {
        if (!settings_.docks().isEmpty()) return;
        resizeDocks({project, inspector}, {24 * kGrid, 22 * kGrid}, Qt::Horizontal);
        resizeDocks({jobs}, {10 * kGrid}, Qt::Vertical);
    });
}

void MainWindow::showView(const QString &name) {
    const QStringList views = {QStringLiteral("explore"), QStringLiteral("plan"), QStringLiteral("evaluate"),
                               QStringLiteral("compare")};
    const auto tab = views.indexOf(name);
    stack_->setCurrentIndex(tab < 0 ? kWelcome : kProject);
    if (tab >= 0) tabs_->setCurrentIndex(static_cast<int>(tab));
    // Docks speak of a project.
    auto *jobs = findChild<QDockWidget *>(QStringLiteral("jobs"));
    const bool appear = tab >= 0 && jobs->isHidden();
    for (auto *dock : findChildren<QDockWidget *>()) dock->setVisible(tab >= 0);
    if (appear && settings_.docks().isEmpty()) jobs->raise();
}

void MainWindow::open(const QString &path) {
    const QFileInfo file(path);
    if (file.suffix() == QStringLiteral("moa"))
        session_.open(file.absoluteFilePath().toStdString());
    else if (file.suffix() == QStringLiteral("json"))
        session_.importPlan(file.absoluteFilePath().toStdString());
    else
        askNew(file.absoluteFilePath());
}

void MainWindow::openSample() {
    const auto folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    session_.openSample((folder + QStringLiteral("/sample.moa")).toStdString());
}

void MainWindow::connectSession() {
    connect(&session_, &Session::projectChanged, this, &MainWindow::refreshProject);
    connect(&session_, &Session::answered, this, &MainWindow::refreshAnswer);
    connect(&session_, &Session::solving, plan_, &PlanPage::setSolving);
    connect(&session_, &Session::planFailed, plan_, &PlanPage::setError);
    connect(&session_, &Session::curveChanged, plan_, &PlanPage::setCurve);
    connect(&session_, &Session::curveFailed, plan_, &PlanPage::setCurveError);
    connect(&session_, &Session::failed, this, &MainWindow::showError);
    connect(&session_, &Session::problemChanged, this,
            [this] { plan_->setData(planData(*session_.snapshot(), session_.problem(), session_.answer())); });
    connect(&session_, &Session::runChanged, evaluate_, &EvaluatePage::setRun);
    connect(&session_, &Session::evaluationProgress, evaluate_, &EvaluatePage::setProgress);
    connect(&session_, &Session::tokenMapReady, explore_, &ExplorePage::setTokenMap);
    connect(&session_, &Session::tokenMapFailed, explore_, &ExplorePage::setTokenError);
    connect(&session_, &Session::reportReady, this, &MainWindow::previewReport);
    connect(&session_, &Session::deviceChanged, device_, &DeviceButton::setState);
    connect(device_, &DeviceButton::chosen, this, [this](const QString &device) {
        settings_.setDevice(device);
        session_.useDevice(device.toStdString());
    });
    connect(&session_, &Session::logged, log_, &QPlainTextEdit::appendPlainText);
    connect(session_.selection(), &Selection::changed, this,
            [this](const SelectionState &state) { inspector_->show(session_, state); });
    connect(notice_, &Notice::pressed, this, [this] {
        notice_->hide();
        if (remedy_) remedy_();
    });
}

void MainWindow::connectPages() {
    connect(welcome_, &WelcomePage::sampleRequested, this, &MainWindow::openSample);
    connect(welcome_, &WelcomePage::newRequested, this, [this] { askNew({}); });
    connect(welcome_, &WelcomePage::openRequested, this, &MainWindow::askOpen);
    connect(welcome_, &WelcomePage::recentRequested, this, &MainWindow::open);
    connect(explore_, &ExplorePage::tokenMapRequested, &session_, &Session::requestTokenMap);
    connect(explore_, &ExplorePage::constraintRequested, &session_, &Session::constrain);
    connect(plan_, &PlanPage::constraintRequested, &session_, &Session::constrain);
    connect(plan_, &PlanPage::problemEdited, &session_, &Session::editProblem);
    connect(plan_, &PlanPage::loadPlanRequested, &session_, &Session::loadPlan);
    connect(plan_, &PlanPage::savePlanRequested, &session_, &Session::savePlan);
    connect(plan_, &PlanPage::paretoRequested, &session_, &Session::scanPareto);
    connect(plan_, &PlanPage::validationRequested, this, &MainWindow::askValidation);
    connect(evaluate_, &EvaluatePage::evaluateRequested, &session_, &Session::evaluate);
    connect(evaluate_, &EvaluatePage::remedyRequested, this, &MainWindow::askModel);
    connect(explore_, &ExplorePage::profileRequested, &session_, &Session::resumeProfile);
    connect(evaluate_, &EvaluatePage::cancelRequested, session_.jobs(), &JobList::cancelAll);
    connect(project_, &ProjectTree::planActivated, &session_, &Session::loadPlan);
    connect(project_, &ProjectTree::runsChosen, this, [this](const QStringList &runs) {
        compare_->chooseRuns(runs);
        showView(QStringLiteral("compare"));
    });
}

void MainWindow::refreshProject() {
    const auto *snapshot = session_.snapshot();
    const auto path = QString::fromStdString(snapshot->path.string());
    if (stack_->currentIndex() == kWelcome) showView(QStringLiteral("explore"));
    settings_.addRecent(path);
    welcome_->setRecent(settings_.recent());
    setWindowTitle(tr("%1 – MoA Studio").arg(QFileInfo(path).completeBaseName()) +
                   (snapshot->readOnly ? tr(" (read-only)") : QString()));
    statusBar()->showMessage(QFileInfo(path).fileName());
    statusBar()->setToolTip(path);
    project_->show(snapshot);
    choicesShown_ = session_.answer() != nullptr ? session_.answer()->choices : nullptr;
    refreshExplore();
    const auto plans = planData(*snapshot, session_.problem(), session_.answer());
    plan_->setData(plans);
    evaluate_->setData(evaluateData(*snapshot, session_.answer()));
    compare_->setData(runEntries(*snapshot), plans.plans, snapshot->facts ? snapshot->facts->kvHeads : 1);
    if (session_.answer() != nullptr) plan_->setAnswer(session_.answer()->answer);
    inspector_->show(session_, session_.selection()->state());
    tellFault(path);
}

// A missing model is told once for each project; what was told of another project is over.
void MainWindow::tellFault(const QString &path) {
    const auto &fault = session_.snapshot()->modelFault;
    const auto why = fault ? fault->why() : std::string();
    const bool another = path != windowFilePath();
    if (another || (why.empty() && !faultShown_.empty())) notice_->hide();
    if (!why.empty() && (another || why != faultShown_)) showError(viewError(*fault));
    faultShown_ = why;
    setWindowFilePath(path);
}

void MainWindow::refreshAnswer(bool final) {
    const auto *answer = session_.answer();
    if (answer->choices != choicesShown_) plan_->setData(planData(*session_.snapshot(), session_.problem(), answer));
    plan_->setAnswer(answer->answer);
    if (final) evaluate_->setShownPlan(unsavedName(*session_.snapshot(), answer));
    // Losses and maps change with the mix only; the plan with every step of a slider.
    const bool changed = answer->choices != choicesShown_;
    if (changed && choicesShown_ == nullptr) selectTellingHead();
    choicesShown_ = answer->choices;
    if (tabs_->currentWidget() != explore_)
        exploreBehind_ = true;
    else if (changed)
        refreshExplore();
    else
        explore_->setPlan(answer->answer.plan);
    if (final || changed) inspector_->show(session_, session_.selection()->state());
}

void MainWindow::refreshExplore() {
    explore_->setData(exploreData(*session_.snapshot(), session_.answer()));
    exploreBehind_ = false;
}

// A project that was just opened shows the head that carries the most loss.
void MainWindow::selectTellingHead() {
    const auto known = exploreData(*session_.snapshot(), session_.answer());
    if (known.lengths.empty()) return;
    for (const auto &measure : known.lengths.back().measures) {
        if (measure.id != QStringLiteral("sensitivity")) continue;
        const auto most = std::ranges::max_element(measure.values) - measure.values.begin();
        const HeadId head{static_cast<int>(most) / known.heads, static_cast<int>(most) % known.heads};
        session_.selection()->set({{head}, head, known.lengths.back().length});
    }
}

// What is at fault tells the remedy: an open file that cannot be used is saved elsewhere, a model that is gone is
// found.
void MainWindow::showError(ViewError error) {
    remedy_ = {};
    const auto *snapshot = session_.snapshot();
    if (snapshot != nullptr && error.where == QString::fromStdString(snapshot->path.string())) {
        error.action = tr("Save as…");
        remedy_ = [this] { askCopy(); };
    } else if (snapshot != nullptr && snapshot->modelFault) {
        error.action = tr("Locate the model…");
        remedy_ = [this] { askModel(); };
    }
    notice_->showError(error);
}

void MainWindow::closeEvent(QCloseEvent *event) {
    if (session_.jobs()->busy()) {
        const auto choice = QMessageBox::question(
            this, tr("A job is running"),
            tr("Close and cancel it? What it finished stays in the project, and it can go on from there."));
        if (choice != QMessageBox::Yes) {
            event->ignore();
            return;
        }
        session_.jobs()->cancelAll();
    }
    settings_.setWindow(saveGeometry(), saveState());
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event) {
    if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event) {
    for (const auto &url : event->mimeData()->urls())
        if (url.isLocalFile()) open(url.toLocalFile());
}

}  // namespace moa::studio
