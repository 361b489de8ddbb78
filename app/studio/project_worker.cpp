#include "app/studio/project_worker.h"

#include <chrono>

namespace moa::studio {

namespace {

// Sends what a job reports to the window, at most twenty times a second.
class PostedProgress final : public Progress {
public:
    PostedProgress(std::stop_token stop, Mailbox &mailbox, const Job &job)
        : Progress(std::move(stop)), mailbox_(mailbox), job_(job) {}

    void report(std::string_view stage, double fraction, std::string_view detail) override {
        const auto now = std::chrono::steady_clock::now();
        if (!job_.progress || now - last_ < std::chrono::milliseconds(50)) return;
        last_ = now;
        mailbox_.post([tell = job_.progress, s = std::string(stage), fraction, d = std::string(detail)] {
            tell(s, fraction, d);
        });
    }

private:
    Mailbox &mailbox_;
    const Job &job_;
    std::chrono::steady_clock::time_point last_;
};

}  // namespace

ProjectWorker::ProjectWorker(Mailbox &mailbox)
    : mailbox_(mailbox), thread_([this](const std::stop_token &closing) { run(closing); }) {}

ProjectWorker::~ProjectWorker() {
    {
        const std::lock_guard lock(mutex_);
        queue_.clear();
        running_.request_stop();
    }
    thread_.request_stop();
    thread_.join();
}

std::stop_source ProjectWorker::post(Job job) {
    Entry entry{std::move(job), {}};
    auto stop = entry.stop;
    {
        const std::lock_guard lock(mutex_);
        queue_.push_back(std::move(entry));
    }
    wake_.notify_one();
    return stop;
}

void ProjectWorker::run(const std::stop_token &closing) {
    while (!closing.stop_requested()) {
        Entry entry;
        {
            std::unique_lock lock(mutex_);
            if (!wake_.wait(lock, closing, [this] { return !queue_.empty(); })) break;
            entry = std::move(queue_.front());
            queue_.pop_front();
            running_ = entry.stop;
        }
        runOne(entry);
    }
    project_.reset();  // the file is closed by the thread that opened it
}

void ProjectWorker::runOne(Entry &entry) {
    std::optional<Error> error;
    PostedProgress progress(entry.stop.get_token(), mailbox_, entry.job);
    try {
        progress.throwIfStopped(entry.job.title);
        entry.job.work(project_, progress);
    } catch (const Error &e) {
        error = e;
    } catch (const std::bad_alloc &) {
        error = Error(entry.job.title + " failed", "memory", "there is not enough of it",
                      "Close other programs, or choose shorter lengths.");
    } catch (const std::exception &e) {
        error = Error(entry.job.title + " failed", "an unexpected place", e.what(),
                      "Save the project under another name and report this.");
    }
    if (entry.job.done) mailbox_.post([done = entry.job.done, error] { done(error); });
}

}  // namespace moa::studio
