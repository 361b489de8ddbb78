// The window's icons: line drawings of resources/icons, one colour each, painted in the colours of the theme.
#pragma once

#include <QIcon>

namespace moa::widgets {

// The drawing `name`.svg; an action or a dock has the drawing of its id. It takes the text colour of the application's
// palette anew each time it is painted, so a change of theme needs no new icons; disabled ones take the disabled text
// colour, selected ones the highlighted. An unknown name gives a null icon.
[[nodiscard]] QIcon icon(const QString &name);

}  // namespace moa::widgets
