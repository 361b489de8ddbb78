// Messages from worker threads to the window's thread.
#pragma once

#include <QObject>
#include <functional>
#include <mutex>
#include <vector>

namespace moa::studio {

// Lives in the window's thread. What is posted runs there, in order, once its event loop turns; after the mailbox is
// gone nothing runs any more.
class Mailbox : public QObject {
    Q_OBJECT

public:
    explicit Mailbox(QObject *parent = nullptr);

    // From any thread.
    void post(std::function<void()> message);

Q_SIGNALS:
    void notify();

private:
    void deliver();

    std::mutex mutex_;
    std::vector<std::function<void()>> messages_;
};

}  // namespace moa::studio
