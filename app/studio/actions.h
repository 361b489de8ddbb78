// Every action once: id, text, shortcut, tooltip. Menus, tool bar, command palette and the list of shortcuts take them
// from here.
#pragma once

#include <QAction>
#include <QMenu>
#include <functional>
#include <vector>

#include "app/studio/settings.h"

namespace moa::studio {

struct ActionText {
    QString id;        // stable: settings keep shortcuts by it
    QString text;      // with its mnemonic
    QString shortcut;  // default
    QString tip;
};

class Actions {
public:
    // `owner` gets the actions; `settings` outlives this.
    Actions(QWidget *owner, const Settings &settings) : owner_(owner), settings_(settings) {}

    QAction *add(const ActionText &text, std::function<void()> work);
    [[nodiscard]] QAction *find(const QString &id) const;  // nullptr: none
    [[nodiscard]] const std::vector<QAction *> &all() const { return actions_; }

private:
    QWidget *owner_;
    const Settings &settings_;
    std::vector<QAction *> actions_;
};

}  // namespace moa::studio
