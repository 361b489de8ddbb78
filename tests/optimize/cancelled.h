// Work that is cancelled while it runs, and how soon it ends.
#pragma once

#include <QElapsedTimer>
#include <chrono>
#include <functional>
#include <stop_token>
#include <thread>

#include "engine/values/error.h"
#include "engine/values/progress.h"
#include "support/sanitized.h"

namespace moa::test {

inline constexpr int kCancelMs = kSanitized ? 500 : 50;

// ms from the cancel, `delay` ms after the start, to the end; -1: the work ended otherwise.
inline qint64 cancelled(int delay, const std::function<void(Progress &)> &work) {
    std::stop_source stop;
    Progress progress(stop.get_token());
    QElapsedTimer timer;
    std::jthread canceller([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(delay));
        timer.start();
        stop.request_stop();
    });
    try {
        work(progress);
    } catch (const Error &error) {
        canceller.join();
        return error.isCancelled() ? timer.elapsed() : -1;
    }
    return -1;
}

}  // namespace moa::test
