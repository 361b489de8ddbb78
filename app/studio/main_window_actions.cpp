// Menus, tool bar and the dialogs behind them.
#include <QDialog>
#include <QDialogButtonBox>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenuBar>
#include <QTextBrowser>
#include <QToolBar>
#include <QVBoxLayout>

#include "app/studio/command_palette.h"
#include "app/studio/main_window.h"
#include "app/studio/new_project_dialog.h"
#include "widgets/theme/theme.h"

namespace moa::studio {

void MainWindow::buildActions() {
    auto *file = menuBar()->addMenu(tr("&File"));
    file->addAction(actions_.add({"new", tr("&New project…"), "Ctrl+N", tr("Calibrate and profile a model")},
                                 [this] { askNew({}); }));
    file->addAction(
        actions_.add({"open", tr("&Open…"), "Ctrl+O", tr("A project, a model or a plan")}, [this] { askOpen(); }));
    file->addAction(actions_.add({"sample", tr("Open the &sample"), "", tr("The sample project, already profiled")},
                                 [this] { openSample(); }));
    file->addAction(
        actions_.add({"save-as", tr("Save &as…"), "Ctrl+Shift+S", tr("The whole project under another name")},
                     [this] { askCopy(); }));
    file->addAction(
        actions_.add({"locate", tr("&Locate the model…"), "", tr("When it was moved")}, [this] { askModel(); }));
    file->addSeparator();
    file->addAction(actions_.add(
        {"export-plan", tr("&Export plan…"), "Ctrl+E", tr("MoA's JSON of the plan that is shown")}, [this] {
            const auto path = QFileDialog::getSaveFileName(this, tr("Export plan"), QStringLiteral("plan.json"),
                                                           tr("Plans (*.json)"));
            if (!path.isEmpty()) session_.exportPlan(path.toStdString());
        }));
    file->addAction(actions_.add(
        {"report", tr("&Report…"), "Ctrl+R", tr("What others can trust: HTML, Markdown or PDF, with a preview")},
        [this] { session_.writeReport({}); }));
    file->addSeparator();
    file->addAction(
        actions_.add({"quit", tr("&Quit"), "Ctrl+Q", tr("Everything is stored already")}, [this] { close(); }));

    auto *edit = menuBar()->addMenu(tr("&Edit"));
    auto *undo = session_.undo()->createUndoAction(this, tr("Undo"));
    auto *redo = session_.undo()->createRedoAction(this, tr("Redo"));
    undo->setShortcut(QKeySequence::Undo);
    redo->setShortcut(QKeySequence::Redo);
    edit->addActions({undo, redo});
    edit->addSeparator();
    edit->addAction(actions_.add({"palette", tr("&Commands…"), "Ctrl+K", tr("Every command by name")},
                                 [this] { CommandPalette(actions_, this).exec(); }));

    auto *job = menuBar()->addMenu(tr("&Jobs"));
    job->addAction(actions_.add({"resume", tr("&Go on with the profile"), "", tr("Samples that are done are skipped")},
                                [this] { session_.resumeProfile(); }));
    job->addAction(actions_.add({"pareto", tr("Scan the &Pareto front"), "", tr("51 problems for three lengths")},
                                [this] { session_.scanPareto(); }));
    job->addAction(actions_.add(
        {"validate", tr("&Validate…"), "", tr("Losses of the candidates at a length that was not profiled")},
        [this] { askValidation(); }));
    job->addAction(actions_.add({"cancel", tr("&Cancel all jobs"), "Ctrl+.", tr("What is finished stays")},
                                [this] { session_.jobs()->cancelAll(); }));

    auto *view = menuBar()->addMenu(tr("&View"));
    int number = 0;
    for (const auto &[id, text] : {std::pair{"explore", tr("&Explore")},
                                   {"plan", tr("&Plan")},
                                   {"evaluate", tr("E&valuate")},
                                   {"compare", tr("&Compare")},
                                   {"welcome", tr("&Welcome")}})
        view->addAction(actions_.add({id, text, QStringLiteral("Ctrl+%1").arg(++number), {}},
                                     [this, name = QString(id)] { showView(name); }));
    view->addSeparator();
    for (const auto *dock : findChildren<QDockWidget *>()) view->addAction(dock->toggleViewAction());
    view->addSeparator();
    view->addAction(
        actions_.add({"light", tr("&Light"), "", tr("Light colours")}, [this] { setThemeChoice(ThemeChoice::Light); }));
    view->addAction(
        actions_.add({"dark", tr("&Dark"), "", tr("Dark colours")}, [this] { setThemeChoice(ThemeChoice::Dark); }));
    view->addAction(actions_.add({"system", tr("As the &system"), "", tr("The system's colours")},
                                 [this] { setThemeChoice(ThemeChoice::System); }));
}

void MainWindow::setThemeChoice(ThemeChoice choice) {
    settings_.setTheme(choice);
    applyTheme(choice);
}

void MainWindow::askOpen() {
    const auto path =
        QFileDialog::getOpenFileName(this, tr("Open"), {}, tr("Projects, models, plans (*.moa *.gguf *.json)"));
    if (!path.isEmpty()) open(path);
}

void MainWindow::askCopy() {
    auto path = QFileDialog::getSaveFileName(this, tr("Save as"), {}, tr("Projects (*.moa)"));
    if (path.isEmpty()) return;
    if (QFileInfo(path).suffix() != QStringLiteral("moa")) path += QStringLiteral(".moa");
    session_.saveCopy(path.toStdString());
}

void MainWindow::askModel() {
    const auto *snapshot = session_.snapshot();
    if (snapshot == nullptr || !snapshot->facts) return;
    const bool file = snapshot->facts->path.ends_with(".gguf");
    const auto path = file ? QFileDialog::getOpenFileName(this, tr("File of the model"), {}, tr("Models (*.gguf)"))
                           : QFileDialog::getExistingDirectory(this, tr("Folder of the model"));
    if (!path.isEmpty()) session_.locateModel(path.toStdString());
}

void MainWindow::askNew(const QString &model) {
    NewProjectDialog dialog(model, this);
    if (dialog.exec() == QDialog::Accepted) session_.create(dialog.request());
}

void MainWindow::askValidation() {
    const auto *snapshot = session_.snapshot();
    if (snapshot == nullptr || snapshot->lengths.empty() || !snapshot->facts) return;
    const auto chosen = QFileDialog::getOpenFileName(this, tr("Conversations or text for validation"));
    if (chosen.isEmpty()) return;
    const int longest = snapshot->lengths.back().length;
    session_.validate(chosen.toStdString(), 2 * longest <= snapshot->facts->maxPosition ? 2 * longest : longest);
}

void MainWindow::previewReport(const QString &html) {
    QDialog dialog(this);
    dialog.setWindowTitle(tr("Report"));
    dialog.resize(900, 800);
    auto *text = new QTextBrowser;
    text->setHtml(html);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto *save = buttons->addButton(tr("Save…"), QDialogButtonBox::ActionRole);
    connect(save, &QAbstractButton::clicked, this, &MainWindow::askReport);
    connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    auto *column = new QVBoxLayout(&dialog);
    column->addWidget(text, 1);
    column->addWidget(buttons);
    dialog.exec();
}

void MainWindow::askReport() {
    const auto path = QFileDialog::getSaveFileName(this, tr("Save the report"), QStringLiteral("report.html"),
                                                   tr("Reports (*.html *.md *.pdf)"));
    if (path.isEmpty()) return;
    session_.writeReport(path.toStdString());
}

}  // namespace moa::studio
