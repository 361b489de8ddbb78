#include "app/studio/actions.h"

#include "widgets/theme/icon.h"

namespace moa::studio {

QAction *Actions::add(const ActionText &text, std::function<void()> work) {
    auto *action = new QAction(text.text, owner_);
    action->setObjectName(text.id);
    action->setIcon(widgets::icon(text.id));
    const auto chosen = settings_.shortcut(text.id);
    action->setShortcut(QKeySequence(chosen.isEmpty() ? text.shortcut : chosen));
    action->setToolTip(text.tip);
    action->setStatusTip(text.tip);
    QObject::connect(action, &QAction::triggered, owner_, [work = std::move(work)] { work(); });
    owner_->addAction(action);
    actions_.push_back(action);
    return action;
}

QAction *Actions::find(const QString &id) const {
    for (auto *action : actions_)
        if (action->objectName() == id) return action;
    return nullptr;
}

}  // namespace moa::studio
