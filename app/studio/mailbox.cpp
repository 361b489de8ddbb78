#include "app/studio/mailbox.h"

#include <utility>

namespace moa::studio {

Mailbox::Mailbox(QObject *parent) : QObject(parent) {
    connect(this, &Mailbox::notify, this, &Mailbox::deliver, Qt::QueuedConnection);
}

void Mailbox::post(std::function<void()> message) {
    {
        const std::lock_guard lock(mutex_);
        messages_.push_back(std::move(message));
    }
    Q_EMIT notify();
}

void Mailbox::deliver() {
    std::vector<std::function<void()>> messages;
    {
        const std::lock_guard lock(mutex_);
        messages.swap(messages_);
    }
    for (const auto &message : messages) message();
}

}  // namespace moa::studio
