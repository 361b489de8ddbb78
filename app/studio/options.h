// What `moa-studio` is asked for on its command line.
#pragma once

#include <QSize>
#include <QString>
#include <QStringList>

namespace moa::studio {

struct Options {
    QString file;  // a project, a model or a plan; empty: the welcome page
    bool sample = false;
    QString renderFolder;  // empty: no pictures
    QStringList views;     // of `renderFolder`
    QString reportFile;    // empty: no report
    QString theme;         // light, dark; empty: the user's
    QString language;      // en, de, zh; empty: the user's
    QSize size{1440, 900};
    bool benchMap = false;
    bool benchStart = false;
    bool safe = false;

    // Pictures, reports and benchmarks need nobody who looks.
    [[nodiscard]] bool unattended() const { return !renderFolder.isEmpty() || !reportFile.isEmpty() || benchmark(); }
    [[nodiscard]] bool benchmark() const { return benchMap || benchStart; }
};

// What has to be in the environment before there is an application: the scale, and the platform where nobody looks and
// there is no display.
void prepareEnvironment(int argc, char **argv);

// Reads the arguments of the application. Prints the help, or what is wrong, and leaves with 0 or 2 where that is all.
[[nodiscard]] Options readOptions();

}  // namespace moa::studio
