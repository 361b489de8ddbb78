#include "app/studio/render.h"

#include <QApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QThread>

namespace moa::studio {

QString waitUntilReady(MainWindow &window, double seconds) {
    const auto &session = window.session();
    QDeadlineTimer deadline(static_cast<qint64>(seconds * 1000));
    bool ready = false;
    QString fault;
    QObject listener;
    // The last that comes of a problem is its curve.
    QObject::connect(&session, &Session::curveChanged, &listener,
                     [&](const widgets::DensityCurve &curve) { ready = ready || curve.complete(); });
    QObject::connect(&session, &Session::projectChanged, &listener,
                     [&] { ready = ready || !session.snapshot()->profile || !session.snapshot()->facts; });
    const auto failed = [&](const widgets::ViewError &e) {
        fault = QStringLiteral("%1 (%2): %3. %4").arg(e.what, e.where, e.why, e.remedy);
    };
    QObject::connect(&session, &Session::failed, &listener, failed);
    QObject::connect(&session, &Session::planFailed, &listener, failed);
    QObject::connect(&session, &Session::curveFailed, &listener, failed);
    while (!ready && fault.isEmpty() && !deadline.hasExpired())
        QApplication::processEvents(QEventLoop::WaitForMoreEvents, 100);
    if (!ready && fault.isEmpty()) return QObject::tr("the project did not open in time");
    // Views that compute in the background get a moment to finish.
    for (QDeadlineTimer settle(300); !settle.hasExpired();) QApplication::processEvents(QEventLoop::AllEvents, 20);
    return fault;
}

QString renderViews(MainWindow &window, const QStringList &views, const QString &folder, const QString &theme) {
    if (!QDir().mkpath(folder)) return QObject::tr("the folder %1 cannot be made").arg(folder);
    const QString scale = window.devicePixelRatioF() > 1.5 ? QStringLiteral("@2x") : QString();
    for (const auto &view : views) {
        window.showView(view);
        for (QDeadlineTimer settle(250); !settle.hasExpired();) QApplication::processEvents(QEventLoop::AllEvents, 20);
        const auto path = QStringLiteral("%1/%2-%3%4.png").arg(folder, view, theme, scale);
        if (!window.grab().save(path)) return QObject::tr("%1 cannot be written").arg(path);
    }
    return {};
}

}  // namespace moa::studio
