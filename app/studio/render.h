// Pictures of the window, without a user.
#pragma once

#include <QString>
#include <QStringList>

#include "app/studio/main_window.h"

namespace moa::studio {

// Turns the event loop until the project is open and its plan, where it has a profile, is solved. Empty, or what went
// wrong: the project's fault, or `seconds` have passed.
[[nodiscard]] QString waitUntilReady(MainWindow &window, double seconds);

// Paints the named views (welcome, explore, plan, evaluate, compare) into FOLDER/VIEW-THEME.png, with "@2x" before the
// suffix at twice the scale. Empty, or what went wrong.
[[nodiscard]] QString renderViews(MainWindow &window, const QStringList &views, const QString &folder,
                                  const QString &theme);

}  // namespace moa::studio
