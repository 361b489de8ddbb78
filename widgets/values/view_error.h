// An error as a view shows it: in place, with its remedy.
#pragma once

#include <QMetaType>
#include <QString>

namespace moa::widgets {

// The four parts of moa::Error; `action` is the text of a button that does the remedy, empty: none.
struct ViewError {
    QString what;
    QString where;
    QString why;
    QString remedy;
    QString action;
};

}  // namespace moa::widgets
