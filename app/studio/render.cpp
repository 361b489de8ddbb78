#include "app/studio/render.h"

#include <QApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QPdfWriter>
#include <QTextDocument>
#include <QThread>

namespace moa::studio {

bool waitUntilReady(MainWindow &window, double seconds) {
    QDeadlineTimer deadline(static_cast<qint64>(seconds * 1000));
    bool solved = false;
    const auto connection = QObject::connect(&window.session(), &Session::answered, &window,
                                             [&solved](bool final) { solved = solved || final; });
    while (!solved && !deadline.hasExpired()) QApplication::processEvents(QEventLoop::WaitForMoreEvents, 100);
    QObject::disconnect(connection);
    // Views that compute in the background get a moment to finish.
    for (QDeadlineTimer settle(300); !settle.hasExpired();) QApplication::processEvents(QEventLoop::AllEvents, 20);
    return solved;
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

QString writePdf(const QString &html, const QString &path) {
    QPdfWriter pdf(path);
    pdf.setPageSize(QPageSize(QPageSize::A4));
    pdf.setResolution(150);
    QTextDocument document;
    document.setHtml(html);
    document.setPageSize(QSizeF(pdf.width(), pdf.height()));
    document.print(&pdf);
    return QFileInfo(path).size() > 0 ? QString() : QObject::tr("%1 cannot be written").arg(path);
}

}  // namespace moa::studio
