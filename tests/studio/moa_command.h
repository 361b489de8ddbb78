// The command `moa`, for tests that compare the window with it.
#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include "studio/studio_support.h"

namespace moa::test {

// What `moa` answers.
[[nodiscard]] inline QJsonObject answerOf(const QStringList &arguments) {
    QProcess moa;
    moa.start(QStringLiteral(MOA_COMMAND), arguments + QStringList{"--json", "--quiet"});
    moa.waitForFinished(kPatience);
    return QJsonDocument::fromJson(moa.readAllStandardOutput()).object();
}

}  // namespace moa::test
