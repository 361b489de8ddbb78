// The window `moa-studio`.
#include <QApplication>
#include <QDeadlineTimer>
#include <QTextStream>
#include <QTranslator>

#include "app/studio/benches.h"
#include "app/studio/main_window.h"
#include "app/studio/options.h"
#include "app/studio/render.h"

namespace {

using namespace moa::studio;

constexpr double kReadySeconds = 60;

int fail(const QString &why) {
    QTextStream(stderr) << "moa-studio: " << why << '\n';
    return 1;
}

// Empty, or what went wrong.
QString writeReport(Session &session, const QString &path) {
    bool done = false;
    QString fault;
    QObject::connect(session.jobs(), &JobList::busyChanged, &session, [&done](bool busy) { done = !busy; });
    QObject::connect(&session, &Session::failed, &session,
                     [&fault](const moa::widgets::ViewError &e) { fault = e.what + ": " + e.why; });
    session.writeReport(path.toStdString());
    for (QDeadlineTimer deadline(60'000); !done && !deadline.hasExpired();)
        QApplication::processEvents(QEventLoop::WaitForMoreEvents, 100);
    return done ? fault : QObject::tr("the report could not be made");
}

int workUnattended(MainWindow &window, const Options &options) {
    QString fault;
    if (options.benchMap) benchMapFrames();
    if (options.benchStart) fault = benchStart(window);
    if (!fault.isEmpty() || options.benchmark()) return fault.isEmpty() ? 0 : fail(fault);
    if (options.sample || !options.file.isEmpty()) fault = waitUntilReady(window, kReadySeconds);
    if (fault.isEmpty() && !options.renderFolder.isEmpty())
        fault = renderViews(window, options.views, options.renderFolder,
                            options.theme.isEmpty() ? QStringLiteral("light") : options.theme);
    if (fault.isEmpty() && !options.reportFile.isEmpty()) fault = writeReport(window.session(), options.reportFile);
    return fault.isEmpty() ? 0 : fail(fault);
}

}  // namespace

int main(int argc, char **argv) {
    prepareEnvironment(argc, argv);
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("moa-studio"));
    QApplication::setOrganizationName(QStringLiteral("moa-studio"));
    const auto options = readOptions();

    Settings settings(options.safe || options.unattended());
    QTranslator translator;
    const auto language = options.language.isEmpty() ? settings.language() : options.language;
    const auto load = [&translator](const QLocale &locale) {
        return translator.load(locale, QStringLiteral("moa-studio"), QStringLiteral("_"),
                               QStringLiteral(":/translations"));
    };
    // English has a file of its own for its plurals.
    if (load(language.isEmpty() ? QLocale() : QLocale(language)) || load(QLocale::English))
        QApplication::installTranslator(&translator);
    applyTheme(options.theme == "dark"    ? ThemeChoice::Dark
               : options.theme == "light" ? ThemeChoice::Light
               : options.unattended()     ? ThemeChoice::Light
                                          : settings.theme());

    MainWindow window(settings);
    if (options.unattended()) window.resize(options.size);
    if (options.benchmark()) return workUnattended(window, options);
    window.show();
    if (options.sample)
        window.openSample();
    else if (!options.file.isEmpty())
        window.open(options.file);
    if (options.unattended()) return workUnattended(window, options);
    // After the project, which needs no device: a GPU's library takes a second or two to load.
    window.session().useDevice(settings.device().toStdString());
    return QApplication::exec();
}
