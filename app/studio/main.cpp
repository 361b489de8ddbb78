// The window `moa-studio`.
#include <QApplication>
#include <QCommandLineParser>
#include <QDeadlineTimer>
#include <QFileInfo>
#include <QTextStream>
#include <QTranslator>

#include "app/studio/main_window.h"
#include "app/studio/render.h"
#include "widgets/theme/theme.h"

namespace {

using namespace moa::studio;

constexpr double kReadySeconds = 60;

// What has to be known before there is an application.
QString valueOf(int argc, char **argv, const char *option) {
    for (int i = 1; i + 1 < argc; ++i)
        if (qstrcmp(argv[i], option) == 0) return QString::fromLocal8Bit(argv[i + 1]);
    return {};
}

void prepareEnvironment(int argc, char **argv) {
    const bool picture = !valueOf(argc, argv, "--render").isEmpty() || !valueOf(argc, argv, "--report").isEmpty();
    const bool display = qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY");
    if (picture && !display && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    const auto scale = valueOf(argc, argv, "--scale");
    if (!scale.isEmpty()) qputenv("QT_SCALE_FACTOR", scale.toLocal8Bit());
}

int fail(const QString &why) {
    QTextStream(stderr) << "moa-studio: " << why << '\n';
    return 1;
}

int renderAndQuit(MainWindow &window, const QCommandLineParser &options, const QString &theme) {
    if (!waitUntilReady(window, kReadySeconds)) return fail(QObject::tr("the project did not open in time"));
    if (options.isSet("render")) {
        auto views = options.value("view").split(',', Qt::SkipEmptyParts);
        if (views.isEmpty() || views.contains("all"))
            views = QStringList{"welcome", "explore", "plan", "evaluate", "compare"};
        const auto fault = renderViews(window, views, options.value("render"), theme);
        if (!fault.isEmpty()) return fail(fault);
    }
    if (options.isSet("report")) {
        QString html;
        QObject::connect(&window.session(), &Session::reportReady, &window,
                         [&html](const QString &text) { html = text; });
        window.session().writeReport({});
        for (QDeadlineTimer deadline(60'000); html.isEmpty() && !deadline.hasExpired();)
            QApplication::processEvents(QEventLoop::WaitForMoreEvents, 100);
        const auto fault =
            html.isEmpty() ? QObject::tr("the report could not be made") : writePdf(html, options.value("report"));
        if (!fault.isEmpty()) return fail(fault);
    }
    return 0;
}

}  // namespace

int main(int argc, char **argv) {
    prepareEnvironment(argc, argv);
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("moa-studio"));
    QApplication::setOrganizationName(QStringLiteral("moa-studio"));
    QCommandLineParser options;
    options.setApplicationDescription(QObject::tr("See every attention head, move the budget, compare, export."));
    options.addHelpOption();
    options.addPositionalArgument("file", QObject::tr("A project, a model or a plan; none: the welcome page"),
                                  "[FILE]");
    options.addOptions({{"sample", QObject::tr("Open the sample project")},
                        {"render", QObject::tr("Paint views into PNG files and quit"), "DIR"},
                        {"view", QObject::tr("welcome, explore, plan, evaluate, compare or all"), "VIEW", "all"},
                        {"theme", QObject::tr("light or dark"), "THEME"},
                        {"scale", QObject::tr("1 or 2"), "SCALE"},
                        {"size", QObject::tr("Size of the window"), "WxH", "1440x900"},
                        {"lang", QObject::tr("en, de or zh"), "LANG"},
                        {"report", QObject::tr("Write the report as PDF and quit"), "FILE"},
                        {"safe", QObject::tr("Start with default settings")}});
    options.process(app);
    const bool picture = options.isSet("render") || options.isSet("report");

    Settings settings(options.isSet("safe") || picture);
    QTranslator translator;
    const auto language = options.isSet("lang") ? options.value("lang") : settings.language();
    const auto load = [&translator](const QLocale &locale) {
        return translator.load(locale, QStringLiteral("moa-studio"), QStringLiteral("_"),
                               QStringLiteral(":/translations"));
    };
    // English has a file of its own for its plurals.
    if (load(language.isEmpty() ? QLocale() : QLocale(language)) || load(QLocale::English))
        QApplication::installTranslator(&translator);
    const auto theme = options.value("theme");
    applyTheme(theme == "dark" ? ThemeChoice::Dark : theme == "light" ? ThemeChoice::Light : settings.theme());

    MainWindow window(settings);
    const auto size = options.value("size").split('x');
    if (picture && size.size() == 2) window.resize(size[0].toInt(), size[1].toInt());
    window.show();
    const auto files = options.positionalArguments();
    if (options.isSet("sample"))
        window.openSample();
    else if (!files.isEmpty())
        window.open(files.front());
    if (picture) return renderAndQuit(window, options, theme == "dark" ? theme : QStringLiteral("light"));
    return QApplication::exec();
}
