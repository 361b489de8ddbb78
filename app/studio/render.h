// Pictures of the window, and the report as PDF, without a user.
#pragma once

#include <QString>
#include <QStringList>

#include "app/studio/main_window.h"

namespace moa::studio {

// Turns the event loop until the project is open and its plan is solved, or `seconds` have passed: then false.
[[nodiscard]] bool waitUntilReady(MainWindow &window, double seconds);

// Paints the named views (welcome, explore, plan, evaluate, compare) into FOLDER/VIEW-THEME.png, with "@2x" before the
// suffix at twice the scale. Empty, or what went wrong.
[[nodiscard]] QString renderViews(MainWindow &window, const QStringList &views, const QString &folder,
                                  const QString &theme);

// A report's HTML as PDF on A4. Empty, or what went wrong.
[[nodiscard]] QString writePdf(const QString &html, const QString &path);

}  // namespace moa::studio
