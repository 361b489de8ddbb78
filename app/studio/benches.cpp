#include "app/studio/benches.h"

#include <unistd.h>

#include <QApplication>
#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QEvent>
#include <QFile>
#include <QTemporaryDir>
#include <QTextStream>
#include <ctime>
#include <nlohmann/json.hpp>

#include "widgets/map/map_bench.h"

namespace moa::studio {

namespace {

constexpr qint64 kPatienceMs = 60'000;

// Seconds since the kernel started this process, loading included: field 22 of /proc/self/stat, in clock ticks.
double secondsOfProcess() {
    QFile file(QStringLiteral("/proc/self/stat"));
    if (!file.open(QIODevice::ReadOnly)) return -1;
    const auto text = file.readAll();
    const auto fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    constexpr int kStartTime = 19;  // of what follows the name
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9 -
           fields.at(kStartTime).toDouble() / static_cast<double>(sysconf(_SC_CLK_TCK));
}

// Tells whether anything in the window was painted.
class PaintWatch : public QObject {
public:
    explicit PaintWatch() { QCoreApplication::instance()->installEventFilter(this); }
    [[nodiscard]] bool painted() const { return painted_; }

private:
    bool eventFilter(QObject *watched, QEvent *event) override {
        painted_ = painted_ || (event->type() == QEvent::Paint && watched->isWidgetType());
        return false;
    }
    bool painted_ = false;
};

template <class Condition>
bool turnUntil(Condition condition) {
    for (QDeadlineTimer deadline(kPatienceMs); !condition();) {
        if (deadline.hasExpired()) return false;
        QApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
    }
    return true;
}

}  // namespace

void benchMapFrames() {
    QTextStream out(stdout);
    auto json = nlohmann::json::array();
    out << QStringLiteral("%1 %2 %3 %4   (a frame of 60 Hz: 16.7 ms)\n")
               .arg("map", -30)
               .arg("action", -8)
               .arg("median ms", 10)
               .arg("p95 ms", 8);
    for (const auto &row : widgets::benchMap()) {
        out << QStringLiteral("%1 %2 %3 %4\n")
                   .arg(row.map, -30)
                   .arg(row.action, -8)
                   .arg(row.medianMs, 10, 'f', 2)
                   .arg(row.p95Ms, 8, 'f', 2);
        json.push_back({{"what", (row.map + ", " + row.action).toStdString()},
                        {"frames", row.frames},
                        {"median_ms", row.medianMs},
                        {"p95_ms", row.p95Ms}});
    }
    out << QString::fromStdString(nlohmann::json{{"rows", json}}.dump()) << '\n';
}

QString benchStart(MainWindow &window) {
    const PaintWatch watch;
    window.show();
    if (!turnUntil([&] { return watch.painted(); })) return QObject::tr("the window was not painted in time");
    auto rows = nlohmann::json::array();
    rows.push_back({{"what", "start to first paint"}, {"seconds", secondsOfProcess()}});

    const QTemporaryDir folder;
    auto &session = window.session();
    QObject listener;
    bool shown = false;
    bool answered = false;
    bool proven = false;
    QString fault;
    QObject::connect(&session, &Session::projectChanged, &listener, [&] { shown = true; });
    QObject::connect(&session, &Session::answered, &listener, [&](bool final) {
        answered = true;
        proven = proven || final;
    });
    QObject::connect(&session, &Session::failed, &listener, [&](const widgets::ViewError &e) { fault = e.why; });
    QElapsedTimer timer;
    timer.start();
    const auto until = [&](const char *what, const bool &done) {
        if (!turnUntil([&] { return done || !fault.isEmpty(); }) || !fault.isEmpty()) return false;
        QApplication::processEvents();  // its paint
        rows.push_back({{"what", what}, {"seconds", static_cast<double>(timer.elapsed()) / 1e3}});
        return true;
    };
    session.openSample(folder.filePath("sample.moa").toStdString());
    if (!until("open the sample: views", shown) || !until("open the sample: its plan", answered) ||
        !until("open the sample: plan with its proof", proven))
        return fault.isEmpty() ? QObject::tr("the project did not open in time") : fault;
    QTextStream out(stdout);
    for (const auto &row : rows)
        out << QStringLiteral("%1 %2 s\n")
                   .arg(QString::fromStdString(row["what"].get<std::string>()), -38)
                   .arg(row["seconds"].get<double>(), 7, 'f', 3);
    out << QString::fromStdString(nlohmann::json{{"rows", rows}}.dump()) << '\n';
    return {};
}

}  // namespace moa::studio
