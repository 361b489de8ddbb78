#include "app/studio/options.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFileInfo>
#include <QTextStream>
#include <algorithm>
#include <cstdlib>

namespace moa::studio {

namespace {

const QStringList kViews{"welcome", "explore", "plan", "evaluate", "compare"};

[[noreturn]] void refuse(const QString &why) {
    QTextStream(stderr) << "moa-studio: " << why << '\n';
    std::exit(2);
}

QString oneOf(const QCommandLineParser &parser, const QString &option, const QStringList &known) {
    const auto value = parser.value(option);
    if (!value.isEmpty() && !known.contains(value))
        refuse(QStringLiteral("--%1 is %2, not %3").arg(option, known.join(QStringLiteral(" or ")), value));
    return value;
}

QStringList viewsOf(const QCommandLineParser &parser) {
    auto views = parser.value("view").split(',', Qt::SkipEmptyParts);
    if (views.isEmpty() || views.contains("all")) return kViews;
    for (const auto &view : views)
        if (!kViews.contains(view))
            refuse(QStringLiteral("--view is %1 or all, not %2").arg(kViews.join(QStringLiteral(", ")), view));
    return views;
}

QSize sizeOf(const QCommandLineParser &parser) {
    const auto parts = parser.value("size").split('x');
    const QSize size = parts.size() == 2 ? QSize(parts[0].toInt(), parts[1].toInt()) : QSize();
    if (size.width() < 1 || size.height() < 1 || size.width() > 16384 || size.height() > 16384)
        refuse(QStringLiteral("--size is WIDTHxHEIGHT, such as 1440x900, not %1").arg(parser.value("size")));
    return size;
}

// "--option VALUE" or "--option=VALUE", before a parser can be used.
QByteArray valueOf(int argc, char **argv, const QByteArray &option) {
    for (int i = 1; i < argc; ++i) {
        const QByteArray argument(argv[i]);
        if (argument == option && i + 1 < argc) return argv[i + 1];
        if (argument.startsWith(option + '=')) return argument.mid(option.size() + 1);
    }
    return {};
}

bool isGiven(int argc, char **argv, const QByteArray &option) {
    return std::any_of(argv + 1, argv + argc, [&](const char *argument) {
        return argument == option || QByteArray(argument).startsWith(option + '=');
    });
}

}  // namespace

void prepareEnvironment(int argc, char **argv) {
    bool unattended = false;
    for (const char *option : {"--render", "--report", "--bench-map", "--bench-start", "--help"})
        unattended = unattended || isGiven(argc, argv, option);
    const bool display = qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY");
    if (unattended && !display && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const auto scale = valueOf(argc, argv, "--scale");
    if (scale == "1" || scale == "2") qputenv("QT_SCALE_FACTOR", scale);
}

Options readOptions() {
    QCommandLineParser parser;
    parser.setApplicationDescription(QObject::tr("See every attention head, move the budget, compare, export."));
    parser.addHelpOption();
    parser.addPositionalArgument("file", QObject::tr("A project, a model or a plan; none: the welcome page"), "[FILE]");
    parser.addOptions({{"sample", QObject::tr("Open the sample project")},
                       {"render", QObject::tr("Paint views into PNG files and quit"), "DIR"},
                       {"view", QObject::tr("welcome, explore, plan, evaluate, compare or all"), "VIEW", "all"},
                       {"theme", QObject::tr("light or dark"), "THEME"},
                       {"scale", QObject::tr("1 or 2"), "SCALE"},
                       {"size", QObject::tr("Size of the window"), "WxH", "1440x900"},
                       {"lang", QObject::tr("en, de or zh"), "LANG"},
                       {"report", QObject::tr("Write the report as PDF and quit"), "FILE"},
                       {"bench-map", QObject::tr("Time the frames of the map and quit")},
                       {"bench-start", QObject::tr("Time the start and the opening of the sample and quit")},
                       {"safe", QObject::tr("Start with default settings")}});
    parser.process(*QCoreApplication::instance());
    Options options;
    const auto files = parser.positionalArguments();
    if (files.size() > 1) refuse(QStringLiteral("one file at a time, not %1").arg(files.join(QStringLiteral(", "))));
    if (!files.isEmpty()) options.file = files.front();
    options.sample = parser.isSet("sample");
    options.renderFolder = parser.value("render");
    options.views = viewsOf(parser);
    options.reportFile = parser.value("report");
    options.theme = oneOf(parser, "theme", {"light", "dark"});
    options.language = oneOf(parser, "lang", {"en", "de", "zh"});
    static_cast<void>(oneOf(parser, "scale", {"1", "2"}));
    options.size = sizeOf(parser);
    options.benchMap = parser.isSet("bench-map");
    options.benchStart = parser.isSet("bench-start");
    options.safe = parser.isSet("safe");
    const bool project = options.sample || QFileInfo(options.file).suffix() == QStringLiteral("moa");
    const bool needsProject = !options.reportFile.isEmpty() ||
                              (!options.renderFolder.isEmpty() && options.views != QStringList{kViews.front()});
    if (needsProject && !project)
        refuse(QStringLiteral("--render and --report need a project: give a .moa file, or --sample"));
    return options;
}

}  // namespace moa::studio
