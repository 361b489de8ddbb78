// The thread that owns the open project: files, model and engine are touched here and nowhere else.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "app/project/project.h"
#include "app/studio/mailbox.h"

namespace moa::studio {

// One piece of work, as the window follows it. Callbacks run in the window's thread.
struct Job {
    std::string title;
    // In the worker's thread. The project is empty until one is opened by assigning it.
    std::function<void(std::unique_ptr<Project> &, Progress &)> work;
    std::function<void(const std::string &stage, double fraction, const std::string &detail)> progress;
    std::function<void(const std::optional<Error> &)> done;
};

class ProjectWorker {
public:
    explicit ProjectWorker(Mailbox &mailbox);
    // Cancels what runs and waits for it; what it finished is in the file.
    ~ProjectWorker();
    ProjectWorker(const ProjectWorker &) = delete;
    ProjectWorker &operator=(const ProjectWorker &) = delete;

    // Jobs run one after another, in this order. The result stops this one, waiting or running.
    std::stop_source post(Job job);

private:
    struct Entry {
        Job job;
        std::stop_source stop;
    };

    void run(const std::stop_token &closing);
    void runOne(Entry &entry);

    Mailbox &mailbox_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::deque<Entry> queue_;
    std::stop_source running_;
    std::unique_ptr<Project> project_;
    std::jthread thread_;
};

}  // namespace moa::studio
